package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.experiment.ShortTrainings.Outcome;
import org.rlgrad.report.RunFolder;

/** Trainings from the configuration's file to the run folder. */
class TrainTest {
    private static final String AUTO = "t5_ppo_on_supervised.yml";

    @TempDir
    private Path temporary;

    private ShortTrainings trainings;

    @BeforeEach
    void copySmoke() throws IOException {
        trainings = new ShortTrainings(temporary);
    }

    private String succeed(String config, String output, String... arguments) {
        Outcome outcome = trainings.train(config, output, arguments);
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return new TreeSet<>(
                    entries.map(entry -> entry.getFileName().toString()).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train_sft.yml", "train_ppo.yml", "train_nlpo.yml", "train_reinforce.yml"})
    void leavesAllFiles(String config) throws IOException {
        String out = succeed(config, "o");
        Path run = trainings.run(config, "o");
        assertThat(out).startsWith(run + "\n").contains("lexical/rouge_l_max");
        boolean supervised = config.contains("sft");
        Set<String> expected = new TreeSet<>(Set.of(
                "DONE",
                "checkpoints",
                "config.resolved.yaml",
                "events.out.tfevents.0.rlgrad",
                "log.txt",
                "metrics.csv",
                "model",
                "predictions",
                "provenance.json",
                "summary.json",
                "training.csv",
                "training.png",
                "training.svg"));
        if (!supervised) {
            expected.add("rollouts.csv");
        }
        Set<String> found = names(run);
        found.remove(".lock");
        assertThat(found).isEqualTo(expected);
        int last = supervised ? 12 : 6;
        assertThat(names(run.resolve("predictions")))
                .contains("train.0.jsonl", "val.0.jsonl", "val.3.jsonl", "train." + last + ".jsonl")
                .contains("val." + last + ".jsonl")
                .doesNotContain("train.3.jsonl");
        assertThat(run.resolve("predictions/val.0.jsonl")).content().hasLineCount(8);
        assertThat(run.resolve("training.csv")).content().hasLineCount(1 + last);
        assertThat(names(run.resolve("checkpoints"))).containsExactly("" + last);
        Set<String> model = names(run.resolve("model"));
        assertThat(model).contains("config.json", "model.safetensors", "tokenizer.json");
        Set<String> checkpoint = names(run.resolve("checkpoints/" + last));
        assertThat(checkpoint).containsAll(model).contains("trainer.safetensors", "state.json");
        assertThat(run.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(run.resolve("checkpoints/" + last + "/model.safetensors"));
        assertThat(Files.mismatch(run.resolve("model/model.safetensors"), temporary.resolve("model/model.safetensors")))
                .as("the weights have changed")
                .isNotNegative();

        Map<String, byte[]> before = ShortTrainings.files(run);
        succeed(config, "o", "--resume");
        Map<String, byte[]> after = ShortTrainings.files(run);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void aTrainedModelIsAStartingModel() throws IOException {
        String greedy = "train_evaluation.generation_kwargs={max_new_tokens: 12}";
        succeed("train_sft.yml", "o", greedy);
        Path supervised = trainings.run("train_sft.yml", "o");
        String model = supervised.resolve("model").toString();
        succeed(
                "train_ppo.yml",
                "o",
                greedy,
                "alg.policy.args.model_name=" + model,
                "tokenizer.model_name=" + model,
                "train_evaluation.n_iters=1");
        Path ppo = trainings.run("train_ppo.yml", "o");
        assertThat(ppo.resolve("predictions/val.0.jsonl"))
                .as("goes on where the supervised training ended")
                .hasSameBinaryContentAs(supervised.resolve("predictions/val.12.jsonl"));
        assertThat(Files.mismatch(
                        supervised.resolve("predictions/val.0.jsonl"), supervised.resolve("predictions/val.12.jsonl")))
                .as("the supervised training has changed the outputs")
                .isNotNegative();
    }

    /** A folder like those of {@code configs/training}. */
    private void writePair() throws IOException {
        Files.copy(temporary.resolve("train_sft.yml"), temporary.resolve("t5_supervised.yml"));
        String ppo = Files.readString(temporary.resolve("train_ppo.yml"));
        Files.writeString(
                temporary.resolve(AUTO), ppo.replace("      model_name: model\n", "      model_name: auto\n"));
    }

    @Test
    void autoIsTheSupervisedRunsModel() throws IOException {
        writePair();
        Outcome without = trainings.train(AUTO, "o");
        assertThat(without.status()).isEqualTo(66);
        assertThat(without.err())
                .contains(
                        "--with-supervised",
                        "rlgrad train --config " + temporary.resolve("t5_supervised.yml") + " --output-path "
                                + temporary.resolve("o"))
                .hasLineCount(1);
        assertThat(temporary.resolve("o")).doesNotExist();

        String[] both = {
            "--with-supervised", "supervised.alg.training_args.max_steps=2", "train_evaluation.n_iters=1",
        };
        String out = succeed(AUTO, "o", both);
        Path supervised = trainings.run("t5_supervised.yml", "o");
        assertThat(out).contains(supervised + "\n", trainings.run(AUTO, "o") + "\n");
        assertThat(supervised.resolve("training.csv")).content().hasLineCount(1 + 2);
        assertThat(trainings.run(AUTO, "o").resolve("config.resolved.yaml"))
                .content()
                .contains("model_name: auto");

        Outcome idle = trainings.train(AUTO, "o", "supervised.alg.training_args.max_steps=2", "--overwrite");
        assertThat(idle.status()).isEqualTo(64);
        assertThat(idle.err())
                .contains("max_steps=2", "needs --with-supervised")
                .hasLineCount(1);
        succeed(
                AUTO,
                "o",
                Stream.concat(Stream.of(both), Stream.of("--overwrite")).toArray(String[]::new));
        both[1] = "supervised.alg.training_args.max_steps=3";
        Outcome other = trainings.train(AUTO, "o", both);
        assertThat(other.status()).isEqualTo(64);
        assertThat(other.err())
                .contains(supervised + ": is finished, with other settings", "max_steps: 2", "max_steps: 3")
                .hasLineCount(1);

        succeed("t5_supervised.yml", "p");
        succeed(AUTO, "p", "train_evaluation.n_iters=1");
        assertThat(trainings.run(AUTO, "p").resolve("provenance.json"))
                .content()
                .contains(trainings
                        .run("t5_supervised.yml", "p")
                        .resolve("model/model.safetensors")
                        .toString());
    }

    @Test
    void asManyCheckpointsAreKeptAsAskedFor() throws IOException {
        succeed("train_ppo.yml", "two", "train_evaluation.save_total_limit=2");
        assertThat(names(trainings.run("train_ppo.yml", "two").resolve("checkpoints")))
                .containsExactly("4", "6");
        succeed("train_sft.yml", "all", "alg.training_args.save_total_limit=0");
        assertThat(names(trainings.run("train_sft.yml", "all").resolve("checkpoints")))
                .containsExactly("12", "4", "8");
    }

    @Test
    void plotDrawsTheSameFigureAgain() throws IOException {
        succeed("train_reinforce.yml", "o");
        Path run = trainings.run("train_reinforce.yml", "o");
        byte[] svg = Files.readAllBytes(run.resolve("training.svg"));
        Files.delete(run.resolve("training.svg"));
        Files.delete(run.resolve("training.png"));
        Plot.run(List.of(run), Optional.empty());
        assertThat(run.resolve("training.svg")).hasBinaryContent(svg);
        assertThat(run.resolve("training.png")).isNotEmptyFile();
    }

    @Test
    void otherSettingsAreAnotherRun() {
        succeed("train_reinforce.yml", "o", "train_evaluation.n_iters=1");
        Outcome again = trainings.train("train_reinforce.yml", "o", "train_evaluation.n_iters=1");
        assertThat(again.status()).isEqualTo(64);
        assertThat(again.err()).contains("this run is done", "--overwrite").hasLineCount(1);
        Outcome other = trainings.train("train_reinforce.yml", "o", "train_evaluation.n_iters=2", "--resume");
        assertThat(other.status()).isEqualTo(64);
        assertThat(other.err()).contains("another configuration", "n_iters").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"train_sft.yml", "train_ppo.yml", "train_reinforce.yml"})
    void divergenceIsSaid(String config) {
        String rate = config.contains("sft") ? "alg.training_args.learning_rate" : "alg.args.learning_rate";
        Outcome outcome = trainings.train(config, "o", rate + "=1e30", "train_evaluation.splits=[val]");
        assertThat(outcome.status()).isEqualTo(65);
        assertThat(outcome.err()).contains("diverged", "learning_rate").hasLineCount(1);
        assertThat(trainings.run(config, "o").resolve(RunFolder.DONE)).doesNotExist();
    }

    @Test
    void aDamagedCheckpointIsSaidAndTheOneBeforeItWillDo() throws IOException {
        String two = "train_evaluation.save_total_limit=2";
        succeed("train_ppo.yml", "o", two);
        Path run = trainings.run("train_ppo.yml", "o");
        Map<String, byte[]> whole = ShortTrainings.files(run);
        Files.delete(run.resolve(RunFolder.DONE));
        Path checkpoint = run.resolve("checkpoints").resolve("6");
        for (String file : List.of("trainer.safetensors", "model.safetensors", "state.json")) {
            byte[] bytes = Files.readAllBytes(checkpoint.resolve(file));
            Files.write(checkpoint.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));
            Outcome outcome = trainings.train("train_ppo.yml", "o", two, "--resume");
            assertThat(outcome.status()).isEqualTo(65);
            assertThat(outcome.err())
                    .startsWith(checkpoint.resolve(file).toString())
                    .contains("delete the folder " + checkpoint)
                    .hasLineCount(1);
            Files.write(checkpoint.resolve(file), bytes);
        }
        Files.writeString(checkpoint.resolve("state.json"), "{\"done\": 6}");
        assertThat(trainings.train("train_ppo.yml", "o", two, "--resume").err())
                .contains("state.json: is damaged: must hold a number each for [done, drawn, kl_coeff]");

        try (Stream<Path> files = Files.list(checkpoint)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(checkpoint);
        succeed("train_ppo.yml", "o", two, "--resume");
        Map<String, byte[]> resumed = ShortTrainings.files(run);
        assertThat(resumed.keySet()).isEqualTo(whole.keySet());
        whole.forEach((name, bytes) -> assertThat(resumed.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void anotherStartTokenThanTheModelsIsRefused() {
        Outcome outcome = trainings.train("train_ppo.yml", "o", "env.args.context_start_token=3");
        assertThat(outcome.status()).isEqualTo(78);
        assertThat(outcome.err())
                .contains("env.args.context_start_token: must be the model's decoder_start_token_id, 0")
                .hasLineCount(1);
    }

    @Test
    void dryRunShowsThePlanAndWritesNothing() {
        String out = succeed("train_ppo.yml", "dry", "--dry-run");
        assertThat(out).contains("run folder  " + trainings.run("train_ppo.yml", "dry"), "ppo");
        assertThat(temporary.resolve("dry")).doesNotExist();
    }
}
