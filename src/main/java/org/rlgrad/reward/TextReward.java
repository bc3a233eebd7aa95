package org.rlgrad.reward;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.rlgrad.data.Sample;

/**
 * A reward by comparison with the sample's references or metadata, on all cores.
 *
 * @param prepare digests a sample once for all its outputs
 */
public record TextReward(String key, Function<Sample, ToDoubleFunction<String>> prepare) implements RewardFunction {

    static TextReward ofReferences(String key, Function<List<String>, ToDoubleFunction<String>> prepare) {
        return new TextReward(key, sample -> prepare.apply(sample.references()));
    }

    @Override
    public double[][] score(List<Outputs> inputs) {
        return inputs.parallelStream()
                .map(outputs -> {
                    ToDoubleFunction<String> scorer = prepare.apply(outputs.sample());
                    return outputs.texts().stream().mapToDouble(scorer).toArray();
                })
                .toArray(double[][]::new);
    }
}
