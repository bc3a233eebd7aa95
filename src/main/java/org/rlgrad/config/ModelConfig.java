package org.rlgrad.config;

/**
 * The {@code alg} block of an extraction: whose samples.
 *
 * @param id {@code supervised} in the reference's files; not used in extraction
 * @param modelName folder or hub id of the checkpoint
 */
public record ModelConfig(String id, ModelType modelType, String modelName, GenerationConfig generationKwargs) {
    /** Which head the checkpoint is loaded with. */
    public enum ModelType {
        CAUSAL,
        SEQ2SEQ
    }
}
