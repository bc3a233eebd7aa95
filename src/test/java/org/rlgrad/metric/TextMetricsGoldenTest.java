package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.PythonText;
import org.rlgrad.config.Fidelity;

/** ROUGE, BLEU, chrF, TER and CIDEr of 382 pairs and of their groups against the reference; {@link PairsGoldenTest} has the others. */
class TextMetricsGoldenTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);

    @Test
    void rouge() throws IOException {
        checkRouge("rouge_first_stem", new Rouge(true, true, Fidelity.REFERENCE));
        checkRouge("rouge_first_nostem", new Rouge(false, true, Fidelity.REFERENCE));
        checkRouge("rouge_first_stem", new Rouge(true, true, Fidelity.CORRECTED));
        checkRouge("rouge_str_of_list_stem", new Rouge(true, false, Fidelity.REFERENCE));
    }

    private static void checkRouge(String name, Rouge rouge) throws IOException {
        for (JsonNode pair : pairs()) {
            Rouge.Scores scores = rouge.score(prediction(pair), rouge.prepare(references(pair)));
            JsonNode expected = pair.get("scores").get(name);
            checkRouge(expected.get("rouge1"), scores.rouge1());
            checkRouge(expected.get("rouge2"), scores.rouge2());
            checkRouge(expected.get("rougeL"), scores.rougeL());
            checkRouge(expected.get("rougeLsum"), scores.rougeLsum());
        }
    }

    private static void checkRouge(JsonNode expected, Rouge.Score score) {
        assertThat(score.precision()).isCloseTo(value(expected.get("p")), TOLERANCE);
        assertThat(score.recall()).isCloseTo(value(expected.get("r")), TOLERANCE);
        assertThat(score.f()).isCloseTo(value(expected.get("f")), TOLERANCE);
    }

    @Test
    void rougeOfCorpora() throws IOException {
        Rouge rouge = new Rouge(true, true, Fidelity.REFERENCE);
        int checked = checkCorpora("rouge1_first_stem_f_mean", (corpus, members) -> {
            Rouge.Scores mean = Rouge.Scores.mean(members.stream()
                    .map(pair -> rouge.score(prediction(pair), rouge.prepare(references(pair))))
                    .toList());
            assertThat(mean.rouge1().f()).isCloseTo(value(corpus.get("rouge1_first_stem_f_mean")), TOLERANCE);
            assertThat(mean.rouge2().f()).isCloseTo(value(corpus.get("rouge2_first_stem_f_mean")), TOLERANCE);
            assertThat(mean.rougeL().f()).isCloseTo(value(corpus.get("rougeL_first_stem_f_mean")), TOLERANCE);
            assertThat(mean.rougeLsum().f()).isCloseTo(value(corpus.get("rougeLsum_first_stem_f_mean")), TOLERANCE);
        });
        assertThat(checked).isEqualTo(14);
    }

    @Test
    void bleuWithAllItsParts() throws IOException {
        int undefined = 0;
        for (JsonNode pair : pairs()) {
            JsonNode expected = pair.get("scores").get("bleu_whitespace");
            Bleu.Prepared prepared = Bleu.prepare(references(pair));
            OptionalDouble score = Bleu.score(prediction(pair), prepared, Fidelity.REFERENCE);
            undefined += expected.isTextual() ? 1 : 0;
            checkBleu(expected, score, Bleu.statistics(prediction(pair), prepared));
        }
        assertThat(undefined).isEqualTo(23);
    }

    @Test
    void bleuOfCorpora() throws IOException {
        int checked = checkCorpora("bleu_whitespace", (corpus, members) -> {
            List<Bleu.Prepared> prepared =
                    members.stream().map(pair -> Bleu.prepare(references(pair))).toList();
            BleuStatistics sum = BleuStatistics.none();
            for (int i = 0; i < members.size(); i++) {
                sum = sum.plus(Bleu.statistics(prediction(members.get(i)), prepared.get(i)));
            }
            OptionalDouble score = Bleu.corpusScore(predictions(members), prepared, Fidelity.REFERENCE);
            checkBleu(corpus.get("bleu_whitespace"), score, sum);
        });
        assertThat(checked).isEqualTo(14);
    }

    private static void checkBleu(JsonNode expected, OptionalDouble score, BleuStatistics statistics) {
        if (expected.isTextual()) {
            assertThat(expected.textValue()).isEqualTo("error: ZeroDivisionError");
            assertThat(score).isEmpty();
            return;
        }
        assertThat(score.orElseThrow()).isCloseTo(value(expected.get("bleu")), TOLERANCE);
        assertThat(statistics.brevityPenalty()).isCloseTo(value(expected.get("brevity_penalty")), TOLERANCE);
        assertThat(statistics.hypothesisLength())
                .isEqualTo(expected.get("translation_length").longValue());
        assertThat(statistics.referenceLength())
                .isEqualTo(expected.get("reference_length").longValue());
        for (int n = 0; n < BleuStatistics.MAX_ORDER; n++) {
            double precision =
                    (double) statistics.matches()[n] / Math.max(1, statistics.totals()[n]);
            assertThat(precision).isCloseTo(value(expected.get("precisions").get(n)), TOLERANCE);
        }
    }

    @Test
    void sacreBleuInLowerCaseWithoutTokenizer() throws IOException {
        SacreBleu bleu = new SacreBleu(SacreBleuTokenizer.NONE, true, Fidelity.REFERENCE);
        for (JsonNode pair : pairs()) {
            JsonNode expected = pair.get("scores").get("sacrebleu_none_lower");
            BleuStatistics statistics = bleu.statistics(prediction(pair), bleu.prepare(references(pair)));
            assertThat(statistics.score(false)).isCloseTo(value(expected.get("score")), TOLERANCE);
            for (int n = 0; n < BleuStatistics.MAX_ORDER; n++) {
                assertThat(statistics.matches()[n])
                        .isEqualTo(expected.get("counts").get(n).longValue());
            }
        }
    }

    @Test
    void chrf() throws IOException {
        Chrf characters = Chrf.ofCharacters();
        Chrf plusPlus = Chrf.plusPlus();
        for (JsonNode pair : pairs()) {
            JsonNode scores = pair.get("scores");
            assertThat(100 * characters.score(prediction(pair), characters.prepare(references(pair))))
                    .isCloseTo(value(scores.get("chrf")), TOLERANCE);
            assertThat(100 * plusPlus.score(prediction(pair), plusPlus.prepare(references(pair))))
                    .isCloseTo(value(scores.get("chrf_pp")), TOLERANCE);
        }
        int checked = checkCorpora("chrf", (corpus, members) -> {
            List<Chrf.Prepared> prepared = members.stream()
                    .map(pair -> characters.prepare(references(pair)))
                    .toList();
            assertThat(100 * characters.corpusScore(predictions(members), prepared))
                    .isCloseTo(value(corpus.get("chrf")), TOLERANCE);
        });
        assertThat(checked).isEqualTo(12);
    }

    @Test
    void ter() throws IOException {
        checkTer("ter", new Ter(TercomTokenizer.plain(), Fidelity.REFERENCE));
        checkTer(
                "ter_normalized_nopunct_cased",
                new Ter(new TercomTokenizer(true, true, false, true), Fidelity.REFERENCE));
    }

    private static void checkTer(String name, Ter ter) throws IOException {
        for (JsonNode pair : pairs()) {
            Ter.Prepared prepared = ter.prepare(references(pair));
            checkTer(
                    pair.get("scores").get(name),
                    ter.statistics(prediction(pair), prepared),
                    ter.score(prediction(pair), prepared));
        }
    }

    @Test
    void terOfCorpora() throws IOException {
        Ter ter = new Ter(TercomTokenizer.plain(), Fidelity.REFERENCE);
        int checked = checkCorpora("ter", (corpus, members) -> {
            List<Ter.Prepared> prepared =
                    members.stream().map(pair -> ter.prepare(references(pair))).toList();
            Ter.Statistics sum = new Ter.Statistics(0, 0);
            for (int i = 0; i < members.size(); i++) {
                sum = sum.plus(ter.statistics(prediction(members.get(i)), prepared.get(i)));
            }
            checkTer(corpus.get("ter"), sum, ter.corpusScore(predictions(members), prepared));
        });
        assertThat(checked).isEqualTo(12);
    }

    private static void checkTer(JsonNode expected, Ter.Statistics statistics, double score) {
        assertThat(statistics.edits()).isEqualTo(expected.get("num_edits").longValue());
        assertThat(statistics.referenceLength()).isCloseTo(value(expected.get("ref_length")), TOLERANCE);
        assertThat(100 * score).isCloseTo(value(expected.get("score")), TOLERANCE);
    }

    @Test
    void cider() throws IOException {
        JsonNode corpus = Goldens.json("metrics/corpus.json").get("cider");
        List<JsonNode> all = pairs();
        List<JsonNode> captions = all.stream()
                .filter(pair -> pair.get("group").textValue().startsWith("caption"))
                .toList();
        Function<String, List<String>> words =
                text -> PythonText.split(String.join(" ", NltkWordTokenizer.tokenize(text)));
        checkCider(all, words, "cider_all", value(corpus.get("cider_word_tokenize_all")));
        checkCider(captions, words, "cider_captions", value(corpus.get("cider_word_tokenize_captions")));
        checkCider(all, PythonText::split, null, value(corpus.get("cider_whitespace_all")));
        checkCider(captions, PythonText::split, null, value(corpus.get("cider_whitespace_captions")));
    }

    private static void checkCider(
            List<JsonNode> pairs, Function<String, List<String>> words, String name, double corpus) {
        List<List<String>> predictions = predictions(pairs).stream().map(words).toList();
        List<List<List<String>>> references = pairs.stream()
                .map(pair -> references(pair).stream().map(words).toList())
                .toList();
        double[] scores = Cider.scores(predictions, references);
        for (int i = 0; name != null && i < scores.length; i++) {
            assertThat(scores[i]).isCloseTo(value(pairs.get(i).get("scores").get(name)), TOLERANCE);
        }
        assertThat(Cider.corpusScore(predictions, references)).isCloseTo(corpus, TOLERANCE);
        assertThat(Arrays.stream(scores).average().orElseThrow()).isCloseTo(corpus, TOLERANCE);
    }

    private interface CorpusCheck {
        void check(JsonNode corpus, List<JsonNode> members);
    }

    /** Checks each corpus that has this score; returns their number. */
    private static int checkCorpora(String score, CorpusCheck check) throws IOException {
        List<JsonNode> pairs = pairs();
        int checked = 0;
        for (JsonNode corpus : Goldens.json("metrics/corpus.json")) {
            if (corpus.has(score)) {
                List<JsonNode> members = new ArrayList<>();
                corpus.get("ids").forEach(id -> members.add(pairs.get(id.intValue())));
                check.check(corpus, members);
                checked++;
            }
        }
        return checked;
    }

    private static List<JsonNode> pairs() throws IOException {
        List<JsonNode> pairs = Goldens.jsonLines("metrics/pairs.jsonl");
        assertThat(pairs).hasSize(382);
        return pairs;
    }

    private static List<String> predictions(List<JsonNode> pairs) {
        return pairs.stream().map(TextMetricsGoldenTest::prediction).toList();
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
