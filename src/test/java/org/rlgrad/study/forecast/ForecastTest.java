package org.rlgrad.study.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rlgrad.report.AtRiskRow;
import org.rlgrad.report.ForecastSummary;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.statistics.Proportions;

class ForecastTest {
    private static final String METRIC = "lexical/rouge_l_max";

    /** An input whose references earn so much at best. */
    static MeasuredInput input(int index, double reachable, double... rewards) {
        return new MeasuredInput(RewardStatistics.of(index, METRIC, rewards), rewards, OptionalDouble.of(reachable));
    }

    private static MeasuredInput withoutReference(int index, double... rewards) {
        return new MeasuredInput(RewardStatistics.of(index, METRIC, rewards), rewards, OptionalDouble.empty());
    }

    private static double[] ten(double reward) {
        double[] rewards = new double[10];
        Arrays.fill(rewards, reward);
        return rewards;
    }

    /** Half of the samples each. */
    private static double[] ten(double one, double other) {
        return IntStream.range(0, 10).mapToDouble(i -> i % 2 == 0 ? one : other).toArray();
    }

    @Test
    void smallDeviationAndLowAgainstWhatIsReachable() {
        Forecast forecast = Forecast.of(
                METRIC,
                List.of(
                        input(0, 1, ten(0.2)), // at risk
                        input(1, 0.6, ten(0.31)), // just above half of what its references earn
                        input(2, 0.6, ten(0.29)), // at risk: its half is 0.3
                        input(3, 1, ten(0.1, 0.9)), // a signal
                        input(4, 1, ten(0.95)), // mastered
                        input(5, 0, ten(0)), // nothing can be reached
                        input(6, 0.1, ten(0.2)))); // better than its references
        assertThat(forecast.inputs().stream().map(InputForecast::atRisk))
                .containsExactly(true, false, true, false, false, false, false);
        assertThat(forecast.inputs().stream().map(InputForecast::worthClosing))
                .containsExactly(true, true, true, true, false, false, false);
        assertThat(forecast.inputs().get(6).gap()).isZero();
        assertThat(forecast.inputs().get(4).slowdown()).isNaN();
        assertThat(forecast.inputs().get(3).slowdown()).isEqualTo(1);
        assertThat(forecast.inputs().get(0).lowerBound()).isTrue();
    }

    @Test
    void theBoundariesAreInclusiveForTheDeviationOnly() {
        RiskRule rule = RiskRule.DEFAULT;
        RiskRule.RewardRange range = new RiskRule.RewardRange(0, 1);
        assertThat(rule.atRisk(0.4, 0.05, 1, range)).isTrue();
        assertThat(rule.atRisk(0.4, 0.0500001, 1, range)).isFalse();
        assertThat(rule.atRisk(0.5, 0, 1, range)).isFalse();
        assertThat(rule.isWorthClosing(0.75, 1, range)).isTrue();
        assertThat(rule.isWorthClosing(0.76, 1, range)).isFalse();
        assertThat(rule.atRisk(0.4, Double.NaN, 1, range)).isFalse();
    }

    @Test
    void rewardsFromMinusOneCountFromThere() {
        Forecast forecast = Forecast.of(
                METRIC, List.of(input(0, 1, ten(-1, 1)), input(1, 1, ten(-0.5, -0.34)), input(2, 1, ten(0.1, 0.2))));
        assertThat(forecast.range()).isEqualTo(new RiskRule.RewardRange(-1, 1));
        // deviations of 0.084 and 0.053 are small where rewards are two wide; 0.1 is more than half way from -1 to 1
        assertThat(forecast.inputs().stream().map(InputForecast::atRisk)).containsExactly(false, true, false);
        assertThat(forecast.summary().thresholds().std()).isEqualTo(0.1);
    }

    @Test
    void roundingDoesNotWidenTheRange() {
        Forecast forecast = Forecast.of(METRIC, List.of(input(0, 1.0000000000000004, ten(-1e-17))));
        assertThat(forecast.range()).isEqualTo(new RiskRule.RewardRange(0, 1));
        assertThat(forecast.summary().thresholds().std()).isEqualTo(0.05);
        assertThat(forecast.inputs().get(0).atRisk()).isTrue();
    }

    @Test
    void whereThereIsNoReferenceTheRunsBestSampleStandsIn() {
        Forecast forecast = Forecast.of(
                METRIC,
                List.of(withoutReference(0, ten(0.1)), withoutReference(1, ten(0.2, 0.7)), input(2, 1, ten(0.4))));
        assertThat(forecast.inputs().stream().map(InputForecast::reachable)).containsExactly(0.7, 0.7, 1.0);
        assertThat(forecast.withoutReference()).isEqualTo(2);
        assertThat(forecast.summary().toParagraph()).contains("2 inputs have no reference that was scored");
    }

    @Test
    void referencesThatAreBlankOrEarnNoNumberDoNotCount() {
        LinkedHashMap<String, double[]> rewards = new LinkedHashMap<>();
        rewards.put(METRIC, new double[] {0.1, 0.1});
        LinkedHashMap<String, double[]> ofReferences = new LinkedHashMap<>();
        ofReferences.put(METRIC, new double[] {0.9, Double.NaN, 0.6});
        SampleRecord record = new SampleRecord(
                0,
                7,
                "train_7",
                "",
                List.of(" ", "a", "b"),
                List.of("x", "x"),
                List.of(new int[0], new int[0]),
                rewards,
                ofReferences);
        assertThat(MeasuredInput.of(record, METRIC).bestReference()).hasValue(0.6);
        assertThat(Forecast.of(List.of(record))).singleElement().satisfies(forecast -> {
            assertThat(forecast.inputs().get(0).reachable()).isEqualTo(0.6);
            assertThat(forecast.atRiskRows()).extracting(AtRiskRow::trainIndex).containsExactly(7);
        });
    }

    /** For one input it is the bound of n equal samples; surprises raise it. */
    @Test
    void whatMayHaveGoneUnseen() {
        Forecast one = Forecast.of(METRIC, List.of(input(0, 1, ten(0.2)), input(1, 1, ten(0.1, 0.9))));
        assertThat(one.resolution().trials()).isEqualTo(10);
        assertThat(one.resolution().pooled()).isCloseTo(1 - Math.pow(0.05, 0.1), within(1e-12));
        double[] lucky = ten(0.2);
        lucky[3] = 0.8;
        List<MeasuredInput> inputs = new ArrayList<>(List.of(input(1, 1, lucky)));
        IntStream.range(2, 10).forEach(i -> inputs.add(input(i, 1, ten(0.2))));
        Resolution resolution = Forecast.of(METRIC, inputs).resolution();
        assertThat(resolution.trials()).isEqualTo(81); // ten of each quiet input, one of the lucky: without its 0.8
        assertThat(resolution.surprises()).isEqualTo(1);
        assertThat(resolution.pooled()).isCloseTo(0.05723, within(1e-6)); // SciPy: beta.ppf(0.95, 2, 80)
    }

    /** The selection is what makes it hard: counting the selected inputs' own samples would promise far too little. */
    @Test
    void theBoundHoldsForInputsThatWereSelectedForHavingShownNothing() {
        double good = 0.05;
        Random random = new Random(7);
        int held = 0;
        int naive = 0;
        for (int run = 0; run < 400; run++) {
            List<MeasuredInput> inputs = IntStream.range(0, 60)
                    .mapToObj(i -> input(
                            i,
                            1,
                            IntStream.range(0, 10)
                                    .mapToDouble(sample -> random.nextDouble() < good ? 1 : 0)
                                    .toArray()))
                    .toList();
            Forecast forecast = Forecast.of(METRIC, inputs);
            held += forecast.resolution().pooled() >= good ? 1 : 0;
            naive += Proportions.upperBound(0, 10L * forecast.atRiskRows().size(), 0.95) >= good ? 1 : 0;
        }
        assertThat(held).isGreaterThan(350);
        assertThat(naive).isZero();
    }

    @Test
    void slowdownsAreTimesOfTheTwoValuedReward() {
        List<MeasuredInput> inputs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            inputs.add(input(i, 1, ten(0.05, 0.14))); // deviation 0.047
        }
        inputs.add(input(40, 1, ten(0.2, 0.8)));
        Forecast forecast = Forecast.of(METRIC, inputs);
        InputForecast quiet = forecast.inputs().get(0);
        double std = quiet.statistics().std();
        double gap = 1 - 0.095;
        double p = Math.max(
                std * std / (std * std + gap * gap), forecast.resolution().pooled());
        assertThat(quiet.lowerBound()).isTrue(); // 400 trials tell no more than 0.75 %, and the deviation allows 0.27 %
        double base = std(0.2, 0.8) * std(0.2, 0.8) / (std(0.2, 0.8) * std(0.2, 0.8) + 0.25);
        double expected = EscapeTime.ofReinforcement(p, (1 + p) / 2, gap / (1 - p))
                / EscapeTime.ofReinforcement(base, (1 + base) / 2, 0.5 / (1 - base));
        assertThat(quiet.slowdown()).isCloseTo(expected, within(1e-9)).isGreaterThan(5);
        assertThat(quiet.slowdownSupervised()).isBetween(1.0, 5.0);
    }

    private static double std(double one, double other) {
        return RewardStatistics.of(0, METRIC, ten(one, other)).std();
    }

    @Test
    void theSlowestComeFirst() {
        List<MeasuredInput> inputs = List.of(
                input(9, 1, ten(0.2)), input(4, 1, ten(0.2)), input(5, 1, ten(0.4)), input(6, 1, ten(0.1, 0.9)));
        List<AtRiskRow> rows = Forecast.of(METRIC, inputs).atRiskRows();
        assertThat(rows).extracting(AtRiskRow::trainIndex).containsExactly(5, 4, 9);
        assertThat(rows).extracting(AtRiskRow::lowerBound).containsOnly(true);
    }

    @Test
    void withoutASignalThereIsNothingToCompareWith() {
        ForecastSummary summary =
                Forecast.of(METRIC, List.of(input(0, 1, ten(0.2)))).summary();
        assertThat(summary.slowdown().median()).isNaN();
        assertThat(summary.toParagraph())
                .startsWith("At risk: 1 of 1 inputs (100.0 %)")
                .contains("nothing to compare");
    }

    @Test
    void theParagraphOfOtherRuns() {
        assertThat(Forecast.of(METRIC, List.of(input(0, 1, 0.2))).summary().toParagraph())
                .contains("unknown", "two samples");
        assertThat(Forecast.of(METRIC, List.of(input(0, 1, ten(0.9)))).summary().toParagraph())
                .startsWith("At risk: none of 1 inputs has a reward std of at most 0.05");
        assertThat(Forecast.of(List.of())).isEmpty();
    }
}
