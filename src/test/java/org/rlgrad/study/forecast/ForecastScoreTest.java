package org.rlgrad.study.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.report.RewardStatistics;

class ForecastScoreTest {
    private static final String METRIC = "lexical/rouge_l_max";

    /** Inputs 0 and 1 at risk, 2 and 3 with a signal, 4 with nothing to gain; all references earn 1. */
    private static Forecast before() {
        double[] low = new double[10];
        Arrays.fill(low, 0.2);
        double[] lower = new double[10];
        Arrays.fill(lower, 0.1);
        double[] high = new double[10];
        Arrays.fill(high, 0.95);
        return Forecast.of(
                METRIC,
                List.of(
                        ForecastTest.input(0, 1, low),
                        ForecastTest.input(1, 1, lower),
                        ForecastTest.input(2, 1, 0.1, 0.5, 0.9),
                        ForecastTest.input(3, 1, 0.2, 0.3, 0.4),
                        ForecastTest.input(4, 1, high)));
    }

    private static List<RewardStatistics> after(double... means) {
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = means.length - 1; i >= 0; i--) {
            rows.add(RewardStatistics.of(i, METRIC, new double[] {means[i], means[i]}));
            rows.add(RewardStatistics.of(i, "lexical/meteor", new double[] {0.5, 0.5}));
        }
        return rows;
    }

    @Test
    void aForecastThatCameTrue() {
        // gaps 0.8, 0.9, 0.5, 0.7; closed shares 0.05, 0, 0.6, 0.5
        ForecastScore score = ForecastScore.of(before(), after(0.24, 0.1, 0.8, 0.65, 0.95));
        assertThat(score.inputs()).isEqualTo(5);
        assertThat(score.judged()).isEqualTo(4);
        assertThat(score.precision()).isEqualTo(1);
        assertThat(score.recall()).isEqualTo(1);
        assertThat(score.baseRate()).isEqualTo(0.5);
        assertThat(score.closedAtRisk().share()).isCloseTo(0.04 / 1.7, within(1e-12));
        assertThat(score.closedAtRisk().standardError()).isZero();
        assertThat(score.closedOthers().share()).isCloseTo(0.65 / 1.2, within(1e-12));
        assertThat(score.closedOthers().standardError()).isCloseTo(Math.sqrt((0.16 + 0.01) / 3) / 1.2, within(1e-12));
        assertThat(score.closedOthers()).hasToString("54.2 ± 19.8 %");
        assertThat(score.spearman()).isNegative();
        assertThat(score.reason()).isEmpty();
    }

    /** 0.1, 0.2 and 0.6 have another mean and deviation, in the last bits, in another order. */
    @Test
    void theOrderOfSamplesBreaksNoTies() {
        Forecast inOrder = Forecast.of(
                METRIC,
                List.of(
                        ForecastTest.input(0, 1, 0.1, 0.2, 0.6),
                        ForecastTest.input(1, 1, 0.6, 0.2, 0.1),
                        ForecastTest.input(2, 1, 0.2, 0.6, 0.1),
                        ForecastTest.input(3, 1, 0.1, 0.5, 0.5)));
        assertThat(inOrder.inputs().stream()
                        .limit(3)
                        .map(InputForecast::slowdown)
                        .distinct())
                .hasSizeGreaterThan(1);
        // ranks of slowdowns: three equal ones, then or before them another; of shares closed 4, 3, 2, 1
        double spearman = ForecastScore.of(inOrder, after(0.9, 0.8, 0.7, 0.6)).spearman();
        assertThat(Math.abs(spearman)).isCloseTo(0.7745966692414834, within(1e-12));
    }

    @Test
    void aForecastThatWasWrongThroughout() {
        ForecastScore score = ForecastScore.of(before(), after(0.9, 0.9, 0.5, 0.31, 0.95));
        assertThat(score.precision()).isZero();
        assertThat(score.recall()).isZero();
        assertThat(score.baseRate()).isEqualTo(0.5);
        assertThat(score.spearman()).isPositive();
    }

    @Test
    void someInputsFallAndCountAsStuck() {
        ForecastScore score = ForecastScore.of(before(), after(0.1, 0.9, 0.2, 0.9, 0.1));
        assertThat(score.stuck()).isEqualTo(2);
        assertThat(score.stuckAtRisk()).isEqualTo(1);
        assertThat(score.precision()).isEqualTo(0.5);
        assertThat(score.recall()).isEqualTo(0.5);
    }

    @Test
    void whatCannotBeScoredSaysWhy() {
        ForecastScore nothing = ForecastScore.of(before(), List.of());
        assertThat(nothing.precision()).isNaN();
        assertThat(nothing.reason()).hasValue("no input was measured both before and after");
        assertThat(nothing.toLine()).contains("not scored", "both before and after");

        Forecast signals = Forecast.of(
                METRIC, List.of(ForecastTest.input(0, 1, 0.1, 0.5, 0.9), ForecastTest.input(1, 1, 0.1, 0.3, 0.6)));
        ForecastScore noneAtRisk = ForecastScore.of(signals, after(0.5, 0.9));
        assertThat(noneAtRisk.precision()).isNaN();
        assertThat(noneAtRisk.recall()).isZero();
        assertThat(noneAtRisk.reason())
                .hasValueSatisfying(text -> assertThat(text).contains("no input was at risk"));

        ForecastScore onlyAtRisk = ForecastScore.of(before(), after(0.2, 0.1));
        assertThat(onlyAtRisk.precision()).isEqualTo(1);
        assertThat(onlyAtRisk.reason())
                .hasValueSatisfying(text -> assertThat(text).contains("told apart"));

        ForecastScore tooShort = ForecastScore.of(before(), after(0.2, 0.1, 0.5, 0.39));
        assertThat(tooShort.precision()).isEqualTo(1);
        assertThat(tooShort.reason())
                .hasValueSatisfying(text -> assertThat(text).contains("tells little"));

        ForecastScore allMoved = ForecastScore.of(before(), after(0.9, 0.9, 0.9, 0.9));
        assertThat(allMoved.recall()).isNaN();
        assertThat(allMoved.precision()).isZero();
        assertThat(allMoved.reason())
                .hasValueSatisfying(text -> assertThat(text).contains("no recall"));

        Forecast mastered = Forecast.of(METRIC, List.of(ForecastTest.input(4, 1, 0.95, 0.94)));
        assertThat(ForecastScore.of(mastered, after(0, 0, 0, 0, 0.9)).toLine()).contains("no input had a gap");
    }
}
