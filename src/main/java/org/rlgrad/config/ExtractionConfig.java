package org.rlgrad.config;

import java.util.List;

/**
 * The {@code evaluation} block of an extraction.
 *
 * @param evalBatchSize rows (sampled sequences) that are generated together
 * @param numSamplesPerInput outputs drawn for each input
 */
public record ExtractionConfig(int evalBatchSize, int numSamplesPerInput, List<MetricConfig> metrics) {}
