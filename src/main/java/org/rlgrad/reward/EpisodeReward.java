package org.rlgrad.reward;

import ai.djl.Device;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.RewardConfig;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.metric.Rouge;
import org.rlgrad.metric.SyntheticTasks;

/**
 * The reward of a {@code reward_fn} block: what a finished episode's text earns, once, at its end.
 *
 * <p>Differs from the reference: {@code bleu} of an output without any word is 0 under both fidelities, where the reference's
 * reward is the text {@code n/a} and its training ends in an error; ROUGE is that of the one output, not the median of 1,000
 * draws of it, which is the same number.
 */
public final class EpisodeReward {
    private EpisodeReward() {}

    /**
     * Builds it, once for the whole run.
     *
     * @param device where a model runs
     * @throws org.rlgrad.Failure if a model is missing or damaged
     */
    public static RewardFunction of(RewardConfig config, Fidelity fidelity, Device device) {
        if (config instanceof RewardConfig.OfMetric ofMetric) {
            RewardFunction metric = RewardFunction.of(ofMetric.metric(), fidelity, device);
            return ofMetric.metric() instanceof MetricConfig.Bleu ? withoutGaps((TextReward) metric) : metric;
        } else if (config instanceof RewardConfig.WithRepeatPenalty penalized) {
            RewardFunction base = of(penalized.base(), fidelity, device);
            return new RepeatPenalty(base, base.key() + "_common_gen_repeat_penalty");
        } else if (config instanceof RewardConfig.Rouge rouge) {
            return rouge(
                    "lexical/rouge_" + rouge.rougeType().key(),
                    new Rouge(true, rouge.useSingleRef(), fidelity),
                    scores -> f(scores, rouge.rougeType()));
        } else if (config instanceof RewardConfig.RougeCombined) {
            return rouge("lexical/rouge_combined", new Rouge(true, true, fidelity), EpisodeReward::mean);
        } else if (config instanceof RewardConfig.Ter) {
            TextReward ter = (TextReward) RewardFunction.of(new MetricConfig.Ter(), fidelity, device);
            return mapped("lexical/one_minus_ter", ter, value -> 1 - value);
        } else if (config instanceof RewardConfig.Parent) {
            return RewardFunction.of(new MetricConfig.ParentTotto(), fidelity, device);
        } else if (config instanceof RewardConfig.IntentAccuracy intent) {
            RewardFunction meteor = RewardFunction.of(new MetricConfig.Meteor(), fidelity, device);
            return new IntentReward(
                    intent, IntentAccuracy.load(ModelLocation.resolveOfMetric(intent.modelName()), device), meteor);
        } else if (config instanceof RewardConfig.IncreasingNumbers numbers) {
            return ofText(
                    "synthetic/increasing_numbers_in_text",
                    text -> SyntheticTasks.increasingNumbers(text, numbers.minTokens()));
        } else if (config instanceof RewardConfig.SentencesWithDates) {
            return ofText("synthetic/dates_in_text", SyntheticTasks::date);
        }
        throw new IllegalArgumentException("no reward for " + config);
    }

    /**
     * Checks what can be checked without loading a model's weights.
     *
     * @throws org.rlgrad.Failure as building it would
     */
    public static void check(RewardConfig config) {
        if (config instanceof RewardConfig.OfMetric ofMetric) {
            RewardFunction.check(ofMetric.metric());
        } else if (config instanceof RewardConfig.WithRepeatPenalty penalized) {
            check(penalized.base());
        } else if (config instanceof RewardConfig.IntentAccuracy intent) {
            RewardFunction.check(new MetricConfig.IntentAccuracy(intent.modelName()));
        }
    }

    private static RewardFunction withoutGaps(TextReward reward) {
        return mapped(reward.key(), reward, value -> Double.isNaN(value) ? 0 : value);
    }

    private static RewardFunction mapped(String key, TextReward reward, DoubleUnaryOperator change) {
        return new TextReward(key, sample -> {
            ToDoubleFunction<String> scorer = reward.prepare().apply(sample);
            return text -> change.applyAsDouble(scorer.applyAsDouble(text));
        });
    }

    private static RewardFunction ofText(String key, ToDoubleFunction<String> scorer) {
        return new TextReward(key, sample -> scorer);
    }

    private static RewardFunction rouge(String key, Rouge metric, ToDoubleFunction<Rouge.Scores> value) {
        return TextReward.ofReferences(key, references -> {
            Rouge.Prepared prepared = metric.prepare(references);
            return text -> value.applyAsDouble(metric.score(text, prepared));
        });
    }

    private static double f(Rouge.Scores scores, RewardConfig.RougeType type) {
        return switch (type) {
            case ROUGE_1 -> scores.rouge1().f();
            case ROUGE_2 -> scores.rouge2().f();
            case ROUGE_L -> scores.rougeL().f();
            case ROUGE_LSUM -> scores.rougeLsum().f();
        };
    }

    private static double mean(Rouge.Scores scores) {
        return (scores.rouge1().f() + scores.rouge2().f() + scores.rougeL().f()) / 3;
    }
}
