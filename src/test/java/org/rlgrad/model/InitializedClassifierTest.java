package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** A new BERT: what its weights look like, and that padding and the last block's shortcut change nothing. */
class InitializedClassifierTest extends TorchTest {
    private static final EncoderConfig SMALL = EncoderConfig.bert(50, 2, 128, 6);

    @Test
    void theControlledExperimentsBert() {
        EncoderConfig mini = EncoderConfig.bert(30_522, 4, 256, 6);
        assertThat(mini.heads()).isEqualTo(4);
        assertThat(mini.inner()).isEqualTo(1024);
        try (SequenceClassifier model = SequenceClassifier.initialized(mini, new TorchRandom(3), Device.cpu())) {
            assertThat(model.parameters().size()).isEqualTo(11_172_102);
            for (String name : model.parameters().names()) {
                NDArray value = model.parameters().get(name);
                Sample sample = Sample.of(value);
                if (value.getShape().dimension() == 2) {
                    double std = 0.02;
                    assertThat(sample.std()).as(name).isCloseTo(std, within(5 * std / Math.sqrt(2.0 * sample.count())));
                    assertThat(sample.mean()).as(name).isCloseTo(0, within(5 * std / Math.sqrt(sample.count())));
                } else {
                    assertThat(sample.std()).as(name).isZero();
                    assertThat(sample.mean()).as(name).isEqualTo(name.endsWith("LayerNorm.weight") ? 1 : 0);
                }
            }
            NDArray words = model.parameters().get("bert.embeddings.word_embeddings.weight");
            assertThat(Sample.of(Ops.slice(words, 0, 0, 1)).largest()).isZero();
            assertThat(Sample.of(Ops.slice(words, 0, 1, 2)).largest()).isGreaterThan(0.02);
        }
    }

    @Test
    void extraPaddingChangesNothing() {
        try (SequenceClassifier model = SequenceClassifier.initialized(SMALL, new TorchRandom(3), Device.cpu())) {
            for (boolean recording : new boolean[] {false, true}) {
                float[] tight = logits(model, 5, recording);
                float[] wide = logits(model, 40, recording);
                for (int i = 0; i < tight.length; i++) {
                    assertThat(wide[i]).isCloseTo(tight[i], within(1e-6f));
                }
            }
        }
    }

    /** The head on the first position of the whole last block, by its definition. */
    @Test
    void theLastBlocksShortcutIsExact() {
        try (SequenceClassifier model = SequenceClassifier.initialized(SMALL, new TorchRandom(3), Device.cpu())) {
            float[] shortcut = logits(model, 9, false);
            NDArray last = model.hiddenStates(ids(9), mask(9), null).get(2);
            NDArray pooled = affine(model, Ops.slice(last, 1, 0, 1).squeeze(1), "bert.pooler.dense")
                    .tanh();
            float[] whole = affine(model, pooled, "classifier").toFloatArray();
            for (int i = 0; i < whole.length; i++) {
                assertThat(shortcut[i]).isCloseTo(whole[i], within(1e-6f));
            }
        }
    }

    @Test
    void thePaddingRowGetsNoGradient() {
        try (SequenceClassifier model = SequenceClassifier.initialized(SMALL, new TorchRandom(3), Device.cpu())) {
            model.parameters().requireGradients();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = Ops.tokenLogProbs(model.logits(ids(9), mask(9), null), Ops.longs(manager, 1, 4))
                        .sum();
                System.gc();
                collector.backward(loss);
            }
            float[] gradient = model.parameters()
                    .get("bert.embeddings.word_embeddings.weight")
                    .getGradient()
                    .toFloatArray();
            assertThat(Arrays.copyOf(gradient, 128)).containsOnly(0);
            assertThat(Arrays.copyOfRange(gradient, 7 * 128, 8 * 128)).doesNotContain(0);
        }
    }

    private static NDArray affine(SequenceClassifier model, NDArray x, String name) {
        return Ops.linear(
                x, model.parameters().get(name + ".weight"), model.parameters().get(name + ".bias"));
    }

    private static float[] logits(SequenceClassifier model, int columns, boolean recording) {
        if (recording) {
            return Scopes.step(
                    () -> model.logits(ids(columns), mask(columns), null).toFloatArray());
        }
        return Torch.noGrad(() -> logits(model, columns, true));
    }

    /** Two texts of five and three tokens, padded to so many columns. */
    private static long[][] ids(int columns) {
        return new long[][] {
            Arrays.copyOf(new long[] {2, 7, 9, 30, 3}, columns), Arrays.copyOf(new long[] {2, 8, 3}, columns)
        };
    }

    private static long[][] mask(int columns) {
        return new long[][] {
            Arrays.copyOf(new long[] {1, 1, 1, 1, 1}, columns), Arrays.copyOf(new long[] {1, 1, 1}, columns)
        };
    }
}
