package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.MetricConfig.RougeLMax.LimitType;
import org.rlgrad.config.MetricConfig.SacreBleu.Tokenize;

/** Whatever a model writes: a number in range, and in time that grows with the text, not with its square. */
class RobustnessTest {
    private static final int LONG = 100_000;
    private static final MetricConfig.RougeLMax ROUGE =
            new MetricConfig.RougeLMax(true, 100, LimitType.WORDS, 0.5, 1.2, true);
    /** Of this thread's processor time, which other load does not lengthen: these take a second, a quadratic step minutes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void oddTexts() {
        for (String text : List.of(
                "",
                " ",
                "\n",
                ".",
                "...",
                "!!!",
                "''",
                "\"",
                "`",
                "'",
                "\u0000\u0001\u001f",
                "\uD800",
                "a\uDC00b. C",
                "\u05e9\u05dc\u05d5\u05dd. \u05e2\u05d5\u05dc\u05dd!",
                "\u0645\u0631\u062d\u0628\u0627\u061f",
                "\u4f60\u597d\u3002",
                "e\u0301. \u0130.",
                "\uD83D\uDE00. \uD835\uDC00.",
                "- - - . . . x",
                "$1 \\ $",
                "<unk>",
                "[",
                ".\u00a0A",
                "a.\u0085B. c",
                "'.'",
                "a.)",
                "\ufeff")) {
            scoreAll(text, List.of(text, "x"));
            scoreAll(text, List.of("some reference."));
            scoreAll("some prediction.", List.of(text));
        }
    }

    @Test
    void randomTexts() {
        String alphabet = "ab.AB ,'\"!?-\n:;()[]`1$&\u00e4\uD83D\uDE00\u00a0";
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(40), 0, alphabet.length())
                    .mapToObj(j -> alphabet.substring(j, j + 1))
                    .reduce("", String::concat);
            scoreAll(text, List.of(text));
            assertThat(String.join("", Sentences.split(text)).replaceAll("[\\s\u00a0]", ""))
                    .isEqualTo(text.replaceAll("[\\s\u00a0]", ""));
        }
    }

    @Test
    void longTexts() {
        Map<String, String> texts = Map.ofEntries(
                Map.entry("one word 10,000 times", "word ".repeat(10_000)),
                Map.entry("letters", "x".repeat(LONG)),
                Map.entry("words", "the cars, argued. ".repeat(LONG / 18)),
                Map.entry("exclamation marks", "!".repeat(LONG)),
                Map.entry("parted exclamation marks", "! ".repeat(LONG / 2)),
                Map.entry("periods", ".".repeat(LONG)),
                Map.entry("parted periods", ". ".repeat(LONG / 2)),
                Map.entry("initials", "A.".repeat(5_000)),
                Map.entry("abbreviations", "etc. (".repeat(LONG / 6)),
                Map.entry("blanks", "a." + " ".repeat(LONG) + "b"),
                Map.entry("quotes", "'\"".repeat(LONG / 2)),
                Map.entry("back-ticks", "`".repeat(LONG)),
                Map.entry("hyphens", "a-".repeat(5_000)),
                Map.entry("commas", "a,".repeat(5_000)),
                Map.entry("y", "y".repeat(LONG)),
                Map.entry("endings", "go" + "inges".repeat(LONG / 5)),
                Map.entry("digits", "1".repeat(LONG) + ". A"),
                Map.entry("line feeds", "a.\n".repeat(LONG / 3)),
                Map.entry("controls", "\u0001\u0002 ".repeat(LONG / 3)),
                Map.entry("right to left", "\u05e9\u05dc\u05d5\u05dd. ".repeat(LONG / 6)),
                Map.entry("lone surrogates", "\uD800 \uDC00".repeat(LONG / 3)));
        texts.forEach((name, text) -> inTime(name, () -> {
            scoreAll(text, List.of("a short reference."));
            scoreAll("a short prediction.", List.of(text));
        }));
    }

    @Test
    void aMegabyte() {
        String text = "The cars argued, \"slowly\". It's 3.5 etc. A\n".repeat(1_000_000 / 44);
        inTime("a megabyte", () -> {
            check(Meteor.score(text, Meteor.prepare(List.of(text), Fidelity.REFERENCE)));
            SacreBleu bleu = new SacreBleu(Tokenize.V13A, Fidelity.REFERENCE);
            check(bleu.score(text, bleu.prepare(List.of(text))));
            RougeLMax rouge = new RougeLMax(ROUGE, Fidelity.REFERENCE);
            check(rouge.score(text, rouge.prepare(List.of(text))));
        });
    }

    private static void inTime(String name, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
                .as(name)
                .isLessThan(PATIENCE);
    }

    private static void scoreAll(String prediction, List<String> references) {
        for (Fidelity fidelity : Fidelity.values()) {
            check(Meteor.score(prediction, Meteor.prepare(references, fidelity)));
            RougeLMax rouge = new RougeLMax(ROUGE, fidelity);
            check(rouge.score(prediction, rouge.prepare(references)));
            for (Tokenize tokenize : Tokenize.values()) {
                SacreBleu bleu = new SacreBleu(tokenize, fidelity);
                check(bleu.score(prediction, bleu.prepare(references)));
            }
        }
    }

    private static void check(double score) {
        assertThat(score).isBetween(0.0, 1 + 1e-12);
    }
}
