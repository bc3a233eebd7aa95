package org.rlgrad.study.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.statistics.Bootstrap;
import org.rlgrad.statistics.Correlations;
import org.rlgrad.study.ExtractionFolders;

class ComparisonTest {
    private static final double[] SPREADS = {0, 0.01, 0.2, 0.3, 0.1, 0};
    private static final double[] MEANS = {0.1, 0.9, 0.5, 0.4, 0.6, 0.8};
    private static final double[] AFTER = {0.1, 0.9, 0.7, 0.1, 0.7, 0.75};

    @TempDir
    Path base;

    private ComparisonStudy study(List<RewardStatistics> before, List<RewardStatistics> after) throws IOException {
        ExtractionFolders runs = new ExtractionFolders(base);
        Path pretrained = runs.model("t5", "pretrained");
        Path first = runs.extraction("before", pretrained, before);
        Path second = runs.extraction("after", runs.trained("ppo", "ppo", pretrained, "tuned"), after);
        ComparedRuns compared = ComparedRuns.read(first, List.of(second), warning -> {
            throw new AssertionError(warning);
        });
        return ComparisonStudy.of(compared, ExtractionFolders.ROUGE, new Bootstrap(2000, 0.95, 0));
    }

    @Test
    void theNumbersOfSixInputs() throws IOException {
        ComparisonStudy study =
                study(ExtractionFolders.rows(MEANS, SPREADS), ExtractionFolders.rows(AFTER, new double[6]));
        assertThat(study.comparisons())
                .extracting(Comparison::metric)
                .containsExactly(ExtractionFolders.ROUGE, ExtractionFolders.METEOR);
        Comparison rouge = study.shown().get(0);
        double[] changes = {0, 0, 0.2, -0.3, 0.1, -0.05};
        double[] sizes = {0, 0, 0.2, 0.3, 0.1, 0.05};
        for (int i = 0; i < 6; i++) {
            assertThat(rouge.inputs().get(i).change()).isCloseTo(changes[i], within(1e-15));
        }
        // std is the spread times sqrt(10 / 9): correlations do not see the factor.
        check(rouge, Quantity.PEARSON_SIGNED, Correlations.pearson(SPREADS, changes));
        check(rouge, Quantity.PEARSON_ABSOLUTE, Correlations.pearson(SPREADS, sizes));
        check(rouge, Quantity.SPEARMAN_SIGNED, Correlations.spearman(SPREADS, changes));
        check(rouge, Quantity.SPEARMAN_ABSOLUTE, Correlations.spearman(SPREADS, sizes));
        check(rouge, Quantity.MEAN_CHANGE, -0.05 / 6);
        check(rouge, Quantity.MEAN_CHANGE_SMALL_STD, -0.05 / 3);
        check(rouge, Quantity.MEAN_CHANGE_OTHERS, 0);
        assertThat(rouge.smallStd()).isEqualTo(3);
        assertThat(rouge.leftOut()).isZero();
        assertThat(rouge.before().meanReward()).isCloseTo(3.3 / 6, within(1e-12));
        assertThat(rouge.after().meanReward()).isCloseTo(3.25 / 6, within(1e-12));
        // Of the three inputs up to 0.05, the first has less than half of the largest reward, 0.91.
        assertThat(rouge.before().smallStd().get(3).fraction()).isEqualTo(0.5);
        assertThat(rouge.before().smallStd().get(3).fractionLowReward()).isCloseTo(1.0 / 3, within(1e-15));
    }

    private static void check(Comparison comparison, Quantity quantity, double expected) {
        Estimate estimate = comparison.estimate(quantity);
        assertThat(estimate.value()).as(quantity.title()).isCloseTo(expected, within(1e-12));
        assertThat(estimate.interval().low()).as(quantity.title()).isLessThanOrEqualTo(estimate.value());
        assertThat(estimate.interval().high()).as(quantity.title()).isGreaterThanOrEqualTo(estimate.value());
    }

    @Test
    void inputsWithoutFiniteRewardsAreLeftOutAndCounted() throws IOException {
        List<RewardStatistics> before = new ArrayList<>(ExtractionFolders.random(30, 0));
        List<RewardStatistics> after = new ArrayList<>(ExtractionFolders.random(30, 0.5));
        before.set(6, RewardStatistics.of(103, ExtractionFolders.ROUGE, new double[] {1, Double.NaN}));
        after.set(10, RewardStatistics.of(105, ExtractionFolders.ROUGE, new double[] {1, Double.NEGATIVE_INFINITY}));
        ComparisonStudy study = study(before, after);
        Comparison rouge = study.shown().get(0);
        assertThat(rouge.leftOut()).isEqualTo(2);
        assertThat(rouge.inputs()).hasSize(28).noneMatch(input -> List.of(103, 105)
                .contains(input.before().trainIndex()));
        assertThat(rouge.before().inputs()).isEqualTo(28);
        assertThat(study.notes())
                .containsExactly(
                        "before: has no samples.jsonl, so that its forecast cannot be judged",
                        "after, lexical/rouge_l_max: 2 inputs left out, since a reward is not finite");
        assertThat(study.of(ExtractionFolders.METEOR).get(0).leftOut()).isZero();
    }

    @Test
    void nothingFiniteIsRefused() {
        List<RewardStatistics> broken = ExtractionFolders.rows(new double[] {Double.NaN, Double.NaN}, new double[2]);
        assertThatThrownBy(() -> study(broken, ExtractionFolders.rows(new double[2], new double[2])))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no input has finite rewards under lexical/rouge_l_max");
    }

    @Test
    void whatIsUndefinedIsSaid() throws IOException {
        ComparisonStudy study =
                study(ExtractionFolders.rows(MEANS, new double[6]), ExtractionFolders.rows(AFTER, new double[6]));
        Comparison rouge = study.shown().get(0);
        assertThat(rouge.estimate(Quantity.PEARSON_SIGNED).value()).isNaN();
        assertThat(rouge.estimate(Quantity.SPEARMAN_SIGNED).value()).isNaN();
        assertThat(rouge.estimate(Quantity.MEAN_CHANGE_OTHERS).value()).isNaN();
        assertThat(rouge.estimate(Quantity.PEARSON_SIGNED).text()).isEqualTo("-");
        assertThat(study.notes())
                .contains("after, lexical/rouge_l_max: r, signed change is undefined in 2000 of 2000 resamples, "
                        + "which its interval leaves out");
        assertThat(study.text().lines().skip(2)).singleElement().asString().matches("PPO +6 +- +- +- +- +-0\\.008 +-");
    }

    @Test
    void anEffectThatGrowsWithTheStdIsFound() throws IOException {
        Comparison rouge = study(ExtractionFolders.random(300, 0), ExtractionFolders.random(300, 1))
                .shown()
                .get(0);
        Estimate pearson = rouge.estimate(Quantity.PEARSON_SIGNED);
        assertThat(pearson.value()).isBetween(0.8, 0.95);
        assertThat(pearson.interval().low()).isBetween(0.75, pearson.value());
        assertThat(pearson.interval().high()).isBetween(pearson.value(), 0.96);
        assertThat(rouge.estimate(Quantity.MEAN_CHANGE_SMALL_STD).interval().high())
                .isLessThan(
                        rouge.estimate(Quantity.MEAN_CHANGE_OTHERS).interval().low());
    }
}
