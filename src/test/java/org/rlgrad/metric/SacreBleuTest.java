package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.PythonText;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig.SacreBleu.Tokenize;

/** Values that sacreBLEU 2.3.1 gives. */
class SacreBleuTest {
    private static final Offset<Double> TOLERANCE = within(1e-10);

    @Test
    void singleSamples() {
        check("The cat sat on the mat, wasn't it?", 0.3549481056, 0.4659538415, "The cat is on the mat, isn't it?");
        check(
                "The cat sat on the mat.",
                0.7952707288,
                0.7952707288,
                "The cat sat on a mat.",
                "There is a cat on the mat.");
        check("one two three four", 0.5946035576, 0.5946035576, "one two three five");
        check("Er kostet 1.000,50 € – wirklich!", 0.6147881530, 0.6147881530, "Das kostet 1.000,50 € – wirklich?");
        check("the cat sat", 0, 0, "the cat sat");
        check("", 0, 0, "a");
        check("a b c d", 0, 0, "");
        check("", 0, 0, "");
    }

    @Test
    void effectiveOrderKeepsShortTexts() {
        assertThat(score("the cat sat", Tokenize.V13A, Fidelity.CORRECTED, "the cat sat"))
                .isCloseTo(1, TOLERANCE);
        assertThat(score("", Tokenize.V13A, Fidelity.CORRECTED, "a")).isZero();
        // one of two words, no pair: exp of the mean of log 1/2 and log 1/2 (half a match of one)
        assertThat(score("the dog", Tokenize.V13A, Fidelity.CORRECTED, "the cat"))
                .isCloseTo(0.5, TOLERANCE);
    }

    @Test
    void tokens() {
        String text = "It's a so-called \"test\" (2-3%) in 1990.";
        assertThat(SacreBleuTokenizer.V13A.tokenize(text))
                .isEqualTo(List.of("It's a so-called \" test \" ( 2 - 3 % ) in 1990 .".split(" ")));
        assertThat(SacreBleuTokenizer.INTL.tokenize(text))
                .isEqualTo(List.of("It ' s a so - called \" test \" ( 2-3 % ) in 1990.".split(" ")));
        assertThat(SacreBleuTokenizer.V13A.tokenize("a<skipped>b hy-\nphen &amp;lt; x\ny"))
                .isEqualTo(List.of("ab", "hyphen", "<", "x", "y"));
    }

    /** The definitions, which are regular expressions, on texts full of what they look at. */
    @Test
    void tokensOfRandomTexts() {
        String alphabet =
                "aZ09 .,-'\"&(/$+^\u20ac\u00b2\u00bd\u00a1\u2014\u3002\u0301\t\u00a0\ud83d\ude00\ud800\udc00\ud835\udfce";
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(14), 0, alphabet.length())
                    .mapToObj(j -> alphabet.substring(j, j + 1))
                    .reduce("x", String::concat);
            String v13a = (" " + text + " ")
                    .replaceAll("([{-~\\[-` -&(-+:-@/])", " $1 ")
                    .replaceAll("([^0-9])([.,])", "$1 $2 ")
                    .replaceAll("([.,])([^0-9])", " $1 $2")
                    .replaceAll("([0-9])(-)", "$1 $2 ");
            assertThat(SacreBleuTokenizer.V13A.tokenize(text)).isEqualTo(PythonText.split(v13a));
            String intl = text.substring(0, PythonText.strippedLength(text))
                    .replaceAll("(\\P{N})(\\p{P})", "$1 $2 ")
                    .replaceAll("(\\p{P})(\\P{N})", " $1 $2")
                    .replaceAll("(\\p{S})", " $1 ");
            assertThat(SacreBleuTokenizer.INTL.tokenize(text)).isEqualTo(PythonText.split(intl));
        }
    }

    @Test
    void theReferenceLengthIsTheClosestAndThenTheShorter() {
        SacreBleu bleu = new SacreBleu(Tokenize.V13A, Fidelity.REFERENCE);
        assertThat(bleu.statistics("a b c", bleu.prepare(List.of("a b c d", "a b", "a b c d e f")))
                        .referenceLength())
                .isEqualTo(2);
    }

    @Test
    void groupsByNumberOfReferencesOrOneCorpus() {
        List<String> predictions = List.of("a b c d e", "a b c x", "f g h i");
        List<List<String>> references = List.of(List.of("a b c d e"), List.of("a b c d"), List.of("f g h i", "z"));
        SacreBleu reference = new SacreBleu(Tokenize.V13A, Fidelity.REFERENCE);
        SacreBleu corrected = new SacreBleu(Tokenize.V13A, Fidelity.CORRECTED);
        List<SacreBleu.Prepared> prepared =
                references.stream().map(reference::prepare).toList();
        BleuStatistics first = reference.statistics(predictions.get(0), prepared.get(0));
        BleuStatistics second = reference.statistics(predictions.get(1), prepared.get(1));
        BleuStatistics third = reference.statistics(predictions.get(2), prepared.get(2));
        assertThat(reference.corpusScore(predictions, prepared))
                .isCloseTo((2 * first.plus(second).score(false) + third.score(false)) / 300, TOLERANCE);
        assertThat(corrected.corpusScore(predictions, prepared))
                .isCloseTo(first.plus(second).plus(third).score(false) / 100, TOLERANCE);
        assertThat(corrected.corpusScore(List.of(), List.of())).isZero();
    }

    @Test
    void noReference() {
        SacreBleu bleu = new SacreBleu(Tokenize.V13A, Fidelity.REFERENCE);
        assertThatThrownBy(() -> bleu.prepare(List.of())).isInstanceOf(Failure.class);
    }

    private static void check(String prediction, double v13a, double intl, String... references) {
        assertThat(score(prediction, Tokenize.V13A, Fidelity.REFERENCE, references))
                .isCloseTo(v13a, TOLERANCE);
        assertThat(score(prediction, Tokenize.INTL, Fidelity.REFERENCE, references))
                .isCloseTo(intl, TOLERANCE);
    }

    private static double score(String prediction, Tokenize tokenize, Fidelity fidelity, String... references) {
        SacreBleu bleu = new SacreBleu(tokenize, fidelity);
        return bleu.score(prediction, bleu.prepare(List.of(references)));
    }
}
