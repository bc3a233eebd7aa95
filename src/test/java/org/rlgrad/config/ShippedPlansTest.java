package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.config.ControlledConfig.InitialModel;
import org.rlgrad.config.ControlledDataConfig.Dataset;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.ObjectiveConfig.RewardType;

/** The files in {@code configs/controlled} against the paper's settings, typed a second time. */
class ShippedPlansTest {
    private static final Path FOLDER = Path.of("configs", "controlled");
    private static final OptimizerConfig ADAM = new OptimizerConfig.Adam(1e-4, 0);
    private static final ObjectiveConfig SUPERVISED =
            new ObjectiveConfig(OptMethod.SUPERVISED, RewardType.LABELS, -1, 0, false);

    /** What the four plans of a dataset share. */
    private record Family(String file, Dataset dataset, ClassifierConfig model, int train, int test, int labels) {
        ControlledConfig experiment(
                String name, ObjectiveConfig objective, OptimizerConfig optimizer, boolean pretraining) {
            return new ControlledConfig(
                    name,
                    Fidelity.REFERENCE,
                    0,
                    111,
                    new ControlledDataConfig(
                            dataset,
                            Optional.empty(),
                            "prajjwal1/bert-mini",
                            train,
                            test,
                            192,
                            labels,
                            pretraining,
                            pretraining ? 0 : 0.1),
                    model,
                    1,
                    objective,
                    optimizer,
                    pretraining ? 1000 : 5000,
                    512,
                    pretraining ? 10 : 1,
                    100,
                    List.of(),
                    pretraining ? new InitialModel.Random() : new InitialModel.Pretrained());
        }

        Arguments pretraining(String name) {
            return Arguments.of(file + "_pretrain", "", List.of(experiment(name, SUPERVISED, ADAM, true)));
        }

        /** @param name with a mark for the method */
        Arguments finetuning(String suffix, String name, OptimizerConfig optimizer, RewardType reward) {
            List<ControlledConfig> experiments = Stream.of(OptMethod.EXPECTED_REINFORCE, OptMethod.SUPERVISED)
                    .map(method -> experiment(
                            name.replace("METHOD", Spelling.of(method)),
                            new ObjectiveConfig(method, reward, -1, 0, false),
                            optimizer,
                            false))
                    .toList();
            return Arguments.of(file + "_finetune" + suffix, file + "_pretrain.yml", experiments);
        }
    }

    static Stream<Arguments> table() {
        Family mlp = new Family("mlp_mnist", Dataset.MNIST, new ClassifierConfig.Mlp(List.of(250, 100)), 1000, 1000, 5);
        Family resnet = new Family("resnet_cifar", Dataset.CIFAR10, new ClassifierConfig.ResNet18(), 10000, 1000, 5);
        Family bert = new Family(
                "bert_stsb", Dataset.STSB, new ClassifierConfig.Bert(ClassifierConfig.Bert.Size.MINI), -1, -1, 3);
        OptimizerConfig sgd = new OptimizerConfig.Sgd(0.01, 0);
        return Stream.of(
                mlp.pretraining("mnist_mlp_supervised_pretrain_5_n_train_1000_adam_lr_0-0001_wd_0"),
                mlp.finetuning(
                        "", "mnist_mlp_METHOD_finetune_labels_5_modify_0-1_adam_lr_0-0001", ADAM, RewardType.LABELS),
                mlp.finetuning(
                        "_sgd", "mnist_mlp_METHOD_finetune_labels_5_modify_0-1_sgd_lr_0-01", sgd, RewardType.LABELS),
                mlp.finetuning(
                        "_high_init_reward",
                        "mnist_mlp_METHOD_finetune_labels_with_custom_5_modify_0-1_adam_lr_0-0001",
                        ADAM,
                        RewardType.LABELS_WITH_CUSTOM),
                resnet.pretraining("cifar10_resnet18_supervised_pretrain_5_n_train_10000_adam_lr_0-0001"),
                resnet.finetuning(
                        "",
                        "cifar10_resnet18_METHOD_finetune_labels_5_modify_0-1_adam_lr_0-0001",
                        ADAM,
                        RewardType.LABELS),
                resnet.finetuning(
                        "_sgd",
                        "cifar10_resnet18_METHOD_finetune_labels_5_modify_0-1_sgd_lr_0-01",
                        sgd,
                        RewardType.LABELS),
                resnet.finetuning(
                        "_high_init_reward",
                        "cifar10_resnet18_METHOD_finetune_labels_with_custom_5_modify_0-1_adam_lr_0-0001",
                        ADAM,
                        RewardType.LABELS_WITH_CUSTOM),
                bert.pretraining("stsb_bert-mini_supervised_pretrain_3_adam_lr_0-0001"),
                bert.finetuning(
                        "",
                        "stsb_bert-mini_METHOD_finetune_labels_3_modify_0-1_adam_lr_0-0001",
                        ADAM,
                        RewardType.LABELS),
                bert.finetuning(
                        "_sgd",
                        "stsb_bert-mini_METHOD_finetune_labels_3_modify_0-1_sgd_lr_0-001",
                        new OptimizerConfig.Sgd(0.001, 0),
                        RewardType.LABELS),
                bert.finetuning(
                        "_high_init_reward",
                        "stsb_bert-mini_METHOD_finetune_labels_with_custom_3_modify_0-1_adam_lr_0-0001",
                        ADAM,
                        RewardType.LABELS_WITH_CUSTOM));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void saysWhatThePaperUsed(String file, String pretrainingPlan, List<ControlledConfig> expected) {
        ConfigFile.Loaded<ControlledPlan> loaded = ConfigFile.controlled(FOLDER.resolve(file + ".yml"), List.of());
        assertThat(loaded.warnings()).isEmpty();
        ControlledPlan plan = loaded.config();
        assertThat(plan.experiments()).containsExactlyElementsOf(expected);
        assertThat(plan.pretrainingPlan())
                .isEqualTo(Optional.of(pretrainingPlan).filter(name -> !name.isEmpty()));
        assertThat(plan.numParallel()).isEqualTo(file.startsWith("mlp_mnist_finetune") ? 2 : 1);
        assertThat(plan.skip()).isZero();
        assertThat(plan.gpuIdsPool()).isEmpty();
    }

    /** The reference's 20, and the run with the expected gradient that its ResNet plan of high initial reward lacks. */
    @Test
    void theTableHasEveryFileAndTheExperimentsDiffer() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.forEach(file -> names.addAll(
                    PlanTexts.names(ConfigFile.controlled(file, List.of()).config())));
        }
        assertThat(names).hasSize(21).doesNotHaveDuplicates();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            table().map(row -> row.get()[0] + ".yml").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void finetuningFitsItsPretraining(String file, String pretrainingPlan, List<ControlledConfig> experiments) {
        if (pretrainingPlan.isEmpty()) {
            return;
        }
        ControlledConfig pretraining = onlyOne(FOLDER.resolve(pretrainingPlan));
        for (ControlledConfig finetuning : experiments) {
            assertThat(Pretraining.mismatches(pretraining, finetuning)).isEmpty();
            assertThat(Pretraining.pretrainingFor(finetuning, pretraining)).isEqualTo(pretraining);
        }
    }

    @Test
    void theExampleFitsItsPretraining() {
        Path folder = Path.of("configs", "smoke");
        ControlledPlan plan = ConfigFile.controlled(folder.resolve("controlled.yml"), List.of())
                .config();
        ControlledConfig pretraining =
                onlyOne(folder.resolve(plan.pretrainingPlan().orElseThrow()));
        assertThat(plan.experiments()).hasSize(2);
        for (ControlledConfig finetuning : plan.experiments()) {
            assertThat(Pretraining.pretrainingFor(finetuning, pretraining)).isEqualTo(pretraining);
        }
    }

    private static ControlledConfig onlyOne(Path file) {
        List<ControlledConfig> experiments =
                ConfigFile.controlled(file, List.of()).config().experiments();
        assertThat(experiments).hasSize(1);
        return experiments.get(0);
    }
}
