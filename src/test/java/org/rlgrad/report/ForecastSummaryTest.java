package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastSummaryTest {
    @TempDir
    Path folder;

    private static ForecastSummary summary(int atRisk, int lowerBounds, int withSignal, double... slowdowns) {
        return new ForecastSummary(
                "lexical/meteor",
                20,
                1,
                0,
                0.75,
                new ForecastSummary.AtRisk(atRisk, 0.125, 0.625, lowerBounds),
                ForecastSummary.Spread.of(DoubleStream.of(slowdowns)),
                ForecastSummary.Spread.of(DoubleStream.of(slowdowns).map(Math::sqrt)),
                withSignal,
                new ForecastSummary.Unseen(60, 1, 0.0625),
                new ForecastSummary.Thresholds(0.05, 0.5, 0.25, 0.95, 0, 1));
    }

    @Test
    void standsInTheMetricsPartOfTheSummary() throws Exception {
        Path file = folder.resolve("summary.json");
        RewardStatistics row = RewardStatistics.of(0, "lexical/meteor", new double[] {0.1, 0.2});
        RewardSummary.write(file, RewardSummary.of(List.of(row)), List.of(summary(4, 3, 5, 9, 4, 25, 16)));
        JsonNode metric = Json.MAPPER.readTree(Files.readString(file)).at("/metrics/lexical~1meteor");
        assertThat(metric.get("inputs").asInt()).isEqualTo(1);
        JsonNode forecast = metric.get("forecast");
        assertThat(forecast.get("at_risk").asInt()).isEqualTo(4);
        assertThat(forecast.get("fraction_at_risk").asDouble()).isEqualTo(0.2);
        assertThat(forecast.get("slowdown_median").asDouble()).isEqualTo(12.5);
        assertThat(forecast.get("slowdown_min").asDouble()).isEqualTo(4);
        assertThat(forecast.get("slowdown_supervised_max").asDouble()).isEqualTo(5);
        assertThat(forecast.get("slowdown_lower_bounds").asInt()).isEqualTo(3);
        assertThat(forecast.at("/unseen_good_outputs/probability_at_most").asDouble())
                .isEqualTo(0.0625);
        assertThat(forecast.at("/thresholds/std").asDouble()).isEqualTo(0.05);
        RewardSummary.write(file, List.of(), List.of(summary(0, 0, 0)));
        metric = Json.MAPPER.readTree(Files.readString(file)).at("/metrics/lexical~1meteor");
        assertThat(metric.at("/forecast/slowdown_median").isNull()).isTrue();
    }

    @Test
    void theParagraph() {
        assertThat(summary(4, 3, 5, 9, 4, 25, 16).toParagraph())
                .isEqualTo(
                        "At risk: 4 of 20 inputs (20.0 %) have a reward std of at most 0.05 and less than half of the reward that"
                                + " their references earn (mean 0.13 of 0.63).\n"
                                + "By the escape time of a softmax policy, RFT needs at least 13 times as long to close half of their gap"
                                + " (median) as for the 5 inputs with a signal; SFT 3.5 times.\n"
                                + "See at_risk.csv.");
        assertThat(summary(4, 3, 5, 0.2).toParagraph())
                .contains("too few samples to tell how much longer RFT needs")
                .doesNotContain("times");
        assertThat(summary(4, 0, 5, 9).toParagraph()).contains("RFT needs about 9.0 times");
        assertThat(summary(0, 0, 5).toParagraph())
                .startsWith("At risk: none of 20 inputs")
                .doesNotContain("\n");
    }
}
