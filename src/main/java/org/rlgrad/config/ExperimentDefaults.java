package org.rlgrad.config;

import java.util.Set;
import org.rlgrad.config.ConfigValue.Mapping;

/**
 * What an experiment's key has when a plan leaves it out. Written as YAML, because name templates need the values' texts.
 *
 * <p>Differs from the reference: its documented defaults are never applied there, a plan must give every key. Only
 * {@code epochs} must be given here.
 */
final class ExperimentDefaults {
    private static final String YAML =
            """
            experiment_name: exp
            fidelity: reference
            random_seed: -1
            gpu_ids: []
            trainer_checkpoint: ""
            validate_every: 1
            save_every_num_val: 1
            dataset: cifar10
            path: null
            tokenizer: prajjwal1/bert-mini
            num_train_samples: 1000
            num_test_samples: 1000
            samples_rnd_seed: -1
            num_labels_per_sample: 1
            use_multiple_labels_per_sample: false
            frac_samples_to_modify_labels: 0
            model_type: resnet18
            mlp_hidden_layer_sizes: [250, 100]
            init_rnd_seed: -1
            opt_method: supervised
            reward_type: labels
            min_reward: -1
            optimizer: sgd
            lr: 0.001
            weight_decay: 0
            kl_regularization_coeff: 0
            kl_reg_ref_unif: false
            logits_temperature: 1
            batch_size: 128
            load_model_from_checkpoint: ""
            early_stop: false
            """;

    private ExperimentDefaults() {}

    /** The defaults, all in the place of the block that leaves them out. */
    static Mapping at(Position position) {
        return new YamlParser((line, column) -> position, "", new Problems())
                .parse(YAML)
                .map(Mapping.class::cast)
                .orElseThrow();
    }

    static Set<String> keys() {
        return at(new Position("", 1, 1)).entries().keySet();
    }
}
