package org.rlgrad.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which pretraining belongs to a finetuning experiment: same samples, same label sets, same model. */
public final class Pretraining {
    private static final List<String> SEEDS = List.of("random_seed", "init_rnd_seed", "samples_rnd_seed");
    /** Where things lie and how they are computed; another value makes no other run. */
    private static final Set<String> PLACES = Set.of("experiment_name", "path", "tokenizer", "gpu_ids", "fidelity");

    private Pretraining() {}

    /**
     * The pretraining experiment that a finetuning experiment can start from: the template's training on the finetuning's
     * samples, label sets, model, seeds, fidelity and GPU.
     *
     * <p>Where that makes it another run than the template's, its name says so: {@code _seed_N} if all three seeds are N,
     * and {@code _key_value} for anything else.
     */
    public static ControlledConfig pretrainingFor(ControlledConfig finetuning, ControlledConfig template) {
        ControlledDataConfig samples = finetuning.data();
        ControlledDataConfig data = new ControlledDataConfig(
                samples.dataset(),
                samples.path(),
                samples.tokenizer(),
                samples.numTrainSamples(),
                samples.numTestSamples(),
                samples.samplesRndSeed(),
                samples.numLabelsPerSample(),
                template.data().useMultipleLabelsPerSample(),
                template.data().fracSamplesToModifyLabels());
        ControlledConfig unnamed = from(finetuning, template, data, template.experimentName());
        return from(finetuning, template, data, template.experimentName() + suffix(unnamed, template));
    }

    private static ControlledConfig from(
            ControlledConfig finetuning, ControlledConfig template, ControlledDataConfig data, String name) {
        return new ControlledConfig(
                name,
                finetuning.fidelity(),
                finetuning.seed(),
                finetuning.initRndSeed(),
                data,
                finetuning.model(),
                finetuning.logitsTemperature(),
                template.objective(),
                template.optimizer(),
                template.epochs(),
                template.batchSize(),
                template.validateEvery(),
                template.checkpointEvery(),
                finetuning.gpuIds(),
                template.initialModel());
    }

    private static String suffix(ControlledConfig config, ControlledConfig template) {
        Map<String, Object> keys = ResolvedControlled.experiment(config);
        Map<String, Object> before = ResolvedControlled.experiment(template);
        StringBuilder suffix = new StringBuilder();
        keys.forEach((key, value) -> {
            boolean other = !Objects.equals(value, before.get(key));
            if (other && !SEEDS.contains(key) && !PLACES.contains(key)) {
                suffix.append(NameTemplate.suffix(key, text(value)));
            }
        });
        return suffix + seedSuffix(config, template);
    }

    private static String seedSuffix(ControlledConfig config, ControlledConfig template) {
        if (seeds(config).equals(seeds(template))) {
            return "";
        }
        if (seeds(config).stream().distinct().count() == 1) {
            return "_seed_" + config.seed();
        }
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SEEDS.size(); i++) {
            if (!seeds(config).get(i).equals(seeds(template).get(i))) {
                suffix.append("_" + SEEDS.get(i) + "_" + seeds(config).get(i));
            }
        }
        return suffix.toString();
    }

    /**
     * The keys in which a pretraining run does not fit a finetuning experiment, each with both values; empty if it fits.
     *
     * <p>The subset, the label sets and the modified labels come from {@code samples_rnd_seed} and must agree, or a new label
     * may lie in the pretraining's label set.
     */
    public static List<String> mismatches(ControlledConfig pretraining, ControlledConfig finetuning) {
        ControlledDataConfig before = pretraining.data();
        ControlledDataConfig now = finetuning.data();
        List<String> mismatches = new ArrayList<>();
        if (!pretraining.isPretraining()) {
            mismatches.add("use_multiple_labels_per_sample (false in the pretraining, must be true)");
        }
        compare("dataset", Spelling.of(before.dataset()), Spelling.of(now.dataset()), mismatches);
        if (now.dataset() == ControlledDataConfig.Dataset.STSB) {
            compare("tokenizer", before.tokenizer(), now.tokenizer(), mismatches);
        }
        compare("num_train_samples", before.numTrainSamples(), now.numTrainSamples(), mismatches);
        compare("num_test_samples", before.numTestSamples(), now.numTestSamples(), mismatches);
        compare("samples_rnd_seed", pretraining.samplesSeed(), finetuning.samplesSeed(), mismatches);
        compare("num_labels_per_sample", before.numLabelsPerSample(), now.numLabelsPerSample(), mismatches);
        compare(
                "model_type",
                pretraining.model().modelType(),
                finetuning.model().modelType(),
                mismatches);
        if (pretraining.model() instanceof ClassifierConfig.Mlp old
                && finetuning.model() instanceof ClassifierConfig.Mlp mlp) {
            compare("mlp_hidden_layer_sizes", old.hiddenLayerSizes(), mlp.hiddenLayerSizes(), mismatches);
        }
        compare("logits_temperature", pretraining.logitsTemperature(), finetuning.logitsTemperature(), mismatches);
        return mismatches;
    }

    private static void compare(String key, Object before, Object now, List<String> mismatches) {
        if (!before.equals(now)) {
            mismatches.add(key + " (" + before + " in the pretraining, " + now + " in the finetuning)");
        }
    }

    private static String text(Object value) {
        return value instanceof Double number ? PythonValue.number(number) : String.valueOf(value);
    }

    private static List<Integer> seeds(ControlledConfig config) {
        return List.of(config.seed(), config.initSeed(), config.samplesSeed());
    }
}
