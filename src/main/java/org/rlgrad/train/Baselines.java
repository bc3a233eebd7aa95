package org.rlgrad.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;

/** What is subtracted from an output's return: less variance, and no bias as long as it does not depend on the output. */
final class Baselines {
    private final ReinforceArgs args;
    private final Function<int[], List<Episode>> greedy;
    private double average = Double.NaN;

    /** @param greedy scored greedy outputs of given inputs */
    Baselines(ReinforceArgs args, Function<int[], List<Episode>> greedy) {
        this.args = args;
        this.greedy = greedy;
    }

    /** The moving average; NaN before the first batch. */
    double average() {
        return average;
    }

    void restore(double saved) {
        average = saved;
    }

    /** R = r - beta sum_t k1_t of each episode. */
    static double[] returns(List<Episode> episodes, double klCoefficient) {
        return episodes.stream()
                .mapToDouble(episode -> episode.reward() - klCoefficient * episode.kl())
                .toArray();
    }

    /**
     * One baseline for each episode.
     *
     * @param episodes {@code samples_per_prompt} of each prompt, together
     * @param returns theirs
     */
    double[] of(List<Episode> episodes, double[] returns, double klCoefficient) {
        double[] baselines = new double[returns.length];
        switch (args.baseline()) {
            case NONE -> {}
            // of its own batch, hence slightly biased by 1 / n, as everywhere
            case BATCH_MEAN -> Arrays.fill(baselines, mean(returns));
            case MOVING_AVERAGE -> Arrays.fill(baselines, Double.isNaN(average) ? 0 : average);
            case LEAVE_ONE_OUT -> Arrays.setAll(baselines, i -> othersMean(returns, i));
            case GREEDY -> {
                int samples = args.samplesPerPrompt();
                int[] inputs = IntStream.range(0, returns.length / samples)
                        .map(prompt -> episodes.get(prompt * samples).sample())
                        .toArray();
                double[] greedyReturns = returns(greedy.apply(inputs), klCoefficient);
                Arrays.setAll(baselines, i -> greedyReturns[i / samples]);
            }
        }
        average = Double.isNaN(average)
                ? mean(returns)
                : args.baselineDecay() * average + (1 - args.baselineDecay()) * mean(returns);
        return baselines;
    }

    /** The mean return of the same prompt's other outputs. */
    private double othersMean(double[] returns, int episode) {
        int samples = args.samplesPerPrompt();
        int first = episode / samples * samples;
        double sum = 0;
        for (int other = first; other < first + samples; other++) {
            sum += other == episode ? 0 : returns[other];
        }
        return sum / (samples - 1);
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElse(Double.NaN);
    }
}
