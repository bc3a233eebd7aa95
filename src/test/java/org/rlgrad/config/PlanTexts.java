package org.rlgrad.config;

import java.nio.file.Path;
import java.util.List;

/** A valid plan of controlled experiments to break in many ways, and how to read one. */
final class PlanTexts {
    static final String VALID =
            """
            repetitions: 1
            configurations:
              - base_config:
                  experiment_name: "{dataset}_{opt_method}_{lr}"
                  dataset: mnist
                  model_type: mlp
                  num_labels_per_sample: 5
                  frac_samples_to_modify_labels: 0.1
                  optimizer: adam
                  epochs: 10
                options:
                  opt_method: [expected_reinforce, supervised]
                  lr: [0.1, 1e-5]
            """;

    private PlanTexts() {}

    static ControlledPlan read(Path folder, String text, String... settings) {
        return load(folder, text, settings).config();
    }

    static ConfigFile.Loaded<ControlledPlan> load(Path folder, String text, String... settings) {
        return ConfigFile.controlled(ConfigTexts.write(folder, text), List.of(settings));
    }

    static List<String> names(ControlledPlan plan) {
        return plan.experiments().stream().map(ControlledConfig::experimentName).toList();
    }

    /** The problem lines without the heading, with the file's name shortened to {@code x.yml}. */
    static List<String> problems(Path folder, String text, String... settings) {
        Path file = ConfigTexts.write(folder, text);
        return ConfigTexts.problemsOf(file, () -> ConfigFile.controlled(file, List.of(settings)));
    }
}
