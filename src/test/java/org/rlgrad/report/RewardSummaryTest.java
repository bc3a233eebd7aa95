package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardSummaryTest {
    @TempDir
    Path folder;

    private static RewardStatistics row(int index, double mean, double std) {
        return new RewardStatistics(index, "meteor", 10, mean, std, std, mean - std, mean + std, 5);
    }

    private JsonNode write(List<RewardStatistics> rows) throws Exception {
        Path file = folder.resolve("summary.json");
        RewardSummary.write(file, RewardSummary.of(rows), List.of());
        return Json.MAPPER.readTree(Files.readString(file)).get("metrics");
    }

    @Test
    void theNumbersOfASmallCase() throws Exception {
        JsonNode meteor = write(List.of(row(0, 0.0, 0), row(1, 0.8, 0.05), row(2, 0.2, 0.01), row(3, 0.4, 0.2)))
                .get("meteor");
        assertThat(meteor.get("inputs").asInt()).isEqualTo(4);
        assertThat(meteor.get("samples").asInt()).isEqualTo(40);
        assertThat(meteor.get("mean_reward").asDouble()).isEqualTo(0.35);
        assertThat(meteor.get("mean_std").asDouble()).isEqualTo(0.065);
        assertThat(meteor.get("std_of_means").asDouble()).isCloseTo(Math.sqrt(0.35 / 3), within(1e-15));
        // Sorted: 0, 0.01, 0.05, 0.2; the median lies between the middle two, 0.25 at place 0.75.
        assertThat(meteor.at("/std_quantiles/0.5").asDouble()).isEqualTo(0.03);
        assertThat(meteor.at("/std_quantiles/0.25").asDouble()).isEqualTo(0.0075);
        assertThat(meteor.at("/std_quantiles/0.0").asDouble()).isZero();
        assertThat(meteor.at("/std_quantiles/1.0").asDouble()).isEqualTo(0.2);
        assertThat(meteor.get("std_at_most").findValuesAsText("threshold"))
                .containsExactly("0.0", "0.01", "0.025", "0.05", "0.1");
        assertThat(meteor.get("std_at_most").findValuesAsText("fraction"))
                .containsExactly("0.25", "0.5", "0.5", "0.75", "0.75");
        // Largest reward of any sample: 0.85; two of the three inputs up to 0.05 lie below half of it.
        assertThat(meteor.at("/std_at_most/3/fraction_low_reward").asDouble()).isEqualTo(2.0 / 3);
        assertThat(meteor.at("/std_at_most/3/mean_reward").asDouble()).isEqualTo(1.0 / 3);
    }

    @Test
    void theShortFormIsOneLine() {
        assertThat(RewardSummary.of(List.of(row(0, 0.5, 0), row(1, 0.5, 0.3)))
                        .get(0)
                        .toLine())
                .isEqualTo("meteor: 2 inputs, 20 samples, mean reward 0.5000, mean std 0.1500, "
                        + "std <= 0.05: 50.0% of inputs, std = 0: 50.0%");
        RewardStatistics one = RewardStatistics.of(0, "bleu", new double[] {0.5});
        assertThat(RewardSummary.of(List.of(one)).get(0).toLine())
                .isEqualTo("bleu: 1 inputs, 1 samples, mean reward 0.5000, no standard deviation");
    }

    @Test
    void whatIsNotFiniteIsCountedAndLeftOut() throws Exception {
        JsonNode metrics = write(List.of(row(0, 0.5, 0.1), row(1, Double.NaN, Double.NaN)));
        assertThat(metrics.at("/meteor/inputs_not_finite").asInt()).isEqualTo(1);
        assertThat(metrics.at("/meteor/mean_reward").asDouble()).isEqualTo(0.5);
        assertThat(metrics.at("/meteor/std_of_means").isNull()).isTrue();
    }

    @Test
    void metricsKeepTheirOrderAndTheBytesAreStable() throws Exception {
        List<RewardStatistics> rows = List.of(
                RewardStatistics.of(0, "z", new double[] {0, 1}),
                RewardStatistics.of(0, "a", new double[] {0, 1}),
                RewardStatistics.of(1, "z", new double[] {1, 1}));
        assertThat(write(rows).fieldNames()).toIterable().containsExactly("z", "a");
        String first = Files.readString(folder.resolve("summary.json"));
        write(rows);
        assertThat(folder.resolve("summary.json")).hasContent(first);
        assertThat(first)
                .startsWith("{\n  \"metrics\": {\n    \"z\": {\n      \"inputs\": 2,\n")
                .doesNotContain("\r");
    }
}
