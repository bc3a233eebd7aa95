package org.rlgrad.train;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation of a policy on one split found.
 *
 * @param corpus values of the whole split by metric key, in the order of the configuration; NaN where a metric has none
 * @param samples in the order of the split
 */
public record EvaluationResult(Map<String, Double> corpus, List<EvaluatedSample> samples) {

    /**
     * One input with its output.
     *
     * @param prompt untruncated
     * @param scores by metric key, for the metrics that have a value of a single sample
     */
    public record EvaluatedSample(
            String id, String prompt, String text, List<String> references, Map<String, Double> scores) {}
}
