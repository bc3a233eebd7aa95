package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.config.ControlledConfig.InitialModel;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.ObjectiveConfig.RewardType;

class ResolvedControlledTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> shipped() {
        return ShippedPlansTest.table();
    }

    private void assertReadsBack(ControlledConfig config) {
        ConfigFile.Loaded<ControlledPlan> loaded = PlanTexts.load(folder, ResolvedConfig.toYaml(config));
        assertThat(loaded.config().experiments()).containsExactly(config);
        assertThat(loaded.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shipped")
    void shippedPlansReadBack(String file, String pretrainingPlan, List<ControlledConfig> experiments) {
        experiments.forEach(this::assertReadsBack);
    }

    @Test
    void unusualValuesReadBack() {
        assertReadsBack(new ControlledConfig(
                "012",
                Fidelity.CORRECTED,
                Integer.MAX_VALUE,
                -1,
                new ControlledDataConfig(
                        ControlledDataConfig.Dataset.STSB,
                        Optional.of(Path.of("a {folder}", "1.5")),
                        "~",
                        7,
                        -1,
                        -1,
                        2,
                        false,
                        0.25),
                new ClassifierConfig.Bert(ClassifierConfig.Bert.Size.TINY),
                0.5,
                new ObjectiveConfig(OptMethod.REINFORCE, RewardType.LABELS_WITH_CUSTOM, -0.5, 1e-7, true),
                new OptimizerConfig.Sgd(3e-9, 0.1),
                1,
                2,
                3,
                12,
                List.of(1),
                new InitialModel.Saved(Path.of("runs", "{x}", "model"))));
    }

    @Test
    void namesEveryKeyAsTheReferenceDoes() {
        ControlledConfig config =
                PlanTexts.read(folder, PlanTexts.VALID).experiments().get(1);
        assertThat(ResolvedConfig.toYaml(config))
                .isEqualTo(
                        """
                        configurations:
                          - base_config:
                              experiment_name: mnist_expected_reinforce_1e-05
                              fidelity: reference
                              random_seed: 0
                              init_rnd_seed: -1
                              dataset: mnist
                              path: null
                              tokenizer: prajjwal1/bert-mini
                              num_train_samples: 1000
                              num_test_samples: 1000
                              samples_rnd_seed: -1
                              num_labels_per_sample: 5
                              use_multiple_labels_per_sample: false
                              frac_samples_to_modify_labels: 0.1
                              model_type: mlp
                              mlp_hidden_layer_sizes:
                                - 250
                                - 100
                              logits_temperature: 1.0
                              opt_method: expected_reinforce
                              reward_type: labels
                              min_reward: -1.0
                              kl_regularization_coeff: 0.0
                              kl_reg_ref_unif: false
                              optimizer: adam
                              lr: 1.0E-5
                              weight_decay: 0.0
                              epochs: 10
                              batch_size: 128
                              validate_every: 1
                              save_every_num_val: 1
                              gpu_ids: []
                              load_model_from_checkpoint: ''
                        """);
    }
}
