package org.rlgrad.reward;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.metric.Rouge;

/** F of one of ROUGE's four kinds; the four share the scores of the inputs that they are asked for one after the other. */
record RougeReward(String key, RougeReward.Shared shared, ToDoubleFunction<Rouge.Scores> kind)
        implements RewardFunction {

    static List<RewardFunction> all(MetricConfig.Rouge config, Fidelity fidelity) {
        Shared shared = new Shared(new Rouge(true, config.useSingleRef(), fidelity));
        return List.of(
                new RougeReward("lexical/rouge_rouge1", shared, scores -> scores.rouge1()
                        .f()),
                new RougeReward("lexical/rouge_rouge2", shared, scores -> scores.rouge2()
                        .f()),
                new RougeReward("lexical/rouge_rougeL", shared, scores -> scores.rougeL()
                        .f()),
                new RougeReward("lexical/rouge_rougeLsum", shared, scores -> scores.rougeLsum()
                        .f()));
    }

    @Override
    public double[][] score(List<Outputs> inputs) {
        return shared.of(inputs).stream()
                .map(scores -> scores.stream().mapToDouble(kind).toArray())
                .toArray(double[][]::new);
    }

    /** The scores of the inputs last asked for. */
    static final class Shared {
        private final Rouge metric;
        private List<Outputs> inputs;
        private List<List<Rouge.Scores>> scores;

        private Shared(Rouge metric) {
            this.metric = metric;
        }

        @SuppressWarnings("ReferenceEquality") // the very list: equal ones cost as much to compare as to score
        List<List<Rouge.Scores>> of(List<Outputs> asked) {
            if (asked != inputs) {
                scores = asked.parallelStream().map(this::of).toList();
                inputs = asked;
            }
            return scores;
        }

        private List<Rouge.Scores> of(Outputs outputs) {
            Rouge.Prepared prepared = metric.prepare(outputs.sample().references());
            return outputs.texts().stream()
                    .map(text -> metric.score(text, prepared))
                    .toList();
        }
    }
}
