package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.random.NumpyRandomState;
import org.rlgrad.statistics.Bootstrap.Interval;

/** Against SciPy and NumPy; the resource's ORIGIN.md says how. */
class StatisticsGoldenTest {
    private static final Offset<Double> EXACT = within(1e-12);

    private static JsonNode golden() throws IOException {
        return new ObjectMapper()
                .readTree(Goldens.shipped("statistics/correlations.json").toFile());
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    @Test
    void correlationsAreSciPys() throws IOException {
        JsonNode cases = golden().get("cases");
        assertThat(cases).hasSizeGreaterThan(8);
        for (JsonNode one : cases) {
            double[] x = doubles(one.get("x"));
            double[] y = doubles(one.get("y"));
            String name = one.get("name").textValue();
            double pearson = Correlations.pearson(x, y);
            assertThat(pearson).as(name).isCloseTo(one.get("pearson_exact").doubleValue(), EXACT);
            if (one.has("pearson")) {
                assertThat(pearson).as(name).isCloseTo(one.get("pearson").doubleValue(), EXACT);
            }
            assertThat(Correlations.spearman(x, y))
                    .as(name)
                    .isCloseTo(one.get("spearman").doubleValue(), EXACT);
        }
    }

    @Test
    void percentilesAreNumPys() throws IOException {
        double[] quantiles = doubles(golden().get("quantiles"));
        for (JsonNode one : golden().get("cases")) {
            double[] sorted = Arrays.stream(doubles(one.get("x"))).sorted().toArray();
            double[] expected = doubles(one.get("percentiles"));
            for (int i = 0; i < quantiles.length; i++) {
                assertThat(Quantiles.ofSorted(sorted, quantiles[i]))
                        .isCloseTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void bootstrapIntervalsAreThoseOfNumPysDraws() throws IOException {
        for (JsonNode one : golden().get("bootstraps")) {
            String name = one.get("case").textValue();
            JsonNode data = StreamSupport.stream(golden().get("cases").spliterator(), false)
                    .filter(c -> c.get("name").textValue().equals(name))
                    .findFirst()
                    .orElseThrow();
            double[] x = doubles(data.get("x"));
            double[] y = doubles(data.get("y"));
            long seed = one.get("seed").longValue();
            double[] first = Arrays.stream(new NumpyRandomState(seed).choice(x.length, x.length, true))
                    .asDoubleStream()
                    .toArray();
            assertThat(first).isEqualTo(doubles(one.get("first_resample")));
            boolean[] low = new boolean[x.length];
            double median = Quantiles.ofSorted(Arrays.stream(x).sorted().toArray(), 0.5);
            for (int i = 0; i < x.length; i++) {
                low[i] = x[i] <= median;
            }
            Bootstrap bootstrap = new Bootstrap(
                    one.get("resamples").intValue(), one.get("confidence").doubleValue(), seed);
            List<Interval> intervals = bootstrap.intervals(
                    x.length, List.of(Resampled.pearson(x, y), Resampled.spearman(x, y), Resampled.mean(y, low)));
            check(name, intervals.get(0), one.get("pearson"), 0);
            check(name, intervals.get(1), one.get("spearman"), 0);
            check(name, intervals.get(2), one.get("mean_y_where_x_at_most_median"), name.startsWith("off") ? 3e11 : 0);
        }
    }

    private static void check(String name, Interval interval, JsonNode expected, double offset) {
        Offset<Double> tolerance = within(offset == 0 ? 1e-12 : 1e-3);
        assertThat(interval.undefined())
                .as(name)
                .isEqualTo(expected.get("undefined").intValue());
        assertThat(interval.low() + offset)
                .as(name)
                .isCloseTo(expected.get("low").doubleValue(), tolerance);
        assertThat(interval.high() + offset)
                .as(name)
                .isCloseTo(expected.get("high").doubleValue(), tolerance);
    }
}
