package org.rlgrad.train;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a rollout is logged as, over all its episodes, dropped transitions included (as the reference's {@code rollout_info}, plus
 * the k3 estimate and what the paper is about: how much the reward of one prompt varies).
 */
final class RolloutStatistics {
    private RolloutStatistics() {}

    /** Columns and values; KL estimates, log-probabilities and values are means over tokens, the rest over episodes. */
    static Map<String, Double> of(List<Episode> episodes, double klCoefficient) {
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("episodes", (double) episodes.size());
        row.put("tokens", (double) episodes.stream().mapToInt(Episode::length).sum());
        row.put("done_fraction", mean(episodes.stream().mapToDouble(e -> e.done() ? 1 : 0)));
        withStd(row, "ep_rew", episodes.stream().mapToDouble(Episode::reward));
        withStd(row, "ep_lens", episodes.stream().mapToDouble(Episode::length));
        withStd(row, "ep_kl_rew", episodes.stream().mapToDouble(e -> -klCoefficient * e.kl()));
        withStd(row, "kl_k1", tokens(episodes, Episode::k1));
        withStd(row, "kl_k3", tokens(episodes, Episode::k3));
        row.put("kl_coeff", klCoefficient);
        withStd(row, "log_prob", tokens(episodes, (e, t) -> e.logProbs()[t]));
        withStd(row, "ref_log_prob", tokens(episodes, (e, t) -> e.referenceLogProbs()[t]));
        if (episodes.stream().allMatch(e -> e.values().length > 0)) {
            withStd(row, "values", tokens(episodes, (e, t) -> e.values()[t]));
        }
        return row;
    }

    /** Mean k1 per token: what the controller of beta follows. */
    static double meanKl(List<Episode> episodes) {
        return mean(tokens(episodes, Episode::k1));
    }

    /**
     * How the rewards of single prompts vary: mean over prompts of the mean and of the standard deviation (n - 1), and the
     * fraction of prompts whose outputs all earned the same. Prompts with one output are left out; NaN if none is left.
     */
    record PerPrompt(double mean, double std, double zeroStdFraction) {
        static PerPrompt of(List<Episode> episodes) {
            Collection<List<Episode>> prompts = episodes.stream()
                    .collect(Collectors.groupingBy(Episode::sample, LinkedHashMap::new, Collectors.toList()))
                    .values();
            List<Moments> rewards = prompts.stream()
                    .filter(outputs -> outputs.size() > 1)
                    .map(outputs -> Moments.of(
                            outputs.stream().mapToDouble(Episode::reward).toArray()))
                    .toList();
            return new PerPrompt(
                    RolloutStatistics.mean(rewards.stream().mapToDouble(Moments::mean)),
                    RolloutStatistics.mean(rewards.stream().mapToDouble(Moments::unbiasedStd)),
                    RolloutStatistics.mean(rewards.stream().mapToDouble(moments -> moments.variance() == 0 ? 1 : 0)));
        }

        /** The columns of a probe. */
        void addTo(Map<String, Double> row) {
            row.put("probe_reward", mean);
            row.put("probe_reward_std", std);
            row.put("probe_zero_std_fraction", zeroStdFraction);
        }

        /** The columns of the rollout itself, whose prompts may have one output each. */
        static void addSpread(Map<String, Double> row, List<Episode> episodes) {
            PerPrompt spread = of(episodes);
            row.put("prompt_reward_std", spread.std);
            row.put("zero_std_fraction", spread.zeroStdFraction);
        }
    }

    @FunctionalInterface
    private interface OfToken {
        double value(Episode episode, int token);
    }

    private static DoubleStream tokens(List<Episode> episodes, OfToken ofToken) {
        return episodes.stream().flatMapToDouble(episode -> IntStream.range(0, episode.length())
                .mapToDouble(token -> ofToken.value(episode, token)));
    }

    private static void withStd(Map<String, Double> row, String name, DoubleStream values) {
        Moments moments = Moments.of(values.toArray());
        row.put(name, moments.mean());
        row.put(name + "_std", moments.std());
    }

    private static double mean(DoubleStream values) {
        return values.average().orElse(Double.NaN);
    }
}
