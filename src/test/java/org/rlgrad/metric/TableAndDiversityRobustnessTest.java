package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.Fidelity;

/** Whatever a model writes: numbers in range, and in time that grows with the text, not with its square. */
class TableAndDiversityRobustnessTest {
    private static final double ROUNDING = 1 + 1e-9;
    /** Of this thread's processor time: the work takes a few seconds at most, a quadratic step minutes. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void tenThousandRandomTextsAgainstTables() {
        List<String> texts = RandomTexts.of(10_000, 1);
        List<String> others = RandomTexts.of(10_000, 2);
        for (Fidelity fidelity : Fidelity.values()) {
            for (int i = 0; i < texts.size(); i++) {
                TottoLines lines = lines(others.get(i), texts.get(texts.size() - 1 - i));
                checkParent(texts.get(i), lines, fidelity);
            }
        }
        for (int i = 0; i < 1000; i++) {
            TottoLines lines = lines(others.get(i), texts.get(i));
            BleuTotto.of(List.of(texts.get(i)), List.of(lines), Fidelity.REFERENCE)
                    .values()
                    .forEach(score -> assertThat(score).isBetween(0.0, ROUNDING));
        }
    }

    @Test
    void tenThousandRandomTextsTogetherAndInParts() {
        List<String> texts = RandomTexts.of(10_000, 3);
        checkDiversity(Diversity.of(texts, 100), texts.size());
        for (int start = 0; start < texts.size(); start += 10) {
            checkDiversity(Diversity.of(texts.subList(start, start + 10), 5), 10);
        }
    }

    @Test
    void longTexts() {
        Map<String, String> texts = Map.of(
                "a megabyte", "The cars argued, \"slowly\" ( it's 3.5 ) . A\n".repeat(1_000_000 / 44),
                "one word 10,000 times", "word ".repeat(10_000),
                "distinct words",
                        IntStream.range(0, 30_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" ")),
                "one long word", "x".repeat(200_000),
                "blanks", "a" + " ".repeat(200_000) + "b",
                "brackets", "( ".repeat(100_000),
                "quotes", "\" ' ".repeat(50_000),
                "less-than signs", "<".repeat(200_000),
                "right to left", "\u05e9\u05dc\u05d5\u05dd. ".repeat(10_000),
                "lone surrogates and controls", "\uD800 \u0001\uDC00".repeat(20_000));
        texts.forEach((name, text) -> inTime(name, () -> {
            checkParent(text, lines("a short reference", "a title"), Fidelity.REFERENCE);
            checkParent("a short prediction", lines(text, text), Fidelity.REFERENCE);
            checkDiversity(Diversity.of(Collections.nCopies(1, text), 100), 1);
        }));
    }

    /** The one product of two lengths that is left, 64 at a time. */
    @Test
    void aLongTextAgainstALongCell() {
        String text = IntStream.range(0, 50_000)
                .mapToObj(i -> "w" + i * 7919L % 50_021)
                .collect(Collectors.joining(" "));
        inTime("50,000 words by as many", () -> checkParent(text, lines("x", text), Fidelity.CORRECTED));
    }

    private static void checkParent(String generation, TottoLines lines, Fidelity fidelity) {
        Parent.Score score = Parent.score(generation, Parent.prepare(lines, fidelity));
        assertThat(score.precision()).isBetween(0.0, ROUNDING);
        assertThat(score.recall()).isBetween(0.0, ROUNDING);
        assertThat(score.fScore()).isBetween(0.0, ROUNDING);
    }

    private static void checkDiversity(Diversity diversity, int texts) {
        for (double msttr : new double[] {diversity.msttr(), diversity.msttrNoPunctuation()}) {
            assertThat(Double.isNaN(msttr) || (msttr > 0 && msttr <= 1)).isTrue();
        }
        for (TextStatistics words : List.of(diversity.words(), diversity.wordsNoPunctuation())) {
            assertThat(words.meanLength() * texts).isBetween(words.totalLength() - 1e-6, words.totalLength() + 1e-6);
            assertThat(words.median()).isBetween(words.min(), words.max());
            for (TextStatistics.NgramStatistics order : words.ngrams()) {
                assertThat(order.distinct()).isBetween(0.0, 1.0);
                assertThat(order.unique()).isBetween(0L, (long) order.vocabulary());
                assertThat(order.entropy()).isBetween(-1e-9, 64.0);
                assertThat(order.conditionalEntropy()).isNotInfinite();
            }
        }
    }

    private static TottoLines lines(String reference, String title) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("table_page_title", title).put("table_section_title", "s").put("table_section_text", reference);
        table.putArray("sentence_annotations").addObject().put("final_sentence", reference);
        table.putArray("table").addArray().addObject().put("value", reference).put("is_header", true);
        table.putArray("highlighted_cells").addArray().add(0).add(0);
        return TottoLines.of(table);
    }

    private static void inTime(String name, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
                .as(name)
                .isLessThan(PATIENCE);
    }
}
