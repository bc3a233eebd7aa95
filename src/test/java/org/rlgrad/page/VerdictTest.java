package org.rlgrad.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    /** A condition that holds for values of at least 1. */
    private static Condition condition(Double... values) {
        Map<Integer, Double> bySeed = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            bySeed.put(i + 1, values[i]);
        }
        return new Condition("at least 1", "", "", new Seeds(bySeed), value -> value >= 1);
    }

    @Test
    void yesNeedsEveryConditionInEverySeed() {
        assertThat(Verdict.of(List.of(condition(1.0, 2.0), condition(3.0, 1.5))))
                .isEqualTo(Verdict.YES);
        assertThat(Verdict.of(List.of(condition(1.0, 2.0), condition(3.0, 0.5))))
                .isEqualTo(Verdict.PARTLY);
    }

    @Test
    void noNeedsThatNoConditionHoldsOnAverage() {
        assertThat(Verdict.of(List.of(condition(0.5, 1.2), condition(0.0, 0.0))))
                .isEqualTo(Verdict.NO);
        assertThat(Verdict.of(List.of(condition(0.9, 1.2), condition(0.0, 0.0))))
                .isEqualTo(Verdict.PARTLY);
    }

    @Test
    void whatWasNotRunIsNeitherShownNorRefuted() {
        assertThat(Verdict.of(List.of(condition(), condition()))).isEqualTo(Verdict.NOT_RUN);
        assertThat(Verdict.of(List.of(condition(2.0), condition()))).isEqualTo(Verdict.PARTLY);
        assertThat(Verdict.of(List.of(condition(0.0), condition()))).isEqualTo(Verdict.NO);
    }

    @Test
    void whatIsUndefinedDoesNotHold() {
        assertThat(Verdict.of(List.of(condition(Double.NaN)))).isEqualTo(Verdict.NO);
        assertThat(Verdict.of(List.of(condition(Double.NaN, 2.0)))).isEqualTo(Verdict.PARTLY);
    }

    @Test
    void outcomesAreCountedOverSeeds() {
        assertThat(condition(0.0, 1.0, 2.0).outcome()).isEqualTo("holds in 2 of\u00a03 seeds");
        assertThat(condition(0.0).outcome()).isEqualTo("does not hold");
        assertThat(condition().outcome()).isEqualTo("not run");
    }

    @Test
    void seedsArePairedByNumberAndOtherwiseByTheirMeans() {
        Seeds one = new Seeds(Map.of(1, 3.0, 2, 5.0));

        assertThat(one.with(new Seeds(Map.of(2, 1.0, 3, 9.0)), (a, b) -> a - b).values())
                .isEqualTo(Map.of(2, 4.0));
        assertThat(one.with(new Seeds(Map.of(7, 1.0)), (a, b) -> a - b).mean()).isEqualTo(3);
        assertThat(one.decimals(1)).isEqualTo("4.0 [3.0, 5.0]");
    }

    @Test
    void aWayThatIsNoneCannotBeMadeUp() {
        Seeds rft = new Seeds(Map.of(1, 0.5));

        assertThat(Findings.madeUp(rft, new Seeds(Map.of(1, 0.6)), new Seeds(Map.of(1, 0.9)))
                        .mean())
                .isCloseTo(0.25, within(1e-12));
        assertThat(Findings.madeUp(rft, new Seeds(Map.of(1, 0.6)), new Seeds(Map.of(1, 0.4)))
                        .mean())
                .isNaN();
    }
}
