package org.rlgrad.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.report.EvaluationsFile;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.ScalarsFile;
import org.rlgrad.report.SplitMeasurement;
import org.rlgrad.report.TrainingSummary;

/** Run folders as finished runs leave them, with made-up numbers and models of a few bytes. */
public final class SyntheticRuns {
    public static final String METRIC = "lexical/meteor";

    private static final String SAMPLING =
            """
                  do_sample: true
                  top_k: 0
                  max_new_tokens: 20
            """;
    private static final String EVALUATION =
            """
            train_evaluation:
              eval_batch_size: 4
              metrics:
                - id: meteor
                  args: {}
            """;
    private static final String EXTRACTION =
            """
            tokenizer:
              model_name: MODEL
              max_length: 64
            datapool:
              id: commongen
            alg:
              id: supervised
              model_type: seq2seq
              model_name: MODEL
              generation_kwargs:
            """
                    + SAMPLING
                    + """
            evaluation:
              eval_batch_size: 4
              num_samples_per_input: 10
              metrics:
                - id: meteor
                  args: {}
            """;
    private static final String SUPERVISED =
            """
            tokenizer:
              model_name: MODEL
              max_length: 64
            datapool:
              id: commongen
            alg:
              id: supervised
              training_args:
                per_device_train_batch_size: 8
                learning_rate: 0.0001
              model_type: seq2seq
              model_name: MODEL
              generation_kwargs:
            """
                    + SAMPLING
                    + EVALUATION;
    private static final String PPO =
            """
            tokenizer:
              model_name: MODEL
            reward_fn:
              id: meteor
            datapool:
              id: commongen
            env:
              n_envs: 10
              args:
                max_prompt_length: 64
                max_episode_length: 20
                terminate_on_eos: true
                context_start_token: 0
            alg:
              id: ppo
              args:
                n_steps: 128
                learning_rate: 0.000001
              kl_div:
                coeff: 0.1
              policy:
                id: seq2seq_lm_actor_critic_policy
                args:
                  model_name: MODEL
                  generation_kwargs:
            """
                    + SAMPLING.indent(4)
                    + EVALUATION
                    + """
              n_iters: 50
              eval_every: 10
            """;

    private final Path base;

    public SyntheticRuns(Path base) {
        this.base = base;
    }

    /** The folder of a pretrained model whose content is its name. */
    public Path pretrained(String name) {
        return model(base.resolve("models").resolve(name), name);
    }

    /** The trained model of a run. */
    public static Path modelOf(Path run) {
        return run.resolve(TrainingRun.MODEL);
    }

    /** A supervised training that begins at a train reward of 0. Settings as of {@code --set}. */
    public Path sft(String run, Path from, int steps, double reward, String... settings) {
        return training(run, SUPERVISED, from, steps, 0, reward, settings);
    }

    /** PPO. */
    public Path ppo(String run, Path from, double start, double end, String... settings) {
        return training(run, PPO, from, 50, start, end, settings);
    }

    private Path training(String run, String text, Path from, int steps, double start, double end, String... settings) {
        Path folder = base.resolve(run);
        TrainConfig config =
                ConfigFile.train(yaml(folder, text, from), List.of(settings)).config();
        begin(folder, ResolvedConfig.toYaml(config), from);
        try (EvaluationsFile metrics = EvaluationsFile.open(folder.resolve(EvaluationsFile.NAME));
                ScalarsFile training = ScalarsFile.open(folder.resolve(ScalarsFile.TRAINING), List.of("loss"))) {
            metrics.append(List.of(new SplitMeasurement(0, "train", METRIC, start)));
            metrics.append(List.of(new SplitMeasurement(steps, "train", METRIC, end)));
            training.append(steps, 1.5);
        }
        boolean supervised = config.alg().id().equals("supervised");
        TrainingSummary.of(folder, config.alg().id(), supervised ? Optional.empty() : Optional.of(METRIC))
                .write(folder);
        model(modelOf(folder), run);
        write(folder.resolve(RunFolder.DONE), "");
        return folder;
    }

    /** An extraction with one row per pair of mean and standard deviation; train indices count from 0. */
    public Path extraction(String run, Path model, double[][] meansAndStds, String... settings) {
        Path folder = base.resolve(run);
        ExtractSamplesConfig config = ConfigFile.extractSamples(yaml(folder, EXTRACTION, model), List.of(settings))
                .config();
        begin(folder, ResolvedConfig.toYaml(config), model);
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = 0; i < meansAndStds.length; i++) {
            double mean = meansAndStds[i][0];
            double std = meansAndStds[i][1];
            rows.add(new RewardStatistics(i, METRIC, 10, mean, std, std * Math.sqrt(0.9), mean - std, mean + std, 9));
        }
        RewardStatisticsFile.write(folder.resolve(ExtractionRun.STATISTICS), rows);
        write(folder.resolve(RunFolder.DONE), "");
        return folder;
    }

    private static Path yaml(Path folder, String text, Path model) {
        Path file = folder.resolve("config.yml");
        write(file, text.replace("MODEL", "'" + model + "'"));
        return file;
    }

    private static void begin(Path folder, String resolved, Path model) {
        // What --overwrite does to a run that is there already.
        for (String old : List.of(RunFolder.PROVENANCE, EvaluationsFile.NAME, ScalarsFile.TRAINING)) {
            delete(folder.resolve(old));
        }
        write(folder.resolve(RunFolder.CONFIG), resolved);
        List<HashedFile> files = List.of(
                HashedFile.of("model", model.resolve("config.json")),
                HashedFile.of("model", model.resolve("model.safetensors")));
        Provenance.begin(
                folder.resolve(RunFolder.PROVENANCE),
                new Provenance.Run(resolved, Map.of(), files),
                new Provenance.Session(List.of("test"), Optional.empty(), Map.of(), "cpu"),
                Instant.EPOCH);
    }

    private static Path model(Path folder, String content) {
        write(folder.resolve("config.json"), "{}");
        write(folder.resolve("model.safetensors"), content);
        return folder;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
