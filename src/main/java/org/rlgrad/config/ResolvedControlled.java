package org.rlgrad.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.ControlledConfig.InitialModel;

/** A controlled experiment in the reference's keys, every value written out. */
final class ResolvedControlled {
    private ResolvedControlled() {}

    /** A plan that expands to just this experiment. */
    static Map<String, Object> plan(ControlledConfig config) {
        Map<String, Object> base = experiment(config);
        // Texts are templates when they are read back.
        base.replaceAll((key, value) -> value instanceof String text ? NameTemplate.escape(text) : value);
        return Map.of("configurations", List.of(Map.of("base_config", base)));
    }

    /** The keys with their values: texts, numbers, truth values, lists of whole numbers, and null for no path. */
    static Map<String, Object> experiment(ControlledConfig config) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("experiment_name", config.experimentName());
        keys.put("fidelity", Spelling.of(config.fidelity()));
        keys.put("random_seed", config.seed());
        keys.put("init_rnd_seed", config.initRndSeed());
        data(config.data(), keys);
        keys.put("model_type", config.model().modelType());
        if (config.model() instanceof ClassifierConfig.Mlp mlp) {
            keys.put("mlp_hidden_layer_sizes", mlp.hiddenLayerSizes());
        }
        keys.put("logits_temperature", config.logitsTemperature());
        objective(config.objective(), keys);
        keys.put("optimizer", config.optimizer() instanceof OptimizerConfig.Adam ? "adam" : "sgd");
        keys.put("lr", config.optimizer().learningRate());
        keys.put("weight_decay", config.optimizer().weightDecay());
        keys.put("epochs", config.epochs());
        keys.put("batch_size", config.batchSize());
        keys.put("validate_every", config.validateEvery());
        keys.put("save_every_num_val", config.checkpointEvery() / config.validateEvery());
        keys.put("gpu_ids", config.gpuIds());
        keys.put("load_model_from_checkpoint", initialModel(config.initialModel()));
        return keys;
    }

    private static void data(ControlledDataConfig data, Map<String, Object> keys) {
        keys.put("dataset", Spelling.of(data.dataset()));
        keys.put("path", data.path().map(Path::toString).orElse(null));
        keys.put("tokenizer", data.tokenizer());
        keys.put("num_train_samples", data.numTrainSamples());
        keys.put("num_test_samples", data.numTestSamples());
        keys.put("samples_rnd_seed", data.samplesRndSeed());
        keys.put("num_labels_per_sample", data.numLabelsPerSample());
        keys.put("use_multiple_labels_per_sample", data.useMultipleLabelsPerSample());
        keys.put("frac_samples_to_modify_labels", data.fracSamplesToModifyLabels());
    }

    private static void objective(ObjectiveConfig objective, Map<String, Object> keys) {
        keys.put("opt_method", Spelling.of(objective.optMethod()));
        keys.put("reward_type", Spelling.of(objective.rewardType()));
        keys.put("min_reward", objective.minReward());
        keys.put("kl_regularization_coeff", objective.klRegularizationCoeff());
        keys.put("kl_reg_ref_unif", objective.klRegRefUnif());
    }

    private static String initialModel(InitialModel model) {
        if (model instanceof InitialModel.Saved saved) {
            return saved.path().toString();
        }
        return model instanceof InitialModel.Pretrained ? "auto" : "";
    }
}
