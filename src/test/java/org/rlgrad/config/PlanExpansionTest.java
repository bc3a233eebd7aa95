package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlgrad.config.PlanTexts.VALID;
import static org.rlgrad.config.PlanTexts.names;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.config.ObjectiveConfig.OptMethod;

class PlanExpansionTest {
    @TempDir
    private Path folder;

    private ControlledPlan read(String text, String... settings) {
        return PlanTexts.read(folder, text, settings);
    }

    private static String named(String template) {
        return VALID.replace("{dataset}_{opt_method}_{lr}", template);
    }

    @Test
    void lastOptionVariesFastest() {
        List<ControlledConfig> experiments = read(VALID).experiments();
        assertThat(experiments)
                .extracting(e -> e.objective().optMethod())
                .containsExactly(
                        OptMethod.EXPECTED_REINFORCE,
                        OptMethod.EXPECTED_REINFORCE,
                        OptMethod.SUPERVISED,
                        OptMethod.SUPERVISED);
        assertThat(experiments).extracting(e -> e.optimizer().learningRate()).containsExactly(0.1, 1e-5, 0.1, 1e-5);
        assertThat(names(read(VALID)))
                .containsExactly(
                        "mnist_expected_reinforce_0-1",
                        "mnist_expected_reinforce_1e-05",
                        "mnist_supervised_0-1",
                        "mnist_supervised_1e-05");
    }

    @Test
    void configurationsFollowEachOther() {
        String second =
                """
                  - base_config: {experiment_name: two, dataset: mnist, model_type: mlp, epochs: 1}
                """;
        assertThat(names(read(VALID + second))).hasSize(5).endsWith("two");
    }

    @Test
    void withoutOptionsThereIsTheBase() {
        String text = "configurations: [{base_config: {epochs: 3}}]";
        assertThat(read(text).experiments())
                .containsExactly(new ControlledConfig(
                        "exp",
                        Fidelity.REFERENCE,
                        0,
                        -1,
                        new ControlledDataConfig(
                                ControlledDataConfig.Dataset.CIFAR10,
                                Optional.empty(),
                                "prajjwal1/bert-mini",
                                1000,
                                1000,
                                -1,
                                1,
                                false,
                                0),
                        new ClassifierConfig.ResNet18(),
                        1,
                        new ObjectiveConfig(OptMethod.SUPERVISED, ObjectiveConfig.RewardType.LABELS, -1, 0, false),
                        new OptimizerConfig.Sgd(0.001, 0),
                        3,
                        128,
                        1,
                        1,
                        List.of(),
                        new ControlledConfig.InitialModel.Random()));
    }

    @Test
    void templatesUsePythonsTexts() {
        assertThat(names(read(
                        named("{weight_decay} {kl_reg_ref_unif}, {mlp_hidden_layer_sizes}_{path}_{min_reward}.{{x}}"),
                        "opt_method=supervised",
                        "lr=1")))
                .containsExactly("0False-250-100_None_-1-{x}");
        assertThat(read(VALID, "path=data/{dataset}/{experiment_name}")
                        .experiments()
                        .get(0)
                        .data()
                        .path())
                .as("other texts are templates too, keep their dots, and see templates as they are written")
                .contains(Path.of("data/mnist/{dataset}_{opt_method}_{lr}"));
    }

    @Test
    void keysTellEqualNamesApart() {
        assertThat(names(read(named("{dataset}_{lr}"))))
                .containsExactly(
                        "mnist_0-1_opt_method_expected_reinforce",
                        "mnist_1e-05_opt_method_expected_reinforce",
                        "mnist_0-1_opt_method_supervised",
                        "mnist_1e-05_opt_method_supervised");
        assertThat(names(read(named("x"), "opt_method=supervised", "lr=1", "path=[a/b, c]")))
                .containsExactly("x_path_a-b", "x_path_c");
    }

    @Test
    void seedsAndRepetitions() {
        ControlledPlan plan = read(VALID, "lr=0.1", "seeds=[3, 9]", "repetitions=2", "skip=1");
        assertThat(names(plan))
                .containsExactly(
                        "mnist_expected_reinforce_0-1_seed_3",
                        "mnist_expected_reinforce_0-1_seed_3_rep_2",
                        "mnist_expected_reinforce_0-1_seed_9",
                        "mnist_expected_reinforce_0-1_seed_9_rep_2",
                        "mnist_supervised_0-1_seed_3",
                        "mnist_supervised_0-1_seed_3_rep_2",
                        "mnist_supervised_0-1_seed_9",
                        "mnist_supervised_0-1_seed_9_rep_2");
        assertThat(plan.experiments()).extracting(ControlledConfig::seed).containsExactly(3, 4, 9, 10, 3, 4, 9, 10);
        assertThat(plan.experiments())
                .extracting(ControlledConfig::initRndSeed)
                .containsExactly(3, 3, 9, 9, 3, 3, 9, 9);
        assertThat(plan.experiments())
                .extracting(e -> e.data().samplesRndSeed())
                .containsExactly(3, 3, 9, 9, 3, 3, 9, 9);
        assertThat(plan.skip())
                .as("skip counts experiments before they are repeated")
                .isEqualTo(4);
    }

    @Test
    void equalNamesAreToldApartBeforeTheSeed() {
        assertThat(names(read(named("x"), "lr=1", "seeds=[0]", "repetitions=2")))
                .containsExactly(
                        "x_opt_method_expected_reinforce_seed_0",
                        "x_opt_method_expected_reinforce_seed_0_rep_2",
                        "x_opt_method_supervised_seed_0",
                        "x_opt_method_supervised_seed_0_rep_2");
    }

    @Test
    void anUnseededExperimentHasSeedZero() {
        ControlledPlan plan = read(VALID, "lr=1", "opt_method=supervised", "random_seed=-1", "repetitions=3");
        assertThat(plan.experiments()).extracting(ControlledConfig::seed).containsExactly(0, 1, 2);
    }

    @Test
    void aFieldAloneIsSetInEveryConfiguration() {
        String two = VALID
                + """
                  - base_config: {experiment_name: "two_{lr}", dataset: mnist, model_type: mlp, epochs: 1}
                """;
        assertThat(read(two, "epochs=20", "lr=0.5").experiments()).hasSize(3).allSatisfy(e -> {
            assertThat(e.epochs()).isEqualTo(20);
            assertThat(e.optimizer().learningRate()).isEqualTo(0.5);
        });
        assertThat(names(read(two, "opt_method=supervised", "lr=[1, 2, 3]")))
                .as("a list becomes options, where there were none, too")
                .containsExactly(
                        "mnist_supervised_1", "mnist_supervised_2", "mnist_supervised_3", "two_1", "two_2", "two_3");
        assertThat(names(read(two, "lr=[1, 2]", "lr=3", "opt_method=")))
                .as("the last one wins; nothing is the default")
                .containsExactly("mnist_supervised_3", "two_3");
        assertThat(read(VALID, "mlp_hidden_layer_sizes=[7]").experiments())
                .extracting(ControlledConfig::model)
                .containsOnly(new ClassifierConfig.Mlp(List.of(7)));
        assertThat(read(VALID, "mlp_hidden_layer_sizes=[[7], [8, 9]]").experiments())
                .hasSize(8);
    }

    @Test
    void pathsOfTheFileWorkToo() {
        ControlledPlan plan = read(
                VALID,
                "configurations.0.base_config.epochs=4",
                "configurations.0.options.lr=[2.0]",
                "num_parallel=2",
                "gpu_ids_pool=[0, 1]");
        assertThat(names(plan)).containsExactly("mnist_expected_reinforce_2-0", "mnist_supervised_2-0");
        assertThat(plan.experiments()).extracting(ControlledConfig::epochs).containsOnly(4);
        assertThat(plan.numParallel()).isEqualTo(2);
        assertThat(plan.gpuIdsPool()).containsExactly(0, 1);
    }
}
