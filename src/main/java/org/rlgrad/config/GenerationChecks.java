package org.rlgrad.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.rlgrad.config.ModelConfig.ModelType;

/** What is wrong with a {@code generation_kwargs} block only where it stands; each method says it of the block that holds it. */
final class GenerationChecks {
    private static final String KEY = "generation_kwargs";

    private GenerationChecks() {}

    /** @param promptLength width of the padded prompts; empty: the tokenizer's maximum */
    static void leavesRoom(BlockReader holder, GenerationConfig generation, ModelType type, OptionalInt promptLength) {
        boolean room = promptLength.isPresent() && generation.maxLength() > promptLength.getAsInt();
        if (type == ModelType.CAUSAL && generation.maxNewTokens().isEmpty() && !room) {
            holder.error(
                    KEY,
                    "max_new_tokens is missing: for a causal model max_length (" + generation.maxLength()
                            + ") counts the padded prompt and leaves no room for new tokens");
        }
    }

    static void canEnd(BlockReader holder, GenerationConfig generation) {
        OptionalInt most = generation.maxNewTokens();
        if (holder.isSound(KEY) && most.isPresent() && generation.minLength() > most.getAsInt()) {
            holder.warning(
                    KEY,
                    "min_length " + generation.minLength() + " is above max_new_tokens " + most.getAsInt()
                            + ": no output can end by itself");
        }
    }

    /** The reference's on-policy trainer hands the key to the model, which fails. */
    static void noPostProcessing(BlockReader holder, GenerationConfig generation) {
        if (holder.isSound(KEY) && generation.postProcessing() != GenerationConfig.PostProcessing.NONE) {
            holder.error(
                    KEY,
                    "post_processing_fn is not supported here: the reward is that of the text as it was generated; take"
                            + " it out");
        }
    }

    /** What a model learns from must be drawn from it. */
    static void samplesForTraining(BlockReader holder, GenerationConfig generation) {
        if (generation.numBeams() > 1) {
            holder.error(
                    KEY,
                    "num_beams " + generation.numBeams() + ": training samples cannot come from a beam search; set"
                            + " num_beams: 1 and do_sample: true");
        } else if (!generation.doSample()) {
            holder.warning(KEY, "without do_sample: true the model only sees its most probable outputs in training");
        }
    }

    static void withinEpisode(BlockReader holder, GenerationConfig generation, OnPolicyConfig.Env env) {
        OptionalInt most = generation.maxNewTokens();
        int episode = env.maxEpisodeLength();
        if (holder.isSound(KEY) && episode > 0 && most.isPresent() && most.getAsInt() > episode) {
            holder.warning(
                    KEY,
                    "max_new_tokens " + most.getAsInt() + " is above env.args.max_episode_length " + episode
                            + ": an episode ends there");
        }
    }

    /** REINFORCE has no ratio that would make up for samples of another distribution. */
    static void samplesOnPolicy(BlockReader holder, GenerationConfig generation) {
        List<String> biases = new ArrayList<>();
        if (generation.topK() != 0) {
            biases.add("top_k " + generation.topK() + " (50 where it is absent)");
        }
        if (generation.topP() < 1) {
            biases.add("top_p " + generation.topP());
        }
        if (generation.minLength() > 0) {
            biases.add("min_length " + generation.minLength());
        }
        if (generation.repetitionPenalty() != 1) {
            biases.add("repetition_penalty " + generation.repetitionPenalty());
        }
        if (generation.noRepeatNgramSize() > 0) {
            biases.add("no_repeat_ngram_size " + generation.noRepeatNgramSize());
        }
        if (generation.doSample() && !biases.isEmpty()) {
            holder.warning(
                    KEY,
                    "the gradient is biased, because outputs are not drawn from the model's own distribution: "
                            + String.join(", ", biases));
        }
    }
}
