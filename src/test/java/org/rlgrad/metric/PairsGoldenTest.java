package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.MetricConfig.SacreBleu.Tokenize;

/** METEOR, ROUGE-L and BLEU of 382 pairs (captions, prose, German, French, special and empty texts) against the reference. */
class PairsGoldenTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);
    private static final MetricConfig.RougeLMax ROUGE =
            new MetricConfig.RougeLMax(true, 100, MetricConfig.RougeLMax.LimitType.WORDS, 0.5, 1.2, true);

    @Test
    void meteorAgainstTheTextOfTheList() throws IOException {
        check("meteor_str_of_list", pair -> meteor(pair, references(pair), Fidelity.REFERENCE));
    }

    @Test
    void meteorAgainstSingleReferences() throws IOException {
        check("meteor_max", pair -> meteor(pair, references(pair), Fidelity.CORRECTED));
        check("meteor_first", pair -> meteor(pair, references(pair).subList(0, 1), Fidelity.CORRECTED));
    }

    @Test
    void rougeLOfTheReleaseAndOfTheRepairedSource() throws IOException {
        check("rouge_l_max", pair -> rouge(pair, references(pair), Fidelity.REFERENCE));
        check("rouge_l_max_2019fix", pair -> rouge(pair, references(pair), Fidelity.CORRECTED));
    }

    @Test
    void rougeLPerReference() throws IOException {
        for (JsonNode pair : pairs()) {
            List<String> references = references(pair);
            for (int i = 0; i < references.size(); i++) {
                List<String> one = references.subList(i, i + 1);
                JsonNode scores = pair.get("scores");
                assertThat(rouge(pair, one, Fidelity.REFERENCE))
                        .isCloseTo(
                                value(scores.get("py_rouge_l_per_reference")
                                        .get(i)
                                        .get("f")),
                                TOLERANCE);
                assertThat(rouge(pair, one, Fidelity.CORRECTED))
                        .isCloseTo(
                                value(scores.get("py_rouge_l_per_reference_2019fix")
                                        .get(i)
                                        .get("f")),
                                TOLERANCE);
            }
        }
    }

    @Test
    void bleuWithAllItsParts() throws IOException {
        for (JsonNode pair : pairs()) {
            checkBleu(pair, Tokenize.V13A, pair.get("scores").get("sacrebleu_13a"));
            checkBleu(pair, Tokenize.INTL, pair.get("scores").get("sacrebleu_intl"));
        }
    }

    @Test
    void sentenceBleuWithEffectiveOrder() throws IOException {
        SacreBleu bleu = new SacreBleu(Tokenize.V13A, Fidelity.CORRECTED);
        check(
                "sacrebleu_sentence_effective_order_13a",
                pair -> 100 * bleu.score(prediction(pair), bleu.prepare(references(pair))));
    }

    @Test
    void bleuOfCorpora() throws IOException {
        List<JsonNode> pairs = pairs();
        JsonNode corpora = Goldens.json("metrics/corpus.json");
        int checked = 0;
        for (JsonNode corpus : corpora) {
            if (corpus.has("sacrebleu_grouped_mean_13a_0to1")) {
                checkCorpus(pairs, corpus, Tokenize.V13A, "13a");
                checkCorpus(pairs, corpus, Tokenize.INTL, "intl");
                checked++;
            }
        }
        assertThat(checked).isEqualTo(14);
    }

    private static void checkCorpus(List<JsonNode> pairs, JsonNode corpus, Tokenize tokenize, String name) {
        SacreBleu reference = new SacreBleu(tokenize, Fidelity.REFERENCE);
        SacreBleu corrected = new SacreBleu(tokenize, Fidelity.CORRECTED);
        List<String> predictions = new ArrayList<>();
        List<SacreBleu.Prepared> prepared = new ArrayList<>();
        BleuStatistics sum = BleuStatistics.none();
        for (JsonNode id : corpus.get("ids")) {
            JsonNode pair = pairs.get(id.intValue());
            predictions.add(prediction(pair));
            prepared.add(reference.prepare(references(pair)));
            sum = sum.plus(reference.statistics(prediction(pair), prepared.get(prepared.size() - 1)));
        }
        assertThat(reference.corpusScore(predictions, prepared))
                .isCloseTo(value(corpus.get("sacrebleu_grouped_mean_" + name + "_0to1")), TOLERANCE);
        JsonNode whole = corpus.get("sacrebleu_" + name);
        if (whole != null) {
            checkParts(sum, whole);
            assertThat(100 * corrected.corpusScore(predictions, prepared))
                    .isCloseTo(value(whole.get("score")), TOLERANCE);
        }
    }

    private static void checkBleu(JsonNode pair, Tokenize tokenize, JsonNode expected) {
        SacreBleu bleu = new SacreBleu(tokenize, Fidelity.REFERENCE);
        SacreBleu.Prepared prepared = bleu.prepare(references(pair));
        checkParts(bleu.statistics(prediction(pair), prepared), expected);
        assertThat(100 * bleu.score(prediction(pair), prepared)).isCloseTo(value(expected.get("score")), TOLERANCE);
    }

    private static void checkParts(BleuStatistics statistics, JsonNode expected) {
        for (int n = 0; n < BleuStatistics.MAX_ORDER; n++) {
            assertThat(statistics.matches()[n])
                    .isEqualTo(expected.get("counts").get(n).longValue());
            assertThat(statistics.totals()[n])
                    .isEqualTo(expected.get("totals").get(n).longValue());
            assertThat(statistics.precisions()[n])
                    .isCloseTo(value(expected.get("precisions").get(n)), TOLERANCE);
        }
        assertThat(statistics.brevityPenalty()).isCloseTo(value(expected.get("bp")), TOLERANCE);
        assertThat(statistics.hypothesisLength())
                .isEqualTo(expected.get("sys_len").longValue());
        assertThat(statistics.referenceLength())
                .isEqualTo(expected.get("ref_len").longValue());
        assertThat(statistics.score(false)).isCloseTo(value(expected.get("score")), TOLERANCE);
    }

    private static void check(String name, ToDoubleFunction<JsonNode> score) throws IOException {
        Function<JsonNode, String> describe = pair -> name + " of pair " + pair.get("id");
        for (JsonNode pair : pairs()) {
            assertThat(score.applyAsDouble(pair))
                    .as(describe.apply(pair))
                    .isCloseTo(value(pair.get("scores").get(name)), TOLERANCE);
        }
    }

    private static double meteor(JsonNode pair, List<String> references, Fidelity fidelity) {
        return Meteor.score(prediction(pair), Meteor.prepare(references, fidelity));
    }

    private static double rouge(JsonNode pair, List<String> references, Fidelity fidelity) {
        RougeLMax rouge = new RougeLMax(ROUGE, fidelity);
        return rouge.score(prediction(pair), rouge.prepare(references));
    }

    private static List<JsonNode> pairs() throws IOException {
        List<JsonNode> pairs = Goldens.jsonLines("metrics/pairs.jsonl");
        assertThat(pairs).hasSize(382);
        return pairs;
    }

    private static String prediction(JsonNode pair) {
        return pair.get("prediction").textValue();
    }

    private static List<String> references(JsonNode pair) {
        return Goldens.strings(pair.get("references"));
    }

    private static double value(JsonNode number) {
        assertThat(number.isNumber()).isTrue();
        return number.doubleValue();
    }
}
