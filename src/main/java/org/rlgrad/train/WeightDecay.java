package org.rlgrad.train;

import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Parameters;

/** Which parameters the references' optimizers decay, by Hugging Face name. They ask differently, and so decide differently. */
public final class WeightDecay {
    private WeightDecay() {}

    /**
     * The optimizer of reinforcement learning: PyTorch's AdamW with its defaults (betas 0.9 and 0.999, epsilon 1e-8).
     *
     * @param weightDecay of what {@link #ofPolicy} names
     */
    static AdamW policyOptimizer(Parameters trained, double weightDecay) {
        return new AdamW(
                trained, WeightDecay::ofPolicy, new AdamW.Settings(AdamW.Variant.TORCH, 0.9, 0.999, 1e-8, weightDecay));
    }

    /** In reinforcement learning: all but biases and BERT-like norms, so that GPT-2's and T5's norm weights do decay. */
    public static boolean ofPolicy(String name) {
        return !name.contains("bias") && !name.contains("LayerNorm.weight");
    }

    /**
     * In supervised training: all but biases (T5's {@code relative_attention_bias} among them) and what belongs to a layer norm
     * with a mean, which GPT-2 has; T5's norms are none of these and decay.
     */
    public static boolean ofSupervised(String name) {
        return !name.contains("bias") && !name.contains(".ln_");
    }
}
