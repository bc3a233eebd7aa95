package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.PythonText;
import org.rlgrad.config.Fidelity;

/** ROUGE, BLEU, chrF, TER and CIDEr of whatever a model writes: a number in range, the best one for a copy, and in time. */
class TextMetricsRobustnessTest {
    private static final int RANDOM_TEXTS = 10_000;
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Characters that have broken tokenizers before; each a code point or a lone surrogate. */
    private static final String ODD =
            "  \n\t.,-'\"&<()\u0000\u0007\u001c\u0085\u00a0\u2028\u200f\ufeff\u05d0\u0627\u0301\u0130\u00df"
                    + "\u4f60\u3002\u30ab\uff0c\ud800\udc00\uffff";

    private final SacreBleu sacreBleu = new SacreBleu(SacreBleuTokenizer.NONE, true, Fidelity.CORRECTED);
    private final Chrf chrf = Chrf.ofCharacters();
    private final Chrf plusPlus = Chrf.plusPlus();
    private final Ter ter = new Ter(TercomTokenizer.plain(), Fidelity.CORRECTED);
    private final Ter terNormalized = new Ter(new TercomTokenizer(true, true, true, false), Fidelity.REFERENCE);

    @Test
    void randomUnicode() {
        Random random = new Random(11);
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            String text = randomText(random);
            List<String> references = List.of(randomText(random), randomText(random));
            checkRange(text, references);
            checkCopy(text);
            checkCopyOfOneOf(text, references.get(0));
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(25); length > 0; length--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) ('a' + random.nextInt(4)));
                case 1 -> text.append((char) ('0' + random.nextInt(3)));
                case 2 -> text.append(ODD.charAt(random.nextInt(ODD.length())));
                default -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        }
        return text.toString();
    }

    private void checkRange(String prediction, List<String> references) {
        for (Fidelity fidelity : Fidelity.values()) {
            for (boolean single : new boolean[] {true, false}) {
                Rouge rouge = new Rouge(true, single, fidelity);
                checkRange(rouge.score(prediction, rouge.prepare(references)));
            }
            Bleu.score(prediction, Bleu.prepare(references), fidelity).ifPresent(TextMetricsRobustnessTest::checkShare);
            for (SacreBleuTokenizer tokenizer : SacreBleuTokenizer.values()) {
                SacreBleu bleu = new SacreBleu(tokenizer, true, fidelity);
                checkShare(bleu.score(prediction, bleu.prepare(references)));
            }
        }
        checkShare(chrf.score(prediction, chrf.prepare(references)));
        checkShare(plusPlus.score(prediction, plusPlus.prepare(references)));
        assertThat(ter.score(prediction, ter.prepare(references)))
                .isNotNegative()
                .isFinite();
        assertThat(terNormalized.score(prediction, terNormalized.prepare(references)))
                .isNotNegative()
                .isFinite();
        List<List<String>> words = references.stream().map(PythonText::split).toList();
        double[] cider = Cider.scores(
                List.of(PythonText.split(prediction), PythonText.split(prediction)),
                List.of(words, words.subList(0, 1)));
        assertThat(cider[0]).isBetween(0.0, 10 + 1e-9);
    }

    private static void checkRange(Rouge.Scores scores) {
        for (Rouge.Score score : List.of(scores.rouge1(), scores.rouge2(), scores.rougeL(), scores.rougeLsum())) {
            checkShare(score.precision());
            checkShare(score.recall());
            checkShare(score.f());
        }
        assertThat(scores.rougeL().f()).isLessThanOrEqualTo(scores.rouge1().f());
        assertThat(scores.rougeLsum().f()).isLessThanOrEqualTo(scores.rouge1().f());
    }

    private static void checkShare(double score) {
        assertThat(score).isBetween(0.0, 1 + 1e-12);
    }

    /** The best value, wherever the text has as many words as the metric asks for. */
    private void checkCopy(String text) {
        List<String> copy = List.of(text);
        Rouge rouge = new Rouge(true, true, Fidelity.REFERENCE);
        Rouge.Scores scores = rouge.score(text, rouge.prepare(copy));
        boolean anyWord = scores.rouge1().f() > 0;
        for (Rouge.Score score : List.of(scores.rouge1(), scores.rougeL(), scores.rougeLsum())) {
            assertThat(score.f()).isEqualTo(anyWord ? 1 : 0);
        }
        int words = PythonText.split(text).size();
        assertThat(Bleu.score(text, Bleu.prepare(copy), Fidelity.CORRECTED).orElseThrow())
                .isCloseTo(words >= 4 ? 1 : 0, ROUNDING);
        assertThat(sacreBleu.score(text, sacreBleu.prepare(copy))).isCloseTo(words >= 1 ? 1 : 0, ROUNDING);
        assertThat(chrf.score(text, chrf.prepare(copy))).isCloseTo(words >= 1 ? 1 : 0, ROUNDING);
        assertThat(plusPlus.score(text, plusPlus.prepare(copy))).isCloseTo(words >= 1 ? 1 : 0, ROUNDING);
        assertThat(ter.score(text, ter.prepare(copy))).isZero();
    }

    /** A second reference does no harm. */
    private void checkCopyOfOneOf(String text, String other) {
        List<String> references = List.of(other, text);
        Rouge rouge = new Rouge(false, false, Fidelity.CORRECTED);
        boolean anyWord =
                rouge.score(text, rouge.prepare(List.of(text))).rouge1().f() > 0;
        assertThat(rouge.score(text, rouge.prepare(references)).rougeLsum().f()).isEqualTo(anyWord ? 1 : 0);
        boolean empty = PythonText.split(text).isEmpty();
        assertThat(sacreBleu.score(text, sacreBleu.prepare(references))).isCloseTo(empty ? 0 : 1, ROUNDING);
        assertThat(chrf.score(text, chrf.prepare(references))).isCloseTo(empty ? 0 : 1, ROUNDING);
        assertThat(ter.statistics(text, ter.prepare(references)).edits()).isZero();
    }

    @Test
    void tenThousandEqualWords() {
        String words = "word ".repeat(10_000);
        String lines = "word\n".repeat(10_000);
        for (String text : List.of(words, lines)) {
            inTime(() -> {
                checkRange(text, List.of(text, "word"));
                checkRange("word", List.of(text));
                checkRange(text, List.of(lines));
                checkCopy(text);
            });
        }
    }

    @Test
    void aMegabyte() {
        Random random = new Random(5);
        List<String> words = new ArrayList<>();
        for (int length = 0; length < 1_000_000; ) {
            String word = Integer.toString(random.nextInt(3000), 36) + (random.nextInt(9) == 0 ? "," : "");
            words.add(word);
            length += word.length() + 1;
        }
        String text = String.join(" ", words);
        String lines = text.replace(",", "\n");
        String rotated = String.join(" ", words.subList(words.size() / 3, words.size())) + " "
                + String.join(" ", words.subList(0, words.size() / 3));
        checkOne("rouge over lines", lines.substring(800_000), lines.substring(600_000), (prediction, references) -> {
            Rouge rouge = new Rouge(true, true, Fidelity.REFERENCE);
            return rouge.score(prediction, rouge.prepare(references))
                    .rougeLsum()
                    .f();
        });
        checkOne(
                "sacre_bleu",
                text,
                rotated,
                (prediction, references) -> sacreBleu.score(prediction, sacreBleu.prepare(references)));
        checkOne("rouge", text, rotated, (prediction, references) -> {
            Rouge rouge = new Rouge(false, true, Fidelity.REFERENCE);
            return rouge.score(prediction, rouge.prepare(references))
                    .rougeLsum()
                    .f();
        });
        checkOne("bleu", text, rotated, (prediction, references) -> Bleu.score(
                        prediction, Bleu.prepare(references), Fidelity.CORRECTED)
                .orElseThrow());
        checkOne(
                "chrf",
                text,
                rotated,
                (prediction, references) -> plusPlus.score(prediction, plusPlus.prepare(references)));
        checkOne("ter", text, rotated, (prediction, references) -> ter.score(prediction, ter.prepare(references)));
    }

    private interface Metric {
        double score(String prediction, List<String> references);
    }

    private static void checkOne(String name, String text, String rotated, Metric metric) {
        inTime(() -> assertThat(metric.score(text, List.of(rotated))).as(name).isPositive());
        inTime(() ->
                assertThat(metric.score(text, List.of("a few words"))).as(name).isNotNegative());
        inTime(() ->
                assertThat(metric.score("a few words", List.of(text))).as(name).isNotNegative());
    }

    private static void inTime(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
        assertThat(taken).isLessThan(PATIENCE);
    }

    @Test
    void noReference() {
        List<Function<List<String>, Object>> metrics = List.of(
                Bleu::prepare,
                chrf::prepare,
                ter::prepare,
                sacreBleu::prepare,
                new Rouge(true, true, Fidelity.REFERENCE)::prepare,
                references -> Cider.scores(List.of(List.of()), List.of(List.of())));
        for (Function<List<String>, Object> metric : metrics) {
            assertThatThrownBy(() -> metric.apply(List.of()))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("no references");
        }
    }
}
