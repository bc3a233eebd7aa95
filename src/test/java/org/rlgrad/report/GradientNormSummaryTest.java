package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Table, bounds and summary of made-up inputs. */
class GradientNormSummaryTest {
    @TempDir
    private Path folder;

    /** Norm, as if measured without noise, of rewards of a deviation. */
    private static GradientNorm row(int index, double std, double norm, double gamma) {
        return new GradientNorm(index, "m/r", 8, 0.5, std, norm * norm, norm * norm / 10, norm, 6.5, 4, 1, gamma);
    }

    private static GradientNorm noisy(int index, double std, double squared, double error) {
        return new GradientNorm(index, "m/r", 8, 0.5, std, squared, error, 0.4, 6.5, 4, 1, Double.NaN);
    }

    @Test
    void bounds() {
        GradientNorm row = row(0, 0.125, 0.3, 2);
        assertThat(row.boundTheorem1()).isCloseTo(6 * 4 * 2 * 0.25, within(1e-12));
        assertThat(row.boundD1()).isCloseTo(2 * 2 * 0.125, within(1e-12));
    }

    /** Rewards of up to R: those over R obey the theorem, with deviation and gradient over R. */
    @Test
    void boundsOfLargeRewards() {
        RewardStatistics statistics = RewardStatistics.of(3, "m/r", new double[] {-5, 3, 0, 2});
        GradientNorm row =
                GradientNorm.of(statistics, Optional.of(new double[][] {{1, 2, 2}, {2, 1, 2}, {2, 2, 1}}), 3, 4, 2);
        assertThat(row.rewardScale()).isEqualTo(5);
        assertThat(row.squared()).isCloseTo(2, within(1e-12));
        double scaled = 6 * 4 * 2 * Math.pow(statistics.std() / 5, 2 / 3.0);
        assertThat(row.boundTheorem1()).isCloseTo(5 * scaled, within(1e-9));
        assertThat(row.boundD1()).isCloseTo(2 * 2 * statistics.std(), within(1e-12));
    }

    @Test
    void summary() {
        List<GradientNorm> rows = List.of(
                row(0, 0, 0, 1),
                row(1, 0.001, 0.002, 1),
                row(2, 0.1, 0.2, 3),
                row(3, 0.2, 0.4, 0.5),
                row(4, Double.NaN, Double.NaN, 1));
        GradientNormSummary summary = GradientNormSummary.of(rows);
        assertThat(summary.inputs()).isEqualTo(4);
        assertThat(summary.notFinite()).isEqualTo(1);
        assertThat(summary.zeroStd()).isEqualTo(1);
        assertThat(summary.resolved()).isEqualTo(3);
        assertThat(summary.pearson()).isCloseTo(1, within(1e-12));
        assertThat(summary.positive().exponent()).isCloseTo(1, within(1e-9));
        assertThat(summary.scale()).isCloseTo(2, within(1e-12));
        assertThat(summary.scaleTwoThirds()).isCloseTo(0.4 / Math.pow(0.2, 2 / 3.0), within(1e-12));
        assertThat(summary.gammas()).containsExactly(0.5, 1.0, 3.0);
        assertThat(summary.theorem1().holds()).isEqualTo(4);
        // of gamma 0.5 the bound is 2 * 0.5 * 0.2, half of the norm
        assertThat(summary.d1().holds()).isEqualTo(3);
        assertThat(summary.d1().smallestRatio()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void negativeEstimatesAndMissingGamma() throws IOException {
        GradientNormSummary summary =
                GradientNormSummary.of(List.of(noisy(0, 0.1, -0.01, 0.1), noisy(1, 0.2, 0.04, 0.03)));
        assertThat(summary.resolved()).isZero();
        assertThat(summary.positive().points()).isEqualTo(1);
        assertThat(summary.gammas()).isEmpty();
        assertThat(String.join("\n", summary.toLines()))
                .contains("no fit (1 inputs)")
                .doesNotContain("gamma");
        summary.write(folder.resolve("summary.json"));
        assertThat(folder.resolve("summary.json"))
                .content()
                .contains("\"exponent\": null")
                .doesNotContain("gamma");
    }

    @Test
    void tableReadsBack() throws IOException {
        Path path = folder.resolve(GradientNormsFile.NAME);
        List<GradientNorm> rows = List.of(row(2, 0.1, 0.2, 3), noisy(7, 0.1, -0.01, 0.1));
        try (GradientNormsFile file = GradientNormsFile.open(path)) {
            rows.forEach(file::append);
        }
        assertThat(GradientNormsFile.read(path)).isEqualTo(rows);
        String whole = Files.readString(path);
        Files.writeString(path, whole.substring(0, whole.length() - 5));
        try (GradientNormsFile file = GradientNormsFile.open(path)) { // the torn line goes
            file.append(rows.get(1));
        }
        assertThat(path).hasContent(whole);
        Files.writeString(path, whole.replace("m/r,8,", "m/r,x,"));
        assertThatThrownBy(() -> GradientNormsFile.read(path))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_DATA))
                .hasMessageContaining(":2: n is 'x', no whole number");
    }
}
