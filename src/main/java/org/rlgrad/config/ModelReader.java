package org.rlgrad.config;

/** The {@code alg} block of an extraction. */
final class ModelReader {
    private ModelReader() {}

    static ModelConfig read(BlockReader block) {
        ModelConfig config = new ModelConfig(
                block.text("id", Defaults.EXTRACTION_ALGORITHM),
                block.choice("model_type", ModelConfig.ModelType.class, null),
                modelName(block),
                GenerationReader.read(block.block("generation_kwargs")));
        block.finish();
        return config;
    }

    /** {@code model_name}: the reference's files leave {@code _} where a checkpoint is to be filled in. */
    static String modelName(BlockReader block) {
        String name = block.text("model_name");
        if (name.equals("_")) {
            block.error("model_name", "'_' is a placeholder; put a checkpoint's folder or hub id in its place");
        }
        return name;
    }
}
