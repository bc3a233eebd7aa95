package org.rlgrad.config;

/** The {@code datapool} block of an extraction. */
final class DatapoolReader {
    private DatapoolReader() {}

    static DatapoolConfig read(BlockReader block) {
        DatapoolConfig config = new DatapoolConfig(
                PoolArgsReader.read(block),
                block.integer("num_train_samples", Defaults.NUM_TRAIN_SAMPLES, NumberRange.atLeast(-1)),
                block.integer("train_samples_rnd_seed", Defaults.TRAIN_SAMPLES_RND_SEED, NumberRange.atLeast(-1)),
                block.optionalPath("path"),
                block.choice("split", Split.class, Defaults.SPLIT));
        // A training key that the reference's extraction does not read either.
        double fraction = block.number("frac_train_samples", -1, NumberRange.ANY);
        if (fraction > 0 && fraction <= 1) {
            block.warning("frac_train_samples", "has no effect in an extraction; use num_train_samples");
        }
        block.finish();
        return config;
    }
}
