package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.Fidelity;

/** Small cases that can be checked by hand, and what {@link Fidelity} changes. */
class TextMetricsTest {
    private static final Offset<Double> TOLERANCE = within(1e-10);

    @Test
    void rougeWithOneReferenceWithTheTextOfTheListAndWithTheBestOfAll() {
        String prediction = "he hunts for hidden treasures";
        List<String> references = List.of("He is hunting hidden treasure.", "a treasure");
        checkRouge(new Rouge(true, true, Fidelity.REFERENCE), prediction, references, 0.8, 0.25, 0.8);
        checkRouge(new Rouge(true, false, Fidelity.REFERENCE), prediction, references, 2 / 3.0, 0.2, 2 / 3.0);
        List<String> reversed = List.of("a treasure", "He is hunting hidden treasure.");
        checkRouge(new Rouge(true, true, Fidelity.CORRECTED), prediction, reversed, 2 / 7.0, 0, 2 / 7.0);
        checkRouge(new Rouge(true, false, Fidelity.CORRECTED), prediction, reversed, 0.8, 0.25, 0.8);
        // without stems only "he" and "hidden" are common
        checkRouge(new Rouge(false, true, Fidelity.REFERENCE), prediction, references, 0.4, 0, 0.4);
    }

    private static void checkRouge(
            Rouge rouge, String prediction, List<String> references, double one, double two, double longest) {
        Rouge.Scores scores = rouge.score(prediction, rouge.prepare(references));
        assertThat(scores.rouge1().f()).isCloseTo(one, TOLERANCE);
        assertThat(scores.rouge2().f()).isCloseTo(two, TOLERANCE);
        assertThat(scores.rougeL().f()).isCloseTo(longest, TOLERANCE);
        assertThat(scores.rougeLsum().f()).isCloseTo(longest, TOLERANCE);
    }

    @Test
    void rougeLsumForgetsTheOrderOfLines() {
        Rouge rouge = new Rouge(true, true, Fidelity.REFERENCE);
        Rouge.Scores scores = rouge.score("c d\na b", rouge.prepare(List.of("a b\n\nc d")));
        assertThat(scores.rougeL().f()).isEqualTo(0.5);
        assertThat(scores.rougeLsum().f()).isEqualTo(1);
        // one "a" in the prediction is hit once, although both reference lines have it
        scores = rouge.score("a", rouge.prepare(List.of("a\na")));
        assertThat(scores.rougeLsum()).isEqualTo(new Rouge.Score(1, 0.5, 2 / 3.0));
    }

    @Test
    void meanOfNoRouge() {
        assertThat(Rouge.Scores.mean(List.of()).rougeL().f()).isZero();
    }

    @Test
    void bleuTakesTheShortestReferenceAndDoesNotSmooth() {
        List<String> references = List.of("the cat sat on a mat .", "there is a cat on the mat today .");
        assertThat(bleu("the cat sat on the mat today .", references)).isCloseTo(0.8132882808, TOLERANCE);
        assertThat(bleu("a b c", List.of("a b c"))).isZero();
        assertThat(bleu("a b c d", List.of("a b c d e f"))).isCloseTo(Math.exp(1 - 1.5), TOLERANCE);
        assertThat(Bleu.score("", Bleu.prepare(references), Fidelity.REFERENCE)).isEmpty();
        assertThat(Bleu.score("", Bleu.prepare(references), Fidelity.CORRECTED)).hasValue(0);
        assertThat(Bleu.corpusScore(List.of(), List.of(), Fidelity.REFERENCE)).isEmpty();
    }

    private static double bleu(String prediction, List<String> references) {
        return Bleu.score(prediction, Bleu.prepare(references), Fidelity.REFERENCE)
                .orElseThrow();
    }

    @Test
    void chrfAndTer() {
        check("The cat sat on the mat.", "The cat is on the mat.", 0.6717273492, 1 / 6.0);
        check("Er ist da", "Er ist nicht da, oder?", 0.2303262416, 0.6);
        assertThat(ter("d e f a b c x", Fidelity.REFERENCE, "a b c d e f")).isCloseTo(2 / 6.0, TOLERANCE);
        assertThat(ter("", Fidelity.REFERENCE, "a b")).isEqualTo(1);
        assertThat(ter("a", Fidelity.CORRECTED, "")).isEqualTo(1);
        assertThat(ter("", Fidelity.REFERENCE, "")).isEqualTo(1);
        assertThat(ter("", Fidelity.CORRECTED, "")).isZero();
    }

    private static void check(String prediction, String reference, double chrf, double ter) {
        Chrf characters = Chrf.ofCharacters();
        assertThat(characters.score(prediction, characters.prepare(List.of(reference))))
                .isCloseTo(chrf, TOLERANCE);
        assertThat(ter(prediction, Fidelity.REFERENCE, reference)).isCloseTo(ter, TOLERANCE);
    }

    private static double ter(String prediction, Fidelity fidelity, String... references) {
        Ter ter = new Ter(TercomTokenizer.plain(), fidelity);
        return ter.score(prediction, ter.prepare(List.of(references)));
    }

    @Test
    void onlyTheReferenceNormalizesReferencesTwice() {
        for (Fidelity fidelity : Fidelity.values()) {
            Ter ter = new Ter(new TercomTokenizer(true, true, false, false), fidelity);
            boolean twice = fidelity == Fidelity.REFERENCE;
            assertThat(ter.statistics("a man's, i", ter.prepare(List.of("a man's, i"))))
                    .isEqualTo(new Ter.Statistics(twice ? 2 : 0, twice ? 4 : 3));
        }
    }

    @Test
    void ciderOfTwoSamples() {
        List<List<String>> predictions = List.of(List.of("a", "b"), List.of("c"));
        List<List<List<String>>> references = List.of(List.of(List.of("a", "b")), List.of(List.of("a", "d")));
        // the first: unigram "a" has no weight, "b" and the bigram match, orders 3 and 4 are empty
        assertThat(Cider.scores(predictions, references)).containsExactly(5, 0);
        assertThat(Cider.corpusScore(predictions, references)).isEqualTo(2.5);
        // alone in a corpus, every n-gram stands in all samples
        assertThat(Cider.scores(predictions.subList(0, 1), references.subList(0, 1)))
                .containsExactly(0);
    }
}
