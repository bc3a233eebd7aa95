package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.data.Sample;

/** Expected numbers: hidden states of the tiny encoders in transformers, matched in double precision, one pair at a time. */
class BertScoreTest {
    private static final List<List<String>> PAIRS = List.of(
            List.of("a man in a black jersey is running .", "a man wearing black runs .", "two dogs play in the snow"),
            List.of("  Two people are standing outside. ", "Two people stand outside."),
            List.of("", "a man"),
            List.of("a man", ""),
            List.of("x", "a man in a red shirt rides a bicycle down a street while a crowd watches him from the side"),
            List.of("A dog ".repeat(100), "the dog ".repeat(120)));

    @ParameterizedTest
    @CsvSource({
        "roberta-tiny, 1, 0, 0.8236036850, 0.8536574302, 0.8383613009",
        "roberta-tiny, 1, 1, 0.8967585306, 0.9168124029, 0.9066745922",
        "roberta-tiny, 1, 2, 0, 0, 0",
        "roberta-tiny, 1, 3, 0, 0, 0",
        "roberta-tiny, 1, 4, 0.8406166011, 0.7720988721, 0.8049022166",
        "roberta-tiny, 1, 5, 0.9117779343, 0.9136503995, 0.9127132066",
        "roberta-tiny, 2, 0, 0.8897992401, 0.9097418131, 0.8996600245",
        "roberta-tiny, 2, 4, 0.9016797390, 0.8930944417, 0.8973665565",
        "bert-tiny, 1, 0, 0.8588218698, 0.8604421727, 0.8596312577",
        "bert-tiny, 1, 1, 0.8693998162, 0.8750893671, 0.8722353136",
        "bert-tiny, 1, 4, 0.7650880064, 0.5828547660, 0.6616530020",
        "bert-tiny, 1, 5, 0.8526832573, 0.8552721149, 0.8539757240",
    })
    void againstTransformers(String name, int layer, int pair, double precision, double recall, double f1) {
        try (BertScore metric = BertScore.load(Goldens.golden("models/" + name), layer, Device.cpu())) {
            List<String> texts = PAIRS.get(pair);
            BertScore.Score score = metric.score(texts.get(0), texts.subList(1, texts.size()));
            assertThat(score.precision()).isCloseTo(precision, within(2e-5));
            assertThat(score.recall()).isCloseTo(recall, within(2e-5));
            assertThat(score.f1()).isCloseTo(f1, within(2e-5));
        }
    }

    /** All captions at once, in batches of many lengths, against one pair at a time; nothing stays in memory. */
    @Test
    void batchesChangeNothingAndLeakNothing() throws IOException {
        try (BertScore metric = BertScore.load(Goldens.golden("models/roberta-tiny"), 2, Device.cpu())) {
            List<RewardFunction.Outputs> inputs = new ArrayList<>();
            for (JsonNode pair : Goldens.jsonLines("metrics/pairs.jsonl").subList(0, 330)) {
                inputs.add(outputs(
                        Goldens.strings(pair.get("references")),
                        pair.get("prediction").textValue(),
                        ""));
            }
            double[][] scores = metric.score(inputs);
            int live = metric.liveArrays();
            assertThat(metric.score(inputs)).isDeepEqualTo(scores);
            assertThat(metric.liveArrays()).isEqualTo(live);
            for (int i = 0; i < inputs.size(); i += 13) {
                RewardFunction.Outputs input = inputs.get(i);
                BertScore.Score alone =
                        metric.score(input.texts().get(0), input.sample().references());
                assertThat(scores[i][0]).isCloseTo(alone.f1(), within(1e-5)).isLessThan(1 + 1e-6);
                assertThat(scores[i][1]).isZero();
            }
        }
    }

    /** A text of nothing but end tokens has no token that counts. */
    @Test
    void specialTokensInTheTextDoNotCount() {
        try (BertScore metric = BertScore.load(Goldens.golden("models/bert-tiny"), 1, Device.cpu())) {
            assertThat(metric.score("[SEP] [CLS]", List.of("a man")).f1()).isZero();
            assertThat(metric.score("a man", List.of("a man")).f1()).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void longAndOddTexts() {
        try (BertScore metric = BertScore.load(Goldens.golden("models/roberta-tiny"), 1, Device.cpu())) {
            List<String> odd = List.of(
                    "word ".repeat(10_000),
                    "x".repeat(1_000_000),
                    "\u0000\u0001",
                    "\uD800",
                    "\u05e9\u05dc\u05d5\u05dd",
                    "\n");
            for (double score : metric.score(List.of(outputs(List.of("a man"), odd.toArray(String[]::new))))[0]) {
                assertThat(score).isBetween(-1.0, 1 + 1e-6);
            }
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> BertScore.load(Goldens.golden("models/roberta-tiny"), 3, Device.cpu()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has 2 layers, but layer 3 is asked for");
        try (BertScore metric = BertScore.load(Goldens.golden("models/roberta-tiny"), 1, Device.cpu())) {
            assertThatThrownBy(() -> metric.score(List.of(outputs(List.of(), "a"))))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("sample val_0 has no references");
        }
    }

    private static RewardFunction.Outputs outputs(List<String> references, String... texts) {
        return new RewardFunction.Outputs(new Sample("val_0", "p", references, NullNode.getInstance()), List.of(texts));
    }
}
