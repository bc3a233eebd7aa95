package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.NamedMetrics;
import org.rlgrad.data.Sample;
import org.rlgrad.reward.RewardFunction.Outputs;

/** Values of whole data sets, from the id on the command line to the reference's key. */
class CorpusValuesTest {
    @Test
    void everyGroupOfPairs() throws IOException {
        List<JsonNode> pairs = Goldens.jsonLines("metrics/pairs.jsonl");
        int groups = 0;
        for (JsonNode expected : Goldens.json("metrics/corpus.json")) {
            if (!expected.has("ids")) {
                continue;
            }
            groups++;
            List<Outputs> inputs = inputs(pairs, expected.get("ids"));
            check(expected.get("meteor_str_of_list_mean"), inputs, "lexical/meteor", "meteor");
            check(expected.get("rouge1_first_stem_f_mean"), inputs, "lexical/rouge_rouge1", "rouge");
            check(expected.get("rouge2_first_stem_f_mean"), inputs, "lexical/rouge_rouge2", "rouge");
            check(expected.get("rougeL_first_stem_f_mean"), inputs, "lexical/rouge_rougeL", "rouge");
            check(expected.get("rougeLsum_first_stem_f_mean"), inputs, "lexical/rouge_rougeLsum", "rouge");
            check(expected.get("sacrebleu_grouped_mean_13a_0to1"), inputs, "lexical/sacrebleu", "sacre_bleu");
            JsonNode intl = expected.get("sacrebleu_grouped_mean_intl_0to1");
            check(intl, inputs, "lexical/sacrebleu", "sacre_bleu", "tokenize=intl");
            JsonNode bleu = expected.get("bleu_whitespace");
            check(bleu.isTextual() ? bleu : bleu.get("bleu"), inputs, "lexical/bleu", "bleu");
            if (expected.has("chrf")) {
                assertThat(100 * value(inputs, "lexical/chrf", "chrf"))
                        .isCloseTo(expected.get("chrf").doubleValue(), within(1e-9));
                assertThat(100 * value(inputs, "lexical/ter", "ter"))
                        .isCloseTo(expected.get("ter").get("score").doubleValue(), within(1e-9));
            }
        }
        assertThat(groups).isEqualTo(14);
    }

    @Test
    void diversityHasEveryKeyOfTheReference() throws IOException {
        List<JsonNode> pairs = Goldens.jsonLines("metrics/pairs.jsonl");
        for (JsonNode expected : Goldens.json("metrics/diversity.json")) {
            Map<String, Double> values = values(inputs(pairs, expected.get("ids")), "diversity");
            int checked = 0;
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                if (field.getValue().isNumber() && !field.getKey().startsWith("msttr-50")) {
                    assertThat(values.get("diversity_metrics/" + field.getKey()))
                            .as(field.getKey())
                            .isCloseTo(field.getValue().doubleValue(), within(1e-9));
                    checked++;
                }
            }
            assertThat(values).hasSize(checked);
        }
    }

    @Test
    void tablesToText() throws IOException {
        List<Outputs> inputs = new ArrayList<>();
        for (JsonNode record : Goldens.jsonLines("metrics/parent.jsonl")) {
            Sample sample = new Sample("val_" + inputs.size(), "", List.of(), record);
            inputs.add(new Outputs(sample, List.of(record.get("prediction").textValue())));
        }
        JsonNode expected = Goldens.json("metrics/parent_corpus.json");
        Map<String, Double> parent = values(inputs, "parent_totto");
        assertThat(parent).hasSize(9);
        assertThat(parent.get("table_to_text/parent_overall/precision"))
                .isCloseTo(expected.at("/parent_overall/precision").doubleValue(), within(1e-9));
        assertThat(parent.get("table_to_text/parent_non_overlap_f_score"))
                .isCloseTo(expected.at("/parent_non_overlap/f_score").doubleValue(), within(1e-9));
        double[][] scores = RewardFunction.all(named("parent_totto"), Fidelity.REFERENCE, Device.cpu())
                .get(0)
                .score(inputs);
        assertThat(scores[5][0])
                .isCloseTo(expected.at("/parent_overall/all_f/5").doubleValue(), within(1e-9));
        assertThat(values(inputs, "bleu_totto"))
                .containsOnlyKeys(
                        "table_to_text/bleu_overall", "table_to_text/bleu_overlap", "table_to_text/bleu_non_overlap");
    }

    @Test
    void severalOutputsOfAnInputAreSeveralPredictions() {
        Sample sample = new Sample("a", "p", List.of("the cat sat on the mat"), NullNode.getInstance());
        List<Outputs> together = List.of(new Outputs(sample, List.of("the cat sat on the mat", "a cat sat there")));
        List<Outputs> apart = List.of(
                new Outputs(sample, List.of("the cat sat on the mat")),
                new Outputs(sample, List.of("a cat sat there")));
        for (String id : List.of("meteor", "rouge", "bleu", "sacre_bleu", "chrf", "ter", "diversity")) {
            assertThat(values(together, id)).as(id).isEqualTo(values(apart, id));
        }
        assertThat(value(together, "lexical/ter", "ter")).isEqualTo(4.0 / 12);
    }

    @Test
    void ciderCountsTheSamplesOfTheCall() {
        Sample cat = new Sample("a", "p", List.of("the cat sat"), NullNode.getInstance());
        Sample dog = new Sample("b", "p", List.of("a dog runs"), NullNode.getInstance());
        RewardFunction cider = RewardFunction.of(named("cider"), Fidelity.REFERENCE, Device.cpu());
        double[][] scores = cider.score(
                List.of(new Outputs(cat, List.of("the cat sat", "a dog")), new Outputs(dog, List.of("a dog runs"))));
        // perfect copies; no n-grams of order 4
        assertThat(scores[0][0]).isCloseTo(7.5, within(1e-12));
        assertThat(scores[0][1]).isZero();
        assertThat(scores[1][0]).isCloseTo(7.5, within(1e-12));
        assertThat(cider.score(List.of(new Outputs(cat, List.of("the cat sat"))))[0][0])
                .isZero();
    }

    @Test
    void whatASampleLacksIsNamed() throws IOException {
        Sample bare = new Sample("a", "p", List.of(), new ObjectMapper().readTree("{}"));
        List<Outputs> inputs = List.of(new Outputs(bare, List.of("x")));
        for (String id : List.of("rouge", "bleu", "sacre_bleu", "chrf", "ter", "cider", "parent_totto", "bleu_totto")) {
            assertThatThrownBy(() -> values(inputs, id)).as(id).isInstanceOf(Failure.class);
        }
    }

    private static void check(JsonNode expected, List<Outputs> inputs, String key, String id, String... arguments) {
        double actual = value(inputs, key, id, arguments);
        if (expected.isTextual()) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).as(key).isCloseTo(expected.doubleValue(), within(1e-9));
        }
    }

    private static double value(List<Outputs> inputs, String key, String id, String... arguments) {
        return values(inputs, id, arguments).get(key);
    }

    private static Map<String, Double> values(List<Outputs> inputs, String id, String... arguments) {
        MetricConfig metric = named(id, arguments);
        Map<String, double[][]> rewards = new LinkedHashMap<>();
        for (RewardFunction function : RewardFunction.all(metric, Fidelity.REFERENCE, Device.cpu())) {
            rewards.put(function.key(), function.score(inputs));
        }
        return CorpusValues.of(metric, Fidelity.REFERENCE, inputs, rewards, Device.cpu());
    }

    private static MetricConfig named(String id, String... arguments) {
        return NamedMetrics.of(List.of(id), List.of(arguments), Optional.empty(), List.of())
                .get(0);
    }

    private static List<Outputs> inputs(List<JsonNode> pairs, JsonNode ids) {
        List<Outputs> inputs = new ArrayList<>();
        for (JsonNode id : ids) {
            JsonNode pair = pairs.get(id.intValue());
            Sample sample =
                    new Sample(id.asText(), "", Goldens.strings(pair.get("references")), NullNode.getInstance());
            inputs.add(new Outputs(sample, List.of(pair.get("prediction").textValue())));
        }
        return inputs;
    }
}
