package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.TrainingArguments;
import org.rlgrad.config.TrainingArguments.Schedule;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.train.SupervisedExamples.Example;

/** Whole trainings of the tiny models on made-up token sequences. */
class SupervisedTrainerTest {
    private static final int END = 800;
    private static final int EXAMPLES = 10;

    private static LanguageModel model(ModelType type) {
        String name = type == ModelType.CAUSAL ? "gpt2-tiny" : "t5-tiny";
        return LanguageModel.load(Goldens.shipped("models/" + name), type, Device.cpu());
    }

    private static SupervisedExamples data(ModelType type, Fidelity fidelity) {
        SplittableRandom random = new SplittableRandom(3);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            boolean joined = type == ModelType.CAUSAL && fidelity == Fidelity.REFERENCE;
            int[] prompt = random.ints(joined ? 0 : 1 + i % 4, 2, 700).toArray();
            examples.add(
                    new Example(prompt, random.ints(2 + (i * 5) % 7, 2, 700).toArray()));
        }
        return new SupervisedExamples(examples, END, fidelity);
    }

    private static TrainingArguments arguments(double rate, int batchSize, boolean dropout) {
        return new TrainingArguments(
                batchSize, rate, Schedule.COSINE, 0, 0.1, 0.9, 0.999, 1e-8, 1, 3, 0, 500, 500, 1, dropout);
    }

    private static float[] weights(LanguageModel model) {
        int size = Math.toIntExact(model.parameters().size());
        float[] all = new float[size];
        int from = 0;
        for (String name : model.parameters().names()) {
            float[] values = model.parameters().get(name).toFloatArray();
            System.arraycopy(values, 0, all, from, values.length);
            from += values.length;
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"CAUSAL, REFERENCE", "CAUSAL, CORRECTED", "SEQ2SEQ, REFERENCE", "SEQ2SEQ, CORRECTED"})
    void partsOfABatchAddUpToIt(ModelType type, Fidelity fidelity) {
        SupervisedExamples data = data(type, fidelity);
        try (LanguageModel whole = model(type);
                LanguageModel split = model(type);
                SupervisedTrainer one = new SupervisedTrainer(whole, data, arguments(1e-3, 10, false), 5);
                SupervisedTrainer many = new SupervisedTrainer(split, data, arguments(1e-3, 10, false), 5, 16)) {
            for (int step = 0; step < 2; step++) {
                SupervisedTrainer.Step expected = one.step();
                SupervisedTrainer.Step actual = many.step();
                assertThat(actual.loss()).isCloseTo(expected.loss(), within(2e-6 * expected.loss()));
                assertThat(actual.gradientNorm())
                        .isCloseTo(expected.gradientNorm(), within(1e-5 * expected.gradientNorm()));
                assertThat(actual.tokens()).isEqualTo(expected.tokens());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CAUSAL, REFERENCE", "CAUSAL, CORRECTED", "SEQ2SEQ, REFERENCE", "SEQ2SEQ, CORRECTED"})
    void learnsFewExamplesByHeart(ModelType type, Fidelity fidelity) {
        TrainingArguments args = new TrainingArguments(
                5, 5e-3, Schedule.LINEAR, 5, 0.01, 0.9, 0.999, 1e-8, 1, 1, 60, 500, 500, 1, false);
        try (LanguageModel model = model(type);
                SupervisedTrainer trainer = new SupervisedTrainer(model, data(type, fidelity), args, 5)) {
            assertThat(trainer.totalSteps()).isEqualTo(60);
            double first = trainer.step().loss();
            int live = model.parameters().liveArrays();
            double last = first;
            while (trainer.stepsDone() < trainer.totalSteps()) {
                last = trainer.step().loss();
            }
            assertThat(first).isGreaterThan(7);
            assertThat(last).isLessThan(1);
            assertThat(model.parameters().liveArrays()).isEqualTo(live);
        }
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void resumedTrainingIsTheSameBitForBit(ModelType type) {
        SupervisedExamples data = data(type, Fidelity.REFERENCE);
        TrainingArguments args = arguments(1e-3, 4, true);
        try (LanguageModel model = model(type);
                SupervisedTrainer uninterrupted = new SupervisedTrainer(model, data, args, 5);
                LanguageModel twin = model(type)) {
            List<SupervisedTrainer.Step> expected = new ArrayList<>();
            while (uninterrupted.stepsDone() < uninterrupted.totalSteps()) {
                expected.add(uninterrupted.step());
            }
            assertThat(expected).hasSize(9);
            List<SupervisedTrainer.Step> actual = new ArrayList<>();
            try (SupervisedTrainer first = new SupervisedTrainer(twin, data, args, 5);
                    SupervisedTrainer second = new SupervisedTrainer(twin, data, args, 5)) {
                for (int step = 0; step < 5; step++) {
                    actual.add(first.step());
                }
                second.state()
                        .forEach(
                                (name, array) -> Ops.assign(array, first.state().get(name)));
                second.restore(first.stepsDone());
                while (second.stepsDone() < second.totalSteps()) {
                    actual.add(second.step());
                }
            }
            assertThat(actual).isEqualTo(expected);
            assertThat(weights(twin)).containsExactly(weights(model));
        }
    }

    @Test
    void dropoutAndSeedMatter() {
        SupervisedExamples data = data(ModelType.SEQ2SEQ, Fidelity.REFERENCE);
        assertThat(firstLoss(data, true, 5)).isEqualTo(firstLoss(data, true, 5));
        assertThat(firstLoss(data, true, 5)).isNotEqualTo(firstLoss(data, false, 5));
        assertThat(firstLoss(data, false, 5)).isNotEqualTo(firstLoss(data, false, 6));
    }

    private static double firstLoss(SupervisedExamples data, boolean dropout, int seed) {
        try (LanguageModel model = model(ModelType.SEQ2SEQ);
                SupervisedTrainer trainer = new SupervisedTrainer(model, data, arguments(1e-3, 4, dropout), seed)) {
            return trainer.step().loss();
        }
    }

    /** 10 examples in batches of 4: 4, 4 and 2; 3 epochs. The targets of an epoch are all there are, whatever the order. */
    @Test
    void everyEpochSeesEveryExampleOnce() {
        SupervisedExamples data = data(ModelType.SEQ2SEQ, Fidelity.CORRECTED);
        int targets = data.examples().stream().mapToInt(e -> e.target().length).sum();
        try (LanguageModel model = model(ModelType.SEQ2SEQ);
                SupervisedTrainer trainer = new SupervisedTrainer(model, data, arguments(1e-3, 4, false), 5)) {
            assertThat(trainer.totalSteps()).isEqualTo(9);
            List<Integer> tokens = new ArrayList<>();
            for (int epoch = 1; epoch <= 3; epoch++) {
                int sum = 0;
                for (int batch = 0; batch < 3; batch++) {
                    SupervisedTrainer.Step step = trainer.step();
                    assertThat(step.number()).isEqualTo(trainer.stepsDone());
                    assertThat(step.learningRate())
                            .isCloseTo(1e-3 * 0.5 * (1 + Math.cos(Math.PI * (step.number() - 1) / 9)), within(1e-12));
                    tokens.add(step.tokens());
                    sum += step.tokens();
                }
                assertThat(sum).isEqualTo(targets);
                assertThat(trainer.epoch(trainer.stepsDone())).isEqualTo(epoch);
            }
            assertThat(trainer.epoch(4)).isCloseTo(4 / 3.0, within(1e-15));
            assertThat(tokens.subList(0, 3)).isNotEqualTo(tokens.subList(3, 6));
        }
    }

    @Test
    void divergenceIsSaid() {
        SupervisedExamples data = data(ModelType.CAUSAL, Fidelity.CORRECTED);
        try (LanguageModel model = model(ModelType.CAUSAL);
                SupervisedTrainer trainer = new SupervisedTrainer(model, data, arguments(1e30, 4, false), 5)) {
            assertThatThrownBy(() -> {
                        for (int step = 0; step < 5; step++) {
                            trainer.step();
                        }
                    })
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("training diverged in step ")
                    .hasMessageContaining("learning_rate");
        }
    }

    @Test
    void nothingToLearnIsSaid() {
        try (LanguageModel model = model(ModelType.CAUSAL)) {
            SupervisedExamples none = new SupervisedExamples(List.of(), END, Fidelity.REFERENCE);
            assertThatThrownBy(() -> new SupervisedTrainer(model, none, arguments(1e-3, 4, false), 5))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("nothing to learn");
            SupervisedExamples single =
                    new SupervisedExamples(List.of(new Example(new int[0], new int[] {4})), END, Fidelity.REFERENCE);
            try (SupervisedTrainer trainer = new SupervisedTrainer(model, single, arguments(1e-3, 4, false), 5)) {
                assertThatThrownBy(trainer::step)
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("step 1: no example of its batch has a token to predict");
            }
        }
    }
}
