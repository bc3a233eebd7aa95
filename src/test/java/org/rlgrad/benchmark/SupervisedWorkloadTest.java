package org.rlgrad.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.rlgrad.benchmark.Workload.Architecture;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.train.SupervisedTrainer;

/** The counted products against a count by hand, of two layers 32 wide, feed-forward 64, 300 tokens. */
class SupervisedWorkloadTest {
    /** A multiplication and an addition, forward and twice backward. */
    private static final double EACH = 2 * 3;

    @Test
    void countsDecoderOnlyModels() {
        SupervisedWorkload workload = new SupervisedWorkload("", Architecture.GPT2_SMALL, 2, 0, 5);
        double vectors = 2 * 4; // the last token of a text is not read
        double weights = 32 * 96 + 32 * 32 + 2 * 32 * 64;
        double attention = 2 * 2 * 4 * 4 * 32;
        assertThat(flops(workload)).isEqualTo(EACH * (2 * (vectors * weights + attention) + vectors * 300 * 32));
    }

    @Test
    void countsEncoderDecoders() {
        SupervisedWorkload workload = new SupervisedWorkload("", Architecture.T5_BASE, 2, 3, 4);
        double square = 32 * 32;
        double feedForward = 2 * 32 * 64;
        double prompt = 2 * 3;
        double target = 2 * 4;
        double encoder = prompt * (4 * square + feedForward) + 2 * prompt * 3 * 32;
        double decoder = target * (6 * square + feedForward) + prompt * 2 * square + 2 * target * (4 + 3) * 32;
        assertThat(flops(workload)).isEqualTo(EACH * (2 * (encoder + decoder) + target * 300 * 32));
    }

    @Test
    void trainsOnTheWholeBatch() {
        SupervisedWorkload workload = new SupervisedWorkload("", Architecture.T5_BASE, 2, 3, 4);
        try (LanguageModel model = BenchmarkModel.tiny(workload.architecture(), Device.cpu());
                SupervisedTrainer trainer = workload.trainer(model, true)) {
            assertThat(trainer.step().tokens()).isEqualTo(8);
            assertThat(trainer.step().loss()).isPositive();
        }
    }

    private static double flops(SupervisedWorkload workload) {
        try (LanguageModel model = BenchmarkModel.tiny(workload.architecture(), Device.cpu());
                TrainingProducts products = workload.products(model)) {
            assertThat(products.seconds()).isPositive();
            return products.flops();
        }
    }
}
