package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;

class DiversityTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);

    @Test
    void everyStatisticOfFourCorpora() throws IOException {
        List<JsonNode> pairs = Goldens.jsonLines("metrics/pairs.jsonl");
        int checked = 0;
        for (JsonNode corpus : Goldens.json("metrics/diversity.json")) {
            List<String> texts = new ArrayList<>();
            corpus.get("ids")
                    .forEach(id ->
                            texts.add(pairs.get(id.intValue()).get("prediction").textValue()));
            Map<String, Double> values = new HashMap<>(Diversity.of(texts, 100).byKey());
            values.putAll(Diversity.of(texts, 50).byKey());
            for (Map.Entry<String, Double> value : values.entrySet()) {
                String key = value.getKey().substring("diversity_metrics/".length());
                assertThat(value.getValue())
                        .as(corpus.get("group") + " " + key)
                        .isCloseTo(corpus.get(key).doubleValue(), TOLERANCE);
                checked++;
            }
        }
        assertThat(checked).isEqualTo(4 * (4 + 2 * 20));
    }

    @Test
    void twoSentencesByHand() {
        Diversity diversity = Diversity.of(List.of("A dog runs on the beach.", "A dog runs, a cat sits."), 100);
        assertThat(diversity.msttr()).isNaN();
        TextStatistics words = diversity.words();
        assertThat(words.totalLength()).isEqualTo(15);
        assertThat(words.meanLength()).isEqualTo(7.5);
        assertThat(words.deviation()).isEqualTo(0.5);
        assertThat(words.median()).isEqualTo(7.5);
        assertThat(words.min()).isEqualTo(7);
        assertThat(words.max()).isEqualTo(8);
        check(words.ngrams().get(0), 10 / 15.0, 10, 6, 3.1898980955);
        check(words.ngrams().get(1), 11 / 13.0, 11, 9, 3.3927474105);
        check(words.ngrams().get(2), 10 / 11.0, 10, 9, 3.2776134368);
        assertThat(words.ngrams().get(1).conditionalEntropy()).isCloseTo(0.1593096996, TOLERANCE);
        assertThat(words.ngrams().get(2).conditionalEntropy()).isCloseTo(-0.0591899177, TOLERANCE);
        assertThat(diversity.wordsNoPunctuation().totalLength()).isEqualTo(12);
    }

    private static void check(
            TextStatistics.NgramStatistics order, double distinct, int vocabulary, long unique, double entropy) {
        assertThat(order.distinct()).isCloseTo(distinct, TOLERANCE);
        assertThat(order.vocabulary()).isEqualTo(vocabulary);
        assertThat(order.unique()).isEqualTo(unique);
        assertThat(order.entropy()).isCloseTo(entropy, TOLERANCE);
    }

    @Test
    void nothingToCount() {
        TextStatistics none = Diversity.of(List.of(), 100).words();
        assertThat(none.totalLength()).isZero();
        assertThat(none.meanLength()).isNaN();
        assertThat(none.max()).isNaN();
        Diversity empty = Diversity.of(List.of("", "a"), 100);
        assertThat(empty.words().min()).isZero();
        assertThat(empty.words().median()).isEqualTo(0.5);
        assertThat(empty.words().ngrams().get(1).distinct()).isZero();
        assertThat(empty.words().ngrams().get(1).entropy()).isZero();
        assertThat(empty.byKey()).hasSize(42).doesNotContainKey("diversity_metrics/cond_entropy-1");
    }

    /** Windows: one type among two, two among two; the fifth token is left over. */
    @Test
    void onlyFullWindowsCount() {
        assertThat(Diversity.msttr(List.of(List.of("a", "a", "b"), List.of("c", "d")), 2))
                .isEqualTo(0.75);
    }
}
