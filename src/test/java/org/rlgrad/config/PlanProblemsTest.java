package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlgrad.config.PlanTexts.VALID;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with a plan, with the whole message that a user sees. */
class PlanProblemsTest {
    @TempDir
    private Path folder;

    private List<String> problems(String text, String... settings) {
        return PlanTexts.problems(folder, text, settings);
    }

    @Test
    void allAreReportedAtOnceAndOnceEach() {
        String text = VALID.replace("repetitions: 1", "repetitons: 1")
                .replace("{dataset}", "{datset}")
                .replace("num_labels_per_sample: 5", "num_labels_per_sample: 11")
                .replace("optimizer: adam", "optimiser: adam")
                .replace("[0.1, 1e-5]", "[0.1, -1]");
        assertThat(problems(text))
                .containsExactly(
                        "x.yml:1:1 repetitons: unknown key; did you mean repetitions?",
                        "x.yml:4:24 experiment_name: no field {datset}; did you mean dataset?",
                        "x.yml:7:30 num_labels_per_sample: mnist has only 10 labels, not 11",
                        "x.yml:9:7 optimiser: unknown key; did you mean optimizer?",
                        "x.yml:13:17 lr: must be above 0, is -1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            lr=0                               | lr: must be above 0, is 0
            epochs=0                           | epochs: must be at least 1, is 0
            epochs=                            | epochs: has no value
            epohcs=3                           | epohcs: unknown key; did you mean epochs?
            seed=3                             | seed: unknown key; did you mean seeds?
            batch_size=0                       | batch_size: must be at least 1, is 0
            validate_every=0                   | validate_every: must be at least 1, is 0
            save_every_num_val=0               | save_every_num_val: must be at least 1, is 0
            num_train_samples=0                | num_train_samples: must be -1 (all) or at least 1, is 0
            num_test_samples=-2                | num_test_samples: must be at least -1, is -2
            num_labels_per_sample=0            | num_labels_per_sample: must be at least 1, is 0
            num_labels_per_sample=10           | num_labels_per_sample: with all 10 labels none is left to modify samples with; frac_samples_to_modify_labels must be 0
            frac_samples_to_modify_labels=1    | frac_samples_to_modify_labels: must be at least 0 and below 1, is 1
            weight_decay=-0.1                  | weight_decay: must be at least 0, is -0.1
            kl_regularization_coeff=-1         | kl_regularization_coeff: must be at least 0, is -1
            logits_temperature=0               | logits_temperature: must be above 0, is 0
            min_reward=1                       | min_reward: must be below 1, is 1
            mlp_hidden_layer_sizes=7           | mlp_hidden_layer_sizes: expected a list of whole numbers, is the whole number '7'
            mlp_hidden_layer_sizes=[0]         | mlp_hidden_layer_sizes: must be at least 1, is 0
            dataset=svhn                       | dataset: svhn is not supported (the reference fails on it); take cifar10 in its place
            dataset=cifar-10                   | dataset: must be one of mnist, fmnist, cifar10, cifar100, cifar100coarse, stsb, is 'cifar-10'; did you mean cifar10?
            model_type=resnet50                | model_type: must be one of mlp, resnet18, bert-tiny, bert-mini, bert-small, bert-medium, is 'resnet50'; did you mean resnet18?
            model_type=bert-mini               | model_type: bert-mini reads texts, that is, the dataset stsb only
            dataset=stsb                       | model_type: stsb needs a BERT model, for instance bert-mini
            optimizer=adamw                    | optimizer: must be one of sgd, adam, is 'adamw'; did you mean adam?
            opt_method=ppo                     | opt_method: must be one of supervised, reinforce, expected_reinforce, is 'ppo'
            reward_type=custom                 | reward_type: must be one of labels, labels_with_custom, is 'custom'
            early_stop=true                    | early_stop: is not supported; set it to false, and epochs to where the run should end
            trainer_checkpoint=a.ckpt          | trainer_checkpoint: is not supported; leave it empty, --resume continues a run
            load_model_from_checkpoint=ADD PATH TO CHECKPOINT | load_model_from_checkpoint: 'ADD PATH TO CHECKPOINT' is a placeholder; put auto (the pretraining run that fits) or a run's folder in its place
            load_model_from_checkpoint=<your checkpoint> | load_model_from_checkpoint: '<your checkpoint>' is a placeholder; put auto (the pretraining run that fits) or a run's folder in its place
            experiment_name=a/b                | experiment_name: cannot name a folder with one of / \\ : * ? \" < > BAR
            experiment_name=                   |
            experiment_name=7                  | experiment_name: expected text, is the whole number '7'; put it in quotes if it is meant
            experiment_name="}"                | experiment_name: a brace on its own; write it twice if it is meant
            lr=[]                              | lr: an option must be a list of values, is an empty list
            seeds=[1, 1]                       | seeds: has a number twice
            seeds=3                            | seeds: expected a list of whole numbers, is the whole number '3'
            repetitions=0                      | repetitions: must be between 1 and 1000, is 0
            repetitions=251                    | configurations: these are more than 1000 experiments
            skip=4                             | skip: leaves no experiment: there are 4
            skip=-1                            | skip: must be at least 0, is -1
            num_parallel=0                     | num_parallel: must be at least 1, is 0
            gpu_ids_pool=[-1]                  | gpu_ids_pool: must be at least 0, is -1
            configurations=[]                  | configurations: the list is empty
            configurations=                    | configurations: has no value
            configurations.0.base_config=      | configurations.0.base_config: has no value
            configurations.0.options=7         | configurations.0.options: expected keys with values, is the whole number '7'
            configurations.0.optoins={}        | configurations.0.optoins: unknown key; did you mean options?
            """)
    void one(String setting, String problem) {
        // What a setting breaks stands either at the setting, or at a place of the file that it disagrees with.
        assertThat(problems(VALID, setting).stream()
                        .map(p -> p.replaceFirst("^(--set|x\\.yml:\\d+:\\d+) ", ""))
                        .toList())
                .isEqualTo(problem == null ? List.of() : List.of(problem.strip().replace("BAR", "|")));
    }

    @Test
    void pretraining() {
        assertThat(problems(
                        VALID,
                        "use_multiple_labels_per_sample=true",
                        "num_labels_per_sample=1",
                        "load_model_from_checkpoint=auto"))
                .containsExactly(
                        "x.yml:12:20 opt_method: with use_multiple_labels_per_sample: true (pretraining) it can only be"
                                + " supervised",
                        "--set use_multiple_labels_per_sample: true needs num_labels_per_sample above 1",
                        "--set load_model_from_checkpoint: auto looks for a pretraining run, and this experiment is one"
                                + " (use_multiple_labels_per_sample: true)");
    }

    @Test
    void aMissingKeyIsNamedWhereItsBlockBegins() {
        assertThat(problems(VALID.replace("      epochs: 10\n", ""))).containsExactly("x.yml:4:7 epochs: missing");
        assertThat(problems("name: x")).containsExactly("x.yml:1:1 configurations: missing");
        assertThat(problems("configurations: [{options: {}}]"))
                .containsExactly("x.yml:1:18 configurations.0.base_config: missing");
    }

    @Test
    void theSameExperimentTwice() {
        assertThat(problems(VALID, "lr=[1, 1]", "opt_method=supervised"))
                .containsExactly("x.yml:4:24 experiment_name: two experiments are called mnist_supervised_1; to run one"
                        + " again, use repetitions");
    }

    @Test
    void tooManyExperiments() {
        String lr = "lr=[" + "1, ".repeat(999) + "2]";
        assertThat(problems(VALID, lr))
                .containsExactly("x.yml:12:7 configurations: these are more than 1000 experiments");
    }

    @Test
    void tooFewGpus() {
        assertThat(problems(VALID, "gpu_ids_pool=[0]", "num_parallel=2"))
                .containsExactly("--set gpu_ids_pool: must be empty or hold at least num_parallel (2) ids");
    }

    @Test
    void keysWithoutEffectWarnOnce() {
        ConfigFile.Loaded<ControlledPlan> loaded = PlanTexts.load(
                folder,
                VALID.replace("repetitions: 1", "multiprocess: false\nnum_parallel: 3"),
                "epoch_log_interval=10",
                "epoch_log_interval=3",
                "save_logs=true",
                "outputs_dir=elsewhere",
                "use_wandb=true",
                "wandb_track_model=all",
                "gpu_ids=[1, 2]",
                "early_stop_patience=5");
        assertThat(loaded.warnings())
                .satisfiesExactly(
                        w -> assertThat(w)
                                .endsWith("x.yml:2:15 num_parallel: has no effect with multiprocess: false; leave"
                                        + " multiprocess out"),
                        w -> assertThat(w).isEqualTo("--set epoch_log_interval: has no effect"),
                        w -> assertThat(w).isEqualTo("--set outputs_dir: has no effect; use --output-path"),
                        w -> assertThat(w).isEqualTo("--set use_wandb: has no effect"),
                        w -> assertThat(w).isEqualTo("--set gpu_ids: only the first one is used"));
        assertThat(loaded.config().numParallel()).isEqualTo(1);
        assertThat(loaded.config().experiments().get(0).gpu()).contains(1);
    }
}
