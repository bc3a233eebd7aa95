package org.rlgrad.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.data.Sample;

/**
 * An input with its outputs and, once they are known, their rewards.
 *
 * @param position place in the run
 * @param tokens {@code [samples][length]}
 * @param rewards by metric key, {@code [samples]}
 * @param referenceRewards by metric key, what the sample's references earn as outputs, {@code [references]}
 */
record Scored(
        int position,
        Sample sample,
        List<String> texts,
        List<int[]> tokens,
        Map<String, double[]> rewards,
        Map<String, double[]> referenceRewards) {

    Scored(int position, Sample sample, List<String> texts, List<int[]> tokens) {
        this(position, sample, texts, tokens, new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
