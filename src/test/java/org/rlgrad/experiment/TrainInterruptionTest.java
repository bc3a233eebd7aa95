package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.report.RunFolder;

/** Wherever a training is killed, it goes on to the bytes of one that never was. Interrupted ones are processes of their own. */
class TrainInterruptionTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path temporary;

    private ShortTrainings trainings;

    @BeforeEach
    void copySmoke() throws IOException {
        trainings = new ShortTrainings(temporary);
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "train_sft.yml, 6, seed=3",
        "train_ppo.yml, 3, seed=3",
        "train_nlpo.yml, 3, fidelity=reference",
        "train_nlpo.yml, 3, fidelity=corrected alg.policy.args.target_update_iterations=1",
        "train_reinforce.yml, 3, alg.args.baseline=moving_average",
    })
    void killedAndResumed(String config, int units, String settings) throws Exception {
        String[] more = settings.split(" ");
        Process process = trainings.start(config, "cut", more);
        await(() -> rows(trainings.run(config, "cut")) >= units, process);
        process.destroyForcibly(); // SIGKILL
        assertThat(process.waitFor()).as("killed, not ended by itself").isGreaterThan(128);
        assertThat(trainings.run(config, "cut").resolve(RunFolder.DONE)).doesNotExist();
        assertGoesOn(config, more);
    }

    @Test
    void terminatedAndResumed() throws Exception {
        String config = "train_reinforce.yml";
        Process process = trainings.start(config, "cut");
        await(() -> rows(trainings.run(config, "cut")) >= 1, process);
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.status());
        assertThat(Files.readString(trainings.log()))
                .contains("interrupted; writing a checkpoint", "--resume goes on")
                .doesNotContain("\tat ", "defect");
        assertThat(trainings.run(config, "cut").resolve("checkpoints")).isNotEmptyDirectory();
        assertGoesOn(config);
    }

    private void assertGoesOn(String config, String... settings) throws IOException {
        String[] resumed =
                Stream.concat(Stream.of("--resume"), Stream.of(settings)).toArray(String[]::new);
        assertThat(trainings.train(config, "cut", resumed).err()).isEmpty();
        assertThat(trainings.train(config, "whole", settings).err()).isEmpty();
        Map<String, byte[]> expected = ShortTrainings.files(trainings.run(config, "whole"));
        Map<String, byte[]> actual = ShortTrainings.files(trainings.run(config, "cut"));
        assertThat(actual.keySet()).isEqualTo(expected.keySet()).contains(RunFolder.DONE, "model/model.safetensors");
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }

    private static long rows(Path run) {
        Path training = run.resolve("training.csv");
        if (!Files.exists(training)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(training)) {
            return lines.count() - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(BooleanSupplier moment, Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!moment.getAsBoolean()) {
            boolean hopeless = !process.isAlive() || System.nanoTime() > end;
            if (hopeless) {
                process.destroyForcibly();
            }
            assertThat(hopeless).as(Files.readString(trainings.log())).isFalse();
            Thread.sleep(1);
        }
    }
}
