package org.rlgrad.config;

/** The {@code evaluation} block of an extraction. */
final class ExtractionReader {
    private ExtractionReader() {}

    static ExtractionConfig read(BlockReader block) {
        ExtractionConfig config = new ExtractionConfig(
                block.integer("eval_batch_size", NumberRange.atLeast(1)),
                block.integer("num_samples_per_input", NumberRange.atLeast(1)),
                block.blocks("metrics").stream()
                        .map(MetricReader::readPerSample)
                        .toList());
        block.finish();
        return config;
    }
}
