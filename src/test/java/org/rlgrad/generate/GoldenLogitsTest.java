package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Each rule on the same logits as transformers' logits processors and warpers. */
class GoldenLogitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "t5"})
    void everyRule(String family) {
        GoldenTensors golden = new GoldenTensors(Goldens.shipped(family + "-tiny/logits_processing.safetensors"));
        int end = (int) golden.longRows("eos_token_id")[0][0];
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Scopes.step(() -> {
                check(golden, manager, "min_length_below", rules(1, 0, 1, end), null);
                check(golden, manager, "min_length_reached", rules(1, 0, 0, end), null);
                check(golden, manager, "repetition_1_3", rules(1.3, 0, 0, end), null);
                check(golden, manager, "no_repeat_ngram_2", rules(1, 2, 0, end), null);
                check(golden, manager, "no_repeat_ngram_3", rules(1, 3, 0, end), null);
                check(golden, manager, "temperature_0_7", rules(1, 0, 0, end), sampler(0.7, 0, 1));
                check(golden, manager, "top_k_50", rules(1, 0, 0, end), sampler(1, 50, 1));
                check(golden, manager, "top_k_10", rules(1, 0, 0, end), sampler(1, 10, 1));
                check(golden, manager, "top_p_0_9", rules(1, 0, 0, end), sampler(1, 0, 0.9));
                check(golden, manager, "top_k_50_top_p_0_9", rules(1, 0, 0, end), sampler(1, 50, 0.9));
                check(golden, manager, "top_k_20_temp_0_7_min_length", rules(1, 0, 1, end), sampler(0.7, 20, 1));
                return null;
            });
        }
    }

    private static LogitsRules rules(double repetition, int ngram, int minNewTokens, int end) {
        return new LogitsRules(repetition, ngram, minNewTokens, end);
    }

    private static TokenSampler sampler(double temperature, int topK, double topP) {
        return new TokenSampler(true, temperature, topK, topP);
    }

    private static void check(
            GoldenTensors golden, NDManager manager, String rule, LogitsRules rules, TokenSampler sampler) {
        long[] shape = golden.shape("logits");
        History history = new History(Arrays.stream(golden.longRows("input_ids"))
                .map(row -> Arrays.stream(row).mapToInt(Math::toIntExact).toArray())
                .toArray(int[][]::new));
        NDArray scores = Ops.floats(manager, golden.floats("logits")).reshape(shape[0], shape[1]);
        rules.apply(scores, history, 0);
        NDArray processed = sampler == null ? scores : sampler.filter(scores);
        float[] actual = processed.toFloatArray();
        float[] expected = golden.floats("processed/" + rule);
        for (int i = 0; i < expected.length; i++) {
            if (Float.isInfinite(expected[i])) {
                assertThat(actual[i]).as("%s at %d", rule, i).isEqualTo(expected[i]);
            } else {
                assertThat(actual[i]).as("%s at %d", rule, i).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }
}
