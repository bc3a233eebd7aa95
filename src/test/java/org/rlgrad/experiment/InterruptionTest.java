package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.cli.Main;
import org.rlgrad.report.RunFolder;

/** However a run is cut up, by signals or by shards, it leaves the bytes of an uninterrupted one. Each run is a JVM of its own. */
class InterruptionTest {
    private static final String NAME = "extract_samples";
    private static final Path CONFIG = Path.of("configs", "smoke", NAME + ".yml");
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private static Path base;

    @BeforeAll
    static void runWithoutInterruption() throws Exception {
        assertThat(ended(extraction("whole"))).isEqualTo(ExitCode.OK.status());
    }

    @Test
    void killedAndResumed() throws Exception {
        Path run = base.resolve("cut").resolve(NAME);
        Path journal = run.resolve("samples.partial.jsonl");
        for (int kill = 0; kill < 2; kill++) {
            long before = size(journal);
            killWhen(() -> size(journal) > before, extraction("cut", "--resume"));
        }
        long before = size(journal);
        Process terminated = extraction("cut", "--resume");
        await(() -> size(journal) > before, terminated);
        terminated.destroy(); // SIGTERM
        assertThat(ended(terminated)).isEqualTo(ExitCode.INTERRUPTED.status());
        assertThat(Files.readString(run.resolve(RunFolder.PROVENANCE))).contains("interrupted: signal");

        killWhen(() -> Files.exists(run.resolve("summary.json")), extraction("cut", "--resume"));
        assertThat(run.resolve(RunFolder.DONE)).doesNotExist();
        assertThat(ended(extraction("cut", "--resume"))).isEqualTo(ExitCode.OK.status());
        assertSameFiles(run);
    }

    @Test
    void shardedAndMerged() throws Exception {
        List<String> merge = new ArrayList<>(List.of("merge"));
        List<Path> shards = new ArrayList<>();
        for (int shard = 2; shard >= 1; shard--) {
            assertThat(ended(extraction("shards", "--shard", shard + "/2"))).isEqualTo(ExitCode.OK.status());
            shards.add(base.resolve("shards").resolve(NAME + ".shard-" + shard + "-of-2"));
        }
        Path merged = base.resolve("shards").resolve(NAME);
        shards.forEach(shard -> merge.add(shard.toString()));
        merge.addAll(List.of("--output", merged.toString()));
        assertThat(ended(rlgrad(merge))).isEqualTo(ExitCode.OK.status());
        assertSameFiles(merged);
        assertThat(Files.readAllLines(merged.resolve("at_risk.csv"))).hasSizeGreaterThan(1);
        assertShardsOfOlderVersionsMerge(merged, shards);
    }

    /** Those that do not say what references earn: the rest comes out as it was, and the best sample stands in for them. */
    private static void assertShardsOfOlderVersionsMerge(Path merged, List<Path> shards) throws IOException {
        for (Path shard : shards) {
            Files.writeString(shard.resolve("samples.jsonl"), withoutReferenceRewards(shard));
        }
        Path old = base.resolve("shards").resolve("old");
        Merge.run(shards, old, false);
        assertThat(old.resolve("samples.jsonl")).hasContent(withoutReferenceRewards(merged));
        assertThat(old.resolve("reward_stats.csv")).hasSameBinaryContentAs(merged.resolve("reward_stats.csv"));
        assertThat(old.resolve("summary.json")).content().contains("\"inputs_without_reference\": 128");
        assertThat(merged.resolve("summary.json")).content().contains("\"inputs_without_reference\": 0");
    }

    private static String withoutReferenceRewards(Path run) throws IOException {
        String samples = Files.readString(run.resolve("samples.jsonl"));
        String without = samples.replaceAll(",\"reference_rewards\":\\{[^}]*}", "");
        assertThat(without).isNotEqualTo(samples);
        return without;
    }

    private static Process extraction(String output, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("extract-samples", "--config", CONFIG.toString(), "--device", "cpu"));
        arguments.addAll(List.of("--output-path", base.resolve(output).toString()));
        // 64 units of two inputs: enough of them for every signal to come in the middle
        for (String setting : List.of(
                "datapool.num_train_samples=128",
                "evaluation.num_samples_per_input=4",
                "evaluation.eval_batch_size=8",
                "evaluation.metrics=[{id: rouge_l_max}]")) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(Arrays.asList(more));
        return rlgrad(arguments);
    }

    private static Process rlgrad(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        command.addAll(List.of("-Dai.djl.offline=true", "-Dai.djl.pytorch.num_threads=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** The exit status of a process that ends by itself. */
    private static int ended(Process process) throws Exception {
        boolean inTime = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(inTime).as(Files.readString(log())).isTrue();
        assertThat(Files.readString(log())).doesNotContain("\tat ", "defect");
        return process.waitFor();
    }

    private static void killWhen(BooleanSupplier moment, Process process) throws Exception {
        await(moment, process);
        process.destroyForcibly(); // SIGKILL
        assertThat(process.waitFor()).as("killed, not ended by itself").isGreaterThan(128);
    }

    private static void await(BooleanSupplier moment, Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!moment.getAsBoolean()) {
            boolean hopeless = !process.isAlive() || System.nanoTime() > end;
            if (hopeless) {
                process.destroyForcibly();
            }
            assertThat(hopeless).as(Files.readString(log())).isFalse();
            Thread.sleep(1);
        }
    }

    private static void assertSameFiles(Path run) throws IOException {
        Map<String, byte[]> expected = files(base.resolve("whole").resolve(NAME));
        Map<String, byte[]> actual = files(run);
        assertThat(actual.keySet())
                .isEqualTo(expected.keySet())
                .contains("samples.jsonl", "at_risk.csv", RunFolder.DONE);
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }

    /** All files but those that depend on the clock and the process. */
    private static Map<String, byte[]> files(Path folder) throws IOException {
        Set<String> differing = Set.of(RunFolder.PROVENANCE, "log.txt", ".lock");
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.toList()) {
                String name = file.getFileName().toString();
                if (!differing.contains(name)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    private static Path log() {
        return base.resolve("log.txt");
    }

    private static long size(Path file) {
        return file.toFile().length(); // 0 where there is none
    }
}
