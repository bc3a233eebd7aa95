package org.rlgrad.reward;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.rlgrad.Failure;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.data.Sample;

/**
 * Another reward, less 1 for an output that repeats CommonGen's prompt instead of answering it: the shaping function {@code
 * common_gen_repeat_penalty}, and over METEOR the metric {@code meteor_common_gen_repeat_penalty}.
 *
 * @param base the reward that the penalty is added to; closed with this one
 */
public record RepeatPenalty(RewardFunction base, String key) implements RewardFunction {
    private static final String PREFIX = MetricConfig.MeteorCommonGenRepeatPenalty.PROMPT_PREFIX;

    /** The reference's metric, from METEOR's reward. Values lie in [-1, 1). */
    public static RepeatPenalty overMeteor(RewardFunction meteor) {
        return new RepeatPenalty(meteor, "lexical/meteor_common_gen_repeat_penalty");
    }

    /**
     * The base reward and the penalty, for each output.
     *
     * @throws Failure if a prompt is not CommonGen's
     */
    @Override
    public double[][] score(List<Outputs> inputs) {
        double[][] rewards = base.score(inputs);
        return IntStream.range(0, rewards.length)
                .mapToObj(i -> {
                    Outputs outputs = inputs.get(i);
                    String concepts = concepts(outputs.sample());
                    return IntStream.range(0, rewards[i].length)
                            .mapToDouble(j -> rewards[i][j]
                                    + penalty(concepts, outputs.texts().get(j)))
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    /** What stands between the prefix (and its next occurrence, if any) and the last character, which is the period. */
    private static String concepts(Sample sample) {
        int start = sample.prompt().indexOf(PREFIX);
        if (start < 0) {
            throw Failure.badData(
                    "common_gen_repeat_penalty: sample " + sample.id() + ": its prompt does not contain \"" + PREFIX
                            + "\"; this penalty is for the data pool commongen with that prefix");
        }
        String rest = sample.prompt().substring(start + PREFIX.length());
        int next = rest.indexOf(PREFIX);
        String part = next < 0 ? rest : rest.substring(0, next);
        return part.isEmpty()
                ? ""
                : part.substring(0, part.offsetByCodePoints(part.length(), -1)).toLowerCase(Locale.ROOT);
    }

    /** -1 or 0. The reference looks for the prefix as well, which has both words in it. */
    private static double penalty(String concepts, String output) {
        String text = output.toLowerCase(Locale.ROOT);
        return text.contains(concepts) || text.contains("generate") || text.contains("sentence") ? -1 : 0;
    }

    @Override
    public void close() {
        base.close();
    }
}
