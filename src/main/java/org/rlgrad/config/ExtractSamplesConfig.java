package org.rlgrad.config;

/** A whole extract-samples file. {@code fidelity} and {@code seed} are rlgrad's own top-level keys. */
public record ExtractSamplesConfig(
        TokenizerConfig tokenizer,
        DatapoolConfig datapool,
        ModelConfig alg,
        ExtractionConfig evaluation,
        Fidelity fidelity,
        int seed) {}
