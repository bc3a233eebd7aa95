package org.rlgrad.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** A valid extract-samples text to break in many ways, and how to read one. */
final class ConfigTexts {
    static final String VALID =
            """
            tokenizer:
              model_name: t5-base
              max_length: 512
            datapool:
              id: commongen
              num_train_samples: 8
            alg:
              model_type: seq2seq
              model_name: t5-base
              generation_kwargs:
                do_sample: true
                temperature: 1.0
            evaluation:
              eval_batch_size: 4
              num_samples_per_input: 10
              metrics:
                - id: meteor
                  args: {}
            """;

    private ConfigTexts() {}

    static ConfigFile.Loaded<ExtractSamplesConfig> read(Path folder, String text, String... settings) {
        return ConfigFile.extractSamples(write(folder, text), List.of(settings));
    }

    /** The problem lines without the heading, with the file's name shortened to {@code x.yml}. */
    static List<String> problems(Path folder, String text, String... settings) {
        return problemsOf(write(folder, text), settings);
    }

    static List<String> problemsOf(Path file, String... settings) {
        return problemsOf(file, () -> ConfigFile.extractSamples(file, List.of(settings)));
    }

    /** Likewise of any way to read the file. */
    static List<String> problemsOf(Path file, Runnable reading) {
        try {
            reading.run();
        } catch (Failure e) {
            if (e.exitCode() != ExitCode.BAD_CONFIG) {
                throw e;
            }
            String[] lines = e.getMessage().replace(file.toString(), "x.yml").split("\n");
            return Arrays.asList(lines).subList(1, lines.length);
        }
        return List.of();
    }

    static Path write(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("x.yml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
