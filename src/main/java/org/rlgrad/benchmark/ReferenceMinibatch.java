package org.rlgrad.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.Actors;
import org.rlgrad.train.PpoLoss;
import org.rlgrad.train.ValueModel;
import org.rlgrad.train.WeightDecay;

/**
 * A minibatch of PPO as the reference computes it on a decoder-only model: each of its transitions is a row of its own, as wide as
 * the longest prompt and episode together, and both models apply the head to all positions of which one is used.
 *
 * <p>All rows do the same work, and the logits of 64 of them with what their derivatives need would take gigabytes: the passes of
 * {@link #PART} transitions are timed and multiplied. The optimizer's step is timed as it is, with rlgrad's fused kernel.
 */
final class ReferenceMinibatch implements AutoCloseable {
    /** Transitions that are timed together. */
    private static final int PART = 8;

    private final LanguageModel policy;
    private final ValueModel value;
    private final PpoArgs args;
    private final Parameters trained;
    private final AdamW optimizer;
    private final List<Continuation> rows = new ArrayList<>();
    private final int width;

    /** @param width tokens of prompt and episode together, at most */
    ReferenceMinibatch(Actors actors, PpoArgs args, int width) {
        this.policy = actors.policy().model();
        this.value = actors.value().orElseThrow();
        this.args = args;
        this.width = width;
        this.trained = actors.trainable();
        trained.requireGradients();
        this.optimizer =
                new AdamW(trained, WeightDecay::ofPolicy, new AdamW.Settings(AdamW.Variant.TORCH, 0.9, 0.999, 1e-8, 0));
        SplittableRandom random = new SplittableRandom(2);
        for (int row = 0; row < PART; row++) {
            // read are the first and all but the last of the others: as many as there are predictions
            int[] first = random.ints(1, 2, policy.vocabularySize()).toArray();
            rows.add(Continuation.whole(
                    first, random.ints(width, 2, policy.vocabularySize()).toArray()));
        }
    }

    /** Seconds of a whole minibatch. */
    double seconds() {
        return Scopes.step(() -> {
            long start = System.nanoTime();
            Gradients gradients = Gradients.of(Scopes.layer(() -> Torch.recording(this::loss)), trained);
            waitForDevice();
            long differentiated = System.nanoTime();
            gradients.clip(args.maxGradNorm());
            optimizer.step(gradients, args.learningRate());
            waitForDevice();
            long parts = args.batchSize() / PART;
            return ((differentiated - start) * parts + System.nanoTime() - differentiated) * 1e-9;
        });
    }

    private NDArray loss() {
        long[] lasts = IntStream.rangeClosed(1, PART)
                .mapToLong(row -> (long) row * width - 1)
                .toArray();
        NDArray last = Ops.longs(trained.manager(), lasts);
        NDArray logits = Ops.select(policy.head(policy.states(rows)), last, 0);
        NDArray actions = Ops.longs(
                trained.manager(),
                rows.stream().mapToLong(row -> row.tokens()[width - 1]).toArray());
        NDArray states = value.trunk().states(rows);
        value.trunk().head(states); // of which nothing becomes
        NDArray values = Ops.linear(Ops.select(states, last, 0), value.head().get("weight"), null)
                .squeeze(-1);
        float[] some = new float[PART];
        Arrays.fill(some, 0.5f);
        PpoLoss.Old old = new PpoLoss.Old(new float[PART], some, some, some);
        return PpoLoss.of(Ops.tokenLogProbs(logits, actions), values, Ops.entropy(logits), old, args)
                .weighted(args, args.batchSize());
    }

    private void waitForDevice() {
        Scopes.step(() -> Products.waitFor(trained.values().iterator().next()));
    }

    @Override
    public void close() {
        trained.close();
    }
}
