package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;

/** One T5's logits over another's caches. */
class T5PeekTest {
    private static T5 policy;
    private static T5 mask;

    @BeforeAll
    static void load() {
        policy = tiny();
        mask = tiny();
        mask.parameters().asMap().values().forEach(T5PeekTest::change);
    }

    private static T5 tiny() {
        return (T5) LanguageModel.load(Goldens.shipped("models/t5-tiny"), ModelType.SEQ2SEQ, Device.cpu());
    }

    /** Every weight times 1 + 0.5 sin(its place). */
    private static void change(NDArray weight) {
        float[] values = weight.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * (1 + 0.5 * Math.sin(i)));
        }
        Scopes.step(() -> {
            Ops.assign(weight, Ops.floats(weight.getManager(), values).reshape(weight.getShape()));
            return null;
        });
    }

    @AfterAll
    static void close() {
        policy.close();
        mask.close();
    }

    @Test
    void agreesWithTransformers() throws IOException {
        JsonNode golden =
                new ObjectMapper().readTree(Goldens.shipped("t5-tiny/peek.json").toFile());
        List<int[]> prompts = List.of(
                ints(golden.path("prompts").path(0)),
                ints(golden.path("prompts").path(1)));
        try (T5.T5Decoding decoding = policy.start(prompts, 3);
                Decoding own = mask.start(prompts, 3)) {
            NDArray peeked = decoding.peekFirst(mask);
            for (int step = 0; ; step++) {
                check(golden, "peeked", step, peeked);
                check(golden, "policy", step, decoding.logits());
                check(golden, "own", step, own.logits());
                if (step == golden.path("tokens").size()) {
                    assertThat(step).isEqualTo(3);
                    return;
                }
                long[] tokens = longs(golden.path("tokens").path(step));
                peeked = decoding.peek(mask, tokens);
                decoding.step(tokens);
                own.step(tokens);
            }
        }
    }

    private static void check(JsonNode golden, String what, int step, NDArray logits) {
        int[] places = ints(golden.path("places"));
        for (int row = 0; row < 2; row++) {
            float[] actual = logits.get(row).toFloatArray();
            for (int i = 0; i < places.length; i++) {
                int place = Math.floorMod(places[i], actual.length);
                double expected = golden.path(what).path(step).path(row).path(i).asDouble();
                assertThat((double) actual[place])
                        .as("%s, step %d, row %d, token %d", what, step, row, place)
                        .isCloseTo(expected, within(5e-5));
            }
        }
    }

    /** Rows are repeated, dropped and reordered as in sampling; one decoding is peeked into and one is not. */
    @Test
    void leavesTheDecodingAsItWas() {
        List<int[]> prompts = List.of(new int[] {5, 9, 17}, new int[] {8, 3, 2, 6}, new int[] {44});
        try (T5.T5Decoding peeked = policy.start(prompts, 6);
                T5.T5Decoding plain = policy.start(prompts, 6)) {
            peeked.peekFirst(mask);
            int[][] selections = {{0, 0, 1, 1, 2, 2}, {0, 1, 3, 5}, {1, 0, 2, 3}, {0, 1}};
            for (int[] selection : selections) {
                peeked.select(selection);
                plain.select(selection);
                long[] tokens = new long[selection.length];
                for (int row = 0; row < tokens.length; row++) {
                    tokens[row] = 10 + 7L * row + selection.length;
                }
                float[] seen = peeked.peek(mask, tokens).toFloatArray();
                float[] same = peeked.peek(policy, tokens).toFloatArray();
                peeked.step(tokens);
                plain.step(tokens);
                assertThat(peeked.logits().toFloatArray())
                        .isEqualTo(plain.logits().toFloatArray())
                        .isEqualTo(same)
                        .isNotEqualTo(seen);
            }
        }
    }

    @Test
    void firstLogitsByTheSameWeightsAreTheSame() {
        try (T5.T5Decoding decoding = policy.start(List.of(new int[] {5, 9, 17}, new int[] {8}), 2)) {
            float[] own = decoding.logits().toFloatArray();
            float[] peeked = decoding.peekFirst(policy).toFloatArray();
            assertThat(decoding.logits().toFloatArray()).isEqualTo(own);
            for (int i = 0; i < own.length; i++) {
                assertThat(peeked[i]).isCloseTo(own[i], within(2e-5f));
            }
        }
    }

    private static int[] ints(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static long[] longs(JsonNode array) {
        int[] values = ints(array);
        long[] longs = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            longs[i] = values[i];
        }
        return longs;
    }
}
