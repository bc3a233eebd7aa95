package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;

class RewardStatisticsTest {
    @TempDir
    Path folder;

    /** The definition, in a hundred decimal digits. */
    private static double naiveStd(double[] rewards, int divisor) {
        MathContext digits = new MathContext(100);
        BigDecimal n = BigDecimal.valueOf(rewards.length);
        BigDecimal sum = BigDecimal.ZERO;
        for (double reward : rewards) {
            sum = sum.add(new BigDecimal(reward));
        }
        BigDecimal mean = sum.divide(n, digits);
        BigDecimal squares = BigDecimal.ZERO;
        for (double reward : rewards) {
            squares = squares.add(new BigDecimal(reward).subtract(mean).pow(2));
        }
        return squares.divide(BigDecimal.valueOf(divisor), digits).sqrt(digits).doubleValue();
    }

    @Test
    void agreesWithTheDefinitionEvenFarFromZero() {
        Random random = new Random(3);
        for (double offset : new double[] {0, 1, -1e6, 1e12}) {
            double[] rewards = random.doubles(10).map(u -> offset + u).toArray();
            RewardStatistics row = RewardStatistics.of(5, "meteor", rewards);
            assertThat(row.std()).isCloseTo(naiveStd(rewards, 9), within(1e-14));
            assertThat(row.stdPopulation()).isCloseTo(naiveStd(rewards, 10), within(1e-14));
            assertThat(row.std() / row.stdPopulation()).isCloseTo(Math.sqrt(10.0 / 9), within(1e-14));
        }
    }

    @Test
    void theNumbersOfASmallCase() {
        RewardStatistics row = RewardStatistics.of(5, "meteor", new double[] {2, 4, 4, 4, 5, 5, 7, 9});
        assertThat(row).isEqualTo(new RewardStatistics(5, "meteor", 8, 5, Math.sqrt(32.0 / 7), 2, 2, 9, 5));
    }

    @Test
    void equalRewardsHaveExactlyNoDeviation() {
        double[] tenTimes = new Random(1)
                .doubles(1)
                .flatMap(u -> java.util.stream.DoubleStream.generate(() -> u).limit(10))
                .toArray();
        for (double[] rewards : List.of(tenTimes, new double[] {0.1, 0.1, 0.1}, new double[] {0.0, -0.0})) {
            RewardStatistics row = RewardStatistics.of(0, "m", rewards);
            assertThat(row.std()).isZero();
            assertThat(row.mean()).isEqualTo(rewards[0]);
            assertThat(row.distinct()).isEqualTo(1);
        }
    }

    @Test
    void oneSampleHasNoDeviationAndNotFiniteRewardsShow() {
        RewardStatistics one = RewardStatistics.of(0, "m", new double[] {0.3});
        assertThat(one.std()).isNaN();
        assertThat(one.stdPopulation()).isZero();
        assertThat(one.isComplete()).isFalse();
        RewardStatistics infinite = RewardStatistics.of(0, "m", new double[] {Double.POSITIVE_INFINITY, 1});
        assertThat(infinite.mean()).isInfinite();
        assertThat(infinite.std()).isNaN();
        RewardStatistics unknown = RewardStatistics.of(0, "m", new double[] {1, Double.NaN});
        assertThat(unknown.mean()).isNaN();
        assertThat(unknown.max()).isNaN();
    }

    @Test
    void theTableReadsBackToTheLastBit() throws Exception {
        Random random = new Random(4);
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(RewardStatistics.of(
                    random.nextInt(90000),
                    i % 2 == 0 ? "a" : "b, \"c\"",
                    random.doubles(10).toArray()));
        }
        rows.add(RewardStatistics.of(1, "one", new double[] {0.25}));
        rows.add(RewardStatistics.of(2, "nan", new double[] {Double.NaN, 0.25}));
        rows.add(RewardStatistics.of(2, "infinite", new double[] {Double.NEGATIVE_INFINITY, 0.25}));
        Path file = folder.resolve("reward_stats.csv");
        RewardStatisticsFile.write(file, rows);
        assertThat(RewardStatisticsFile.read(file)).isEqualTo(rows);
        assertThat(Files.readString(file))
                .startsWith("train_index,metric,n,mean,std,std_population,min,max,n_distinct\n")
                .contains("\n1,one,1,0.25,,0.0,0.25,0.25,1\n")
                .contains("\n2,nan,2,NaN,NaN,NaN,NaN,NaN,2\n");
    }

    @Test
    void aBrokenTableIsNamedWithLineAndColumn() throws Exception {
        Path file = folder.resolve("t.csv");
        String head = "train_index,metric,n,mean,std,std_population,min,max,n_distinct\n";
        Files.writeString(file, head + "1,m,2,0.5,0.1,0.1,0,1,2\n2,m,2,much,0.1,0.1,0,1,2\n");
        assertThatThrownBy(() -> RewardStatisticsFile.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("t.csv:3: mean is 'much', no number");
        Files.writeString(file, "train_index,metric\n1,m\n");
        assertThatThrownBy(() -> RewardStatisticsFile.read(file)).hasMessageContaining("t.csv:2: no column 'n'");
        Files.writeString(file, head + "1,m\n");
        assertThatThrownBy(() -> RewardStatisticsFile.read(file)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> RewardStatisticsFile.read(folder.resolve("no.csv")))
                .isInstanceOf(Failure.class);
    }
}
