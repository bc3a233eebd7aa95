package org.rlgrad.study.forecast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.report.AtRiskRow;
import org.rlgrad.report.ForecastSummary;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.statistics.Quantiles;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.forecast.RiskRule.RewardRange;

/**
 * Which inputs reinforcement finetuning (RFT) will hardly move, told from samples before any training, under one metric.
 *
 * <p>An input is at risk if the standard deviation of its reward is small while its mean is low against what its references earn as
 * outputs ({@link RiskRule}): the gradient of its expected reward is then small (Razin et al. 2024, arXiv 2310.20703, theorem 1), although
 * there is much to gain. What is reachable is measured for each input, since some rewards give no 1 even for a perfect copy.
 *
 * <p>How much slower it is follows from the time that gradient flow of a softmax policy needs to close half of the gap ({@link EscapeTime}).
 * An output that earns the reachable reward, {@code gap} above the mean, can have no larger probability than {@code p = std^2 / (std^2 +
 * gap^2)} (Cantelli), and a reward of two values has exactly that. The time is the one from p to (1 + p) / 2, with the two values' difference
 * {@code gap / (1 - p)}. {@code slowdown} is its ratio to the median of that time over the inputs with a <em>signal</em>: those whose gap is
 * worth closing, too, but whose deviation is not small. Where the deviation is small and p below what the samples can resolve
 * ({@link Resolution}: pooled over the inputs at risk, for others from their own samples), the bound stands for it, and the slowdown is a
 * lower bound; so it is for every input whose samples all earned the same.
 *
 * <p>Assumed: rewards of an input have two values; inputs do not help each other; logits are free parameters and follow the gradient flow of
 * the expected reward, without sampling noise, KL penalty, clipping or Adam; supervision teaches an output as likely as p. Real models
 * share parameters between inputs and outputs with intermediate rewards are stepping stones, so take slowdowns as an order of inputs and
 * of magnitude, no more. (Over 150 lines, for the assumptions stand where the numbers are made.)
 *
 * @param metric the metric's key
 * @param inputs those with a mean and a standard deviation, in the order of the run
 * @param withoutForecast how many others there are: a single sample, or rewards that are not finite
 * @param withoutReference how many of {@code inputs} have no reference (or a blank one, or one that was not scored); for them the largest
 *     reward that any sample of the run got counts as reachable
 * @param range where rewards lie
 * @param resolution how likely good outputs can be without our having seen one
 * @param rule what it was judged by
 */
public record Forecast(
        String metric,
        List<InputForecast> inputs,
        int withoutForecast,
        int withoutReference,
        RewardRange range,
        Resolution resolution,
        RiskRule rule) {

    /**
     * The forecast of a finished run, from its samples.
     *
     * @throws Failure {@code NO_INPUT} or {@code BAD_DATA} if {@code samples.jsonl} is missing or damaged, or has no such metric or other inputs
     */
    public static Forecast read(ExtractionRun run, String metric) {
        List<MeasuredInput> inputs = new ArrayList<>();
        SamplesFile.read(run.folder().resolve(SamplesFile.NAME), record -> {
            if (!record.rewards().containsKey(metric)) {
                throw Failure.badData(
                        run.folder().resolve(SamplesFile.NAME) + ": position " + record.position() + " has no reward '"
                                + metric + "', only " + record.rewards().keySet());
            }
            inputs.add(MeasuredInput.of(record, metric));
        });
        checkComplete(run, metric, inputs);
        return of(metric, inputs);
    }

    private static void checkComplete(ExtractionRun run, String metric, List<MeasuredInput> inputs) {
        Stream<Integer> sampled =
                inputs.stream().map(input -> input.statistics().trainIndex());
        Stream<Integer> measured = run.of(metric).stream().map(RewardStatistics::trainIndex);
        if (!sampled.sorted().toList().equals(measured.sorted().toList())) {
            throw Failure.badData(run.folder().resolve(SamplesFile.NAME) + ": its " + inputs.size()
                    + " inputs are not those of " + ExtractionRun.STATISTICS + "; extract again with --overwrite");
        }
    }

    /** One forecast per metric, in the order of the configuration; the records in any order. */
    public static List<Forecast> of(Collection<SampleRecord> records) {
        List<SampleRecord> ordered = records.stream()
                .sorted(Comparator.comparingInt(SampleRecord::position))
                .toList();
        return ordered.stream()
                .flatMap(record -> record.rewards().keySet().stream())
                .distinct()
                .map(metric -> of(
                        metric,
                        ordered.stream()
                                .filter(record -> record.rewards().containsKey(metric))
                                .map(record -> MeasuredInput.of(record, metric))
                                .toList()))
                .toList();
    }

    static Forecast of(String metric, List<MeasuredInput> measured) {
        RiskRule rule = RiskRule.DEFAULT;
        List<MeasuredInput> complete =
                measured.stream().filter(MeasuredInput::isComplete).toList();
        double low = complete.stream().flatMapToDouble(MeasuredInput::all).reduce(0, Math::min);
        double high = complete.stream().flatMapToDouble(MeasuredInput::all).reduce(1, Math::max);
        RewardRange range = RewardRange.of(low, high);
        double best = complete.stream()
                .mapToDouble(input -> input.statistics().max())
                .max()
                .orElse(Double.NaN);
        Resolution resolution = Resolution.of(complete, best, range, rule);
        return new Forecast(
                metric,
                new InputForecasts(complete, best, range, resolution, rule).all(),
                measured.size() - complete.size(),
                (int) complete.stream()
                        .filter(input -> input.bestReference().isEmpty())
                        .count(),
                range,
                resolution,
                rule);
    }

    /** The inputs at risk, the slowest first, in the order of their indices where equally slow. */
    public List<AtRiskRow> atRiskRows() {
        return atRisk().stream()
                .map(input -> new AtRiskRow(
                        input.statistics().trainIndex(),
                        metric,
                        input.statistics().mean(),
                        input.statistics().std(),
                        input.reachable(),
                        input.gap(),
                        input.slowdown(),
                        input.lowerBound()))
                .sorted(Comparator.comparingDouble(AtRiskRow::slowdown)
                        .reversed()
                        .thenComparingInt(AtRiskRow::trainIndex))
                .toList();
    }

    /** The forecast in numbers. */
    public ForecastSummary summary() {
        List<InputForecast> atRisk = atRisk();
        return new ForecastSummary(
                metric,
                inputs.size(),
                withoutForecast,
                withoutReference,
                mean(inputs.stream().mapToDouble(InputForecast::reachable)),
                new ForecastSummary.AtRisk(
                        atRisk.size(),
                        mean(atRisk.stream()
                                .mapToDouble(input -> input.statistics().mean())),
                        mean(atRisk.stream().mapToDouble(InputForecast::reachable)),
                        (int) atRisk.stream().filter(InputForecast::lowerBound).count()),
                ForecastSummary.Spread.of(atRisk.stream().mapToDouble(InputForecast::slowdown)),
                ForecastSummary.Spread.of(atRisk.stream().mapToDouble(InputForecast::slowdownSupervised)),
                (int) inputs.stream().filter(this::hasSignal).count(),
                new ForecastSummary.Unseen(resolution.trials(), resolution.surprises(), resolution.pooled()),
                new ForecastSummary.Thresholds(
                        rule.smallStd() * range.width(),
                        rule.lowReward(),
                        rule.worthClosing(),
                        rule.confidence(),
                        range.low(),
                        range.high()));
    }

    private List<InputForecast> atRisk() {
        return inputs.stream().filter(InputForecast::atRisk).toList();
    }

    private boolean hasSignal(InputForecast input) {
        return input.worthClosing() && !rule.isSmall(input.statistics().std(), range);
    }

    private static double mean(DoubleStream values) {
        return values.average().orElse(Double.NaN);
    }

    /** NaN of nothing. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? Double.NaN : Quantiles.ofSorted(sorted, 0.5);
    }
}
