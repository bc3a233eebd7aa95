package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.report.Progress;
import org.rlgrad.report.RunFolder;
import org.rlgrad.tensor.Torch;

/** Plans on our digits: an MLP of width 16, six epochs of pretraining and six of finetuning by two methods. */
class ControlledTest {
    private static final String PRETRAINED = "pretrain/mlp";
    private static final String RFT = "finetune/expected_reinforce";
    private static final String SFT = "finetune/supervised";

    private static final String COMMON =
            """
                  dataset: mnist
                  path: DIGITS
                  num_train_samples: 100
                  num_test_samples: 50
                  samples_rnd_seed: 192
                  num_labels_per_sample: 5
                  model_type: mlp
                  mlp_hidden_layer_sizes: [16]
                  init_rnd_seed: 111
                  optimizer: adam
                  lr: 0.001
                  batch_size: 32
                  epochs: 6
                  validate_every: 2
                  save_every_num_val: 1
            """;

    @TempDir
    private Path folder;

    private record Outcome(int status, String out, String err) {}

    @BeforeEach
    void writePlans() throws IOException {
        String digits = Path.of("configs", "smoke", "digits").toAbsolutePath().toString();
        String common = COMMON.replace("DIGITS", digits);
        Files.writeString(
                folder.resolve("pretrain.yml"),
                "configurations:\n  - base_config:\n      experiment_name: mlp\n"
                        + "      use_multiple_labels_per_sample: true\n" + common);
        Files.writeString(
                folder.resolve("finetune.yml"),
                "pretraining_plan: pretrain.yml\nconfigurations:\n  - base_config:\n"
                        + "      experiment_name: \"{opt_method}\"\n      frac_samples_to_modify_labels: 0.1\n"
                        + "      load_model_from_checkpoint: auto\n" + common
                        + "    options:\n      opt_method: [expected_reinforce, supervised]\n");
    }

    /** The command without its command line; results go to the process's own standard output. */
    private Outcome rlgrad(String plan, String output, String... arguments) {
        List<String> flags = List.of(arguments);
        List<String> settings =
                flags.stream().filter(flag -> flag.contains("=")).toList();
        Path file = folder.resolve(plan);
        RunOptions options = options(file, output, flags.contains("--resume"), flags.contains("--dry-run"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Controlled.run(
                    ConfigFile.controlled(file, settings).config(),
                    new ControlledOptions(options, flags.contains("--with-pretraining")));
            return new Outcome(0, out.toString(StandardCharsets.UTF_8), "");
        } catch (Failure e) {
            return new Outcome(e.exitCode().status(), out.toString(StandardCharsets.UTF_8), e.getMessage());
        } finally {
            System.setOut(before);
        }
    }

    private RunOptions options(Path file, String output, boolean resume, boolean dryRun) {
        return new RunOptions(
                folder.resolve(output),
                "",
                Optional.empty(),
                Optional.empty(),
                "cpu",
                resume,
                false,
                dryRun,
                Verbosity.QUIET,
                List.of("test"),
                file);
    }

    private void succeed(String plan, String output, String... more) {
        Outcome outcome = rlgrad(plan, output, more);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    private Map<String, byte[]> files(String output) throws IOException {
        Path root = folder.resolve(output);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private void assertSameResults(String actual, String expected, String... runs) throws IOException {
        for (String run : runs) {
            for (String name :
                    new String[] {"metrics.csv", "model.safetensors", "labels.json", "summary.json", "DONE"}) {
                assertThat(folder.resolve(actual).resolve(run).resolve(name))
                        .hasSameBinaryContentAs(
                                folder.resolve(expected).resolve(run).resolve(name));
            }
            assertThat(folder.resolve(actual).resolve(run).resolve("checkpoint.safetensors"))
                    .doesNotExist();
        }
    }

    @Test
    void pretrainingIsFoundOrMadeAndADonePlanStaysAsItIs() throws IOException {
        Outcome without = rlgrad("finetune.yml", "a");
        assertThat(without.status()).isEqualTo(66);
        assertThat(without.err())
                .startsWith("expected_reinforce starts from a pretraining run, and "
                        + folder.resolve("a").resolve("pretrain")
                        + " holds no finished one with its data, labels and model; add --with-pretraining, or run ")
                .hasLineCount(1);
        succeed("finetune.yml", "a", "--with-pretraining");
        succeed("pretrain.yml", "b");
        succeed("finetune.yml", "b");
        assertSameResults("b", "a", PRETRAINED, RFT, SFT);
        assertThat(folder.resolve("a").resolve(SFT).resolve("model.safetensors").toFile())
                .isFile();

        Map<String, byte[]> before = files("a");
        succeed("finetune.yml", "a", "--resume", "--with-pretraining");
        Map<String, byte[]> after = files("a");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
        Outcome again = rlgrad("finetune.yml", "a");
        assertThat(again.status()).isEqualTo(64);
        assertThat(again.err()).contains("--resume", "--overwrite").hasLineCount(1);
    }

    @Test
    void pretrainingOnOtherLabelsIsRefused() {
        succeed("pretrain.yml", "o");
        String run = folder.resolve("o").resolve(PRETRAINED).toString();
        String start = "load_model_from_checkpoint=" + run;
        for (String other : new String[] {"samples_rnd_seed=193", "num_labels_per_sample=4"}) {
            Outcome refused = rlgrad("finetune.yml", "o", start, other);
            assertThat(refused.status()).isEqualTo(65);
            assertThat(refused.err())
                    .contains(run + " was pretrained on other data: the label sets differ (num_labels_per_sample,"
                            + " samples_rnd_seed)")
                    .hasLineCount(1);
        }
        Outcome auto = rlgrad("finetune.yml", "o", "samples_rnd_seed=193");
        assertThat(auto.status()).isEqualTo(66);
        assertThat(auto.err())
                .contains(
                        "; mlp differs in samples_rnd_seed (192 in the pretraining, 193 in the finetuning); add --with-")
                .hasLineCount(1);
    }

    /** Stopped after its second checkpoint, as a signal does it, or two epochs later, as a power cut does it. */
    @Test
    void interruptedRunsGoOnBitForBit() throws IOException {
        succeed("finetune.yml", "whole", "--with-pretraining");
        stopAfter(3, "pretrain.yml", "cut", 0);
        assertThat(folder.resolve("cut").resolve(PRETRAINED).resolve(RunFolder.DONE))
                .doesNotExist();
        succeed("pretrain.yml", "cut", "--resume");
        stopAfter(5, "finetune.yml", "cut", 0);
        Path metrics = folder.resolve("cut").resolve(RFT).resolve("metrics.csv");
        Files.writeString(
                metrics, Files.readString(metrics) + "6,all,100,0.5,1.0,0.1,"); // written after the checkpoint
        stopAfter(1, "finetune.yml", "cut", 1);
        succeed("finetune.yml", "cut", "--resume");
        assertSameResults("cut", "whole", PRETRAINED, RFT, SFT);
    }

    private static long recorded(Path metrics) {
        try (Stream<String> lines = Files.lines(metrics)) {
            return lines.filter(line -> line.contains(",all,")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains one experiment of a plan until it is told to stop. */
    private void stopAfter(int epochs, String plan, String output, int experiment) {
        Path file = folder.resolve(plan);
        ControlledPlan loaded = ConfigFile.controlled(file, List.of()).config();
        ControlledConfig config = loaded.experiments().get(experiment);
        RunOptions options = options(file, output, false, false);
        PretrainingRuns pretraining = new PretrainingRuns(loaded, new ControlledOptions(options, false));
        Path runs = folder.resolve(output).resolve(RunName.of(options));
        try (ControlledRun run = ControlledRun.open(runs, config, pretraining.initialModel(config), options);
                Progress progress = new Progress("training", "epochs", 6, 0, null, text -> {})) {
            Path metrics = runs.resolve(config.experimentName()).resolve("metrics.csv");
            run.train(
                    Torch.device("cpu"), () -> recorded(metrics) < epochs ? Stop.WHEN_DONE : Stop.AFTER_UNIT, progress);
            assertThat(recorded(metrics)).isEqualTo(epochs);
        }
    }

    @Test
    void aDivergingRunLeavesItsSiblingAlone() throws IOException {
        String plan = Files.readString(folder.resolve("finetune.yml"))
                .replace("      load_model_from_checkpoint: auto\n", "")
                .replace("{opt_method}", "{opt_method}_{lr}")
                .replace(
                        "opt_method: [expected_reinforce, supervised]",
                        "opt_method: [supervised]\n      lr: [1.0e+30, 0.001]");
        Files.writeString(folder.resolve("finetune.yml"), plan);
        Outcome outcome = rlgrad("finetune.yml", "d");
        assertThat(outcome.status()).isEqualTo(65);
        assertThat(outcome.err())
                .contains(": training diverged in epoch ", "; a smaller lr may help")
                .hasLineCount(1);
        assertThat(folder.resolve("d").resolve("finetune/supervised_0-001").resolve(RunFolder.DONE))
                .exists();
    }

    @Test
    void dryRunShowsThePlanAndWritesNothing() {
        Outcome outcome = rlgrad("finetune.yml", "dry", "--dry-run", "--with-pretraining");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().lines().toList())
                .contains(
                        "folder: " + folder.resolve("dry").resolve("finetune"),
                        "first: mlp: 6 epochs of 100 samples (0 with a modified label), 24 steps; 50 test samples",
                        "run: expected_reinforce: 6 epochs of 100 samples (10 with a modified label), 24 steps; 50 test"
                                + " samples",
                        "run: supervised: 6 epochs of 100 samples (10 with a modified label), 24 steps; 50 test samples");
        assertThat(folder.resolve("dry")).doesNotExist();
    }
}
