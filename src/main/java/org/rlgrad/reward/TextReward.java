package org.rlgrad.reward;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A reward by comparison with the references, on all cores.
 *
 * @param prepare digests an input's references once for all its outputs
 */
public record TextReward(String key, Function<List<String>, ToDoubleFunction<String>> prepare)
        implements RewardFunction {

    @Override
    public double[][] score(List<Outputs> inputs) {
        return inputs.parallelStream()
                .map(outputs -> {
                    ToDoubleFunction<String> scorer =
                            prepare.apply(outputs.sample().references());
                    return outputs.texts().stream().mapToDouble(scorer).toArray();
                })
                .toArray(double[][]::new);
    }
}
