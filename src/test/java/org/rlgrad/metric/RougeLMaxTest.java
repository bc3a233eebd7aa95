package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.MetricConfig.RougeLMax.LimitType;

class RougeLMaxTest {
    private static final Offset<Double> TOLERANCE = within(1e-10);
    private static final MetricConfig.RougeLMax CONFIG =
            new MetricConfig.RougeLMax(true, 100, LimitType.WORDS, 0.5, 1.2, true);

    @Test
    void withoutTheWeightFactor() {
        assertThat(score(
                        "mark hunts for hidden treasure",
                        List.of("he is hunting hidden treasures", "a treasure"),
                        Fidelity.CORRECTED))
                .isCloseTo(0.6, TOLERANCE);
        assertThat(score(
                        "the agreements cannot be gonna signed",
                        List.of("the agreement can not be going to sign"),
                        Fidelity.CORRECTED))
                .isCloseTo(0.5333333333, TOLERANCE);
        assertThat(score(
                        "children's mice ran away.",
                        List.of("the child had a mouse and it runs away"),
                        Fidelity.CORRECTED))
                .isCloseTo(0.2857142857, TOLERANCE);
    }

    @Test
    void theReleaseRaisesPrecisionAndRecall() {
        double shared = Math.pow(0.6, 1 / 1.2);
        assertThat(score(
                        "mark hunts for hidden treasure",
                        List.of("he is hunting hidden treasures"),
                        Fidelity.REFERENCE))
                .isCloseTo(shared, TOLERANCE);
        double precision = Math.pow(2 / 4.0, 1 / 1.2);
        double recall = Math.pow(2 / 3.0, 1 / 1.2);
        assertThat(score("a b c d", List.of("a b x"), Fidelity.REFERENCE))
                .isCloseTo(2 * precision * recall / (precision + recall), TOLERANCE);
    }

    @Test
    void emptyTexts() {
        for (Fidelity fidelity : Fidelity.values()) {
            assertThat(score("", List.of("a"), fidelity)).isZero();
            assertThat(score("a", List.of(""), fidelity)).isZero();
            assertThat(score("", List.of(""), fidelity)).isZero();
            assertThat(score("\u00e4\u00f6", List.of("\u00e4\u00f6"), fidelity)).isZero(); // ASCII only
        }
        assertThatThrownBy(() -> score("a", List.of(), Fidelity.REFERENCE)).isInstanceOf(Failure.class);
    }

    @Test
    void unionOverSentencesCountsAWordOfTheHypothesisOnce() {
        // Reference sentence "a b" hits "a" in the first and "b" in the second sentence; "a" of the next finds none
        // left.
        assertThat(score("a x\nb y", List.of("a b\na z"), Fidelity.CORRECTED)).isCloseTo(0.5, TOLERANCE);
    }

    @Test
    void lengthLimits() {
        MetricConfig.RougeLMax words = new MetricConfig.RougeLMax(true, 3, LimitType.WORDS, 0.5, 1, false);
        assertThat(PyRougeText.sentences("a b\n c d \ne", words)).isEqualTo(List.of(List.of("a", "b"), List.of("c")));
        assertThat(PyRougeText.sentences("a b c\nd", words)).isEqualTo(List.of(List.of("a", "b", "c")));
        MetricConfig.RougeLMax bytes = new MetricConfig.RougeLMax(true, 5, LimitType.BYTES, 0.5, 1, false);
        assertThat(PyRougeText.sentences(" ab \ncdefg\nh", bytes)).isEqualTo(List.of(List.of("ab"), List.of("cde")));
        MetricConfig.RougeLMax none = new MetricConfig.RougeLMax(false, 3, LimitType.WORDS, 0.5, 1, false);
        assertThat(PyRougeText.sentences("a b\nc d", none)).isEqualTo(List.of(List.of("a", "b"), List.of("c", "d")));
    }

    @Test
    void stemming() {
        assertThat(PyRougeText.sentences("Agreements cannot children cats gonna cannots", CONFIG))
                .isEqualTo(List.of(List.of("agreem", "cannot", "child", "cat", "gon", "na", "cannot")));
    }

    @Test
    void alphaWeighsPrecisionAgainstRecall() {
        MetricConfig.RougeLMax recallOnly = new MetricConfig.RougeLMax(true, 100, LimitType.WORDS, 0, 1.2, true);
        RougeLMax rouge = new RougeLMax(recallOnly, Fidelity.CORRECTED);
        assertThat(rouge.score("a b c d", rouge.prepare(List.of("a b")))).isCloseTo(1, TOLERANCE);
    }

    private static double score(String prediction, List<String> references, Fidelity fidelity) {
        RougeLMax rouge = new RougeLMax(CONFIG, fidelity);
        return rouge.score(prediction, rouge.prepare(references));
    }
}
