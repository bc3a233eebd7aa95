package org.rlgrad.config;

import java.util.List;

/** A {@code generation_kwargs} block. */
final class GenerationReader {
    /** Arguments of the reference's generate call that no shipped configuration uses. */
    private static final List<String> UNSUPPORTED = List.of(
            "bad_words_ids",
            "diversity_penalty",
            "encoder_no_repeat_ngram_size",
            "exponential_decay_length_penalty",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "force_words_ids",
            "max_time",
            "num_beam_groups",
            "num_return_sequences",
            "penalty_alpha",
            "remove_invalid_values",
            "typical_p");

    private GenerationReader() {}

    static GenerationConfig read(BlockReader block) {
        GenerationConfig absent = GenerationConfig.defaults();
        GenerationConfig config = new GenerationConfig(
                block.flag("do_sample", absent.doSample()),
                block.optionalInteger("max_new_tokens", NumberRange.atLeast(1)),
                block.integer("max_length", absent.maxLength(), NumberRange.atLeast(1)),
                block.integer("min_length", absent.minLength(), NumberRange.atLeast(0)),
                block.number("temperature", absent.temperature(), NumberRange.above(0)),
                block.integer("top_k", absent.topK(), NumberRange.atLeast(0)),
                block.number("top_p", absent.topP(), NumberRange.aboveUpTo(0, 1)),
                block.number("repetition_penalty", absent.repetitionPenalty(), NumberRange.above(0)),
                block.integer("no_repeat_ngram_size", absent.noRepeatNgramSize(), NumberRange.atLeast(0)),
                block.integer("num_beams", absent.numBeams(), NumberRange.atLeast(1)),
                block.number("length_penalty", absent.lengthPenalty(), NumberRange.ANY),
                block.flag("early_stopping", absent.earlyStopping()),
                block.choice("post_processing_fn", GenerationConfig.PostProcessing.class, absent.postProcessing()));
        for (String key : UNSUPPORTED) {
            block.refuse(key, "this generation argument is not supported");
        }
        block.finish();
        return config;
    }
}
