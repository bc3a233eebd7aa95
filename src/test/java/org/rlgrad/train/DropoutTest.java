package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * Dropout in the models' forward passes. Means and standard deviations of the loss under random masks come from 20000 passes of
 * transformers 5.18 in training mode, which applies dropout where 4.18 does.
 */
class DropoutTest {
    private static final int COPIES = 250;
    private static final int PASSES = 16;

    private interface Forward {
        NDArray states(List<Continuation> rows, Dropout dropout);
    }

    private static List<Continuation> texts() {
        return List.of(
                Continuation.whole(new int[] {12}, new int[] {345, 67, 800, 210, 5, 99}),
                Continuation.whole(new int[] {7}, new int[] {620, 14, 251, 3, 9, 2}));
    }

    private static List<Continuation> pairs() {
        return List.of(
                Continuation.whole(new int[] {45, 310, 7, 88, 1}, new int[] {301, 12, 1}),
                Continuation.whole(new int[] {9, 70, 64, 2, 1}, new int[] {77, 150, 1}));
    }

    private static LanguageModel gpt2() {
        return LanguageModel.load(Goldens.shipped("models/gpt2-tiny"), ModelType.CAUSAL, Device.cpu());
    }

    private static LanguageModel t5() {
        return LanguageModel.load(Goldens.shipped("models/t5-tiny"), ModelType.SEQ2SEQ, Device.cpu());
    }

    /** Mean losses of the two rows, each copy with masks of its own. */
    private static List<Double> losses(LanguageModel model, List<Continuation> rows, Forward forward, Dropout dropout) {
        List<Continuation> copies = new ArrayList<>();
        Collections.nCopies(COPIES, rows).forEach(copies::addAll);
        int targets = rows.stream().mapToInt(row -> row.wanted().length).sum();
        float[] logProbs = Scopes.step(() -> Torch.noGrad(() -> {
            NDArray logits = model.head(forward.states(copies, dropout));
            return Ops.tokenLogProbs(logits, Ops.longs(logits.getManager(), Batches.targets(copies)))
                    .toFloatArray();
        }));
        List<Double> losses = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            double sum = 0;
            for (int t = 0; t < targets; t++) {
                sum -= logProbs[copy * targets + t];
            }
            losses.add(sum / targets);
        }
        return losses;
    }

    private static void assertDistribution(
            LanguageModel model, List<Continuation> rows, Forward forward, double mean, double std) {
        Dropout.seed(1);
        List<Double> losses = new ArrayList<>();
        for (int pass = 0; pass < PASSES; pass++) {
            losses.addAll(losses(model, rows, forward, model.dropout()));
        }
        double sum = 0;
        double squares = 0;
        for (double loss : losses) {
            sum += loss;
            squares += loss * loss;
        }
        double actualMean = sum / losses.size();
        double actualStd = Math.sqrt(squares / losses.size() - actualMean * actualMean);
        // five standard errors of the difference: this sample's and the other one's, five times as large
        assertThat(actualMean).isCloseTo(mean, within(5 * std * Math.sqrt(1.2 / losses.size())));
        assertThat(actualStd).isCloseTo(std, within(0.08 * std));
    }

    @Test
    void gpt2LikeTransformers() {
        try (LanguageModel model = gpt2()) {
            assertDistribution(model, texts(), model::states, 12.019555891799927, 0.30725610978500967);
        }
    }

    @Test
    void leftPaddedGpt2LikeTransformers() {
        try (LanguageModel model = gpt2()) {
            Forward forward = (rows, dropout) -> ((Gpt2) model).leftPaddedStates(rows, new int[rows.size()], dropout);
            assertDistribution(model, texts(), forward, 12.019555891799927, 0.30725610978500967);
        }
    }

    @Test
    void t5LikeTransformers() {
        try (LanguageModel model = t5()) {
            assertDistribution(model, pairs(), model::states, 8.319771720170975, 0.6088210443207316);
        }
    }

    @Test
    void withoutDropoutAllCopiesAreAlike() {
        try (LanguageModel gpt2 = gpt2();
                LanguageModel t5 = t5()) {
            assertThat(losses(gpt2, texts(), gpt2::states, Dropout.NONE))
                    .allSatisfy(loss -> assertThat(loss).isCloseTo(12.269173622131348, within(2e-5)));
            assertThat(losses(t5, pairs(), t5::states, Dropout.NONE))
                    .allSatisfy(loss -> assertThat(loss).isCloseTo(8.163372039794922, within(2e-5)));
        }
    }

    @Test
    void theSeedDecidesTheMasks() {
        try (LanguageModel model = t5()) {
            Dropout.seed(7);
            List<Double> first = losses(model, pairs(), model::states, model.dropout());
            List<Double> next = losses(model, pairs(), model::states, model.dropout());
            Dropout.seed(7);
            assertThat(losses(model, pairs(), model::states, model.dropout())).isEqualTo(first);
            assertThat(next).isNotEqualTo(first);
        }
    }

    @Test
    void ratesComeFromTheCheckpoint() {
        try (LanguageModel gpt2 = gpt2();
                LanguageModel t5 = t5()) {
            assertThat(gpt2.dropout()).isEqualTo(new Dropout(0.1, 0.1, 0.1));
            assertThat(t5.dropout()).isEqualTo(new Dropout(0.1, 0.1, 0.1));
        }
    }
}
