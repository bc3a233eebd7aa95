package org.rlgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/sweep.sh} and its short forms beside an {@code rlgrad} that only writes down its arguments. */
class SweepScriptTest {
    /** Fails where a setting says so; waits for a signal where one says so. */
    private static final String RLGRAD =
            """
            #!/bin/sh
            for a; do printf '[%s]' "$a"; done >>calls
            echo >>calls
            case "$*" in
                *rate=78*) exit 78 ;;
                *rate=75*) exit 75 ;;
                *rate=wait*) trap 'echo stopped >>calls; exit 75' TERM; : >waiting; while :; do sleep 0.05; done ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Path scripts;

    private record Outcome(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @BeforeEach
    void toyRepository() throws IOException {
        scripts = Files.createDirectories(folder.resolve("a repository/scripts"));
        for (String name : List.of("sweep.sh", "sweep-learning-rate.sh", "sweep-temperature.sh", "sweep-entropy.sh")) {
            executable(scripts.resolve(name), Files.readString(Path.of("scripts", name)));
        }
        executable(scripts.resolve("rlgrad"), RLGRAD);
        Files.writeString(folder.resolve("c.yml"), "seed: 0\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(scripts.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static Outcome await(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, err);
    }

    /** With {@code --config c.yml --output o} in front. */
    private Outcome sweep(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--config", "c.yml", "--output", "o"));
        all.addAll(Arrays.asList(arguments));
        return await(start("sweep.sh", all.toArray(String[]::new)));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private static String name(String line) {
        return line.replaceAll(".*--experiment-name ([^ ]*) .*", "$1");
    }

    @Test
    void listsOneCommandForEachPointOfTheGrid() throws Exception {
        Outcome list = sweep("a.rate=2e-5,2e-4", "a.ent=0,0.01", "--seeds", "1,2", "--list", "--", "--device", "cpu");
        assertThat(list.status()).isZero();
        assertThat(list.err()).isEmpty();
        assertThat(list.lines()).hasSize(8);
        assertThat(list.lines().get(0))
                .isEqualTo("'" + scripts.toRealPath() + "/rlgrad' train --config c.yml --output-path o"
                        + " --experiment-name rate-2e-5__ent-0__seed-1 --device cpu"
                        + " --set a.rate=2e-5 --set a.ent=0 --set seed=1 --resume");
        assertThat(list.lines().stream().map(SweepScriptTest::name))
                .doesNotHaveDuplicates()
                .endsWith("rate-2e-4__ent-0.01__seed-1", "rate-2e-4__ent-0.01__seed-2");
        assertThat(folder.resolve("calls")).doesNotExist();
        assertThat(Files.readAllLines(folder.resolve("o/sweep.tsv")))
                .hasSize(9)
                .startsWith("name\ta.rate\ta.ent\tseed", "rate-2e-5__ent-0__seed-1\t2e-5\t0\t1");
    }

    @Test
    void aShellReadsTheListAsItWasMeant() throws Exception {
        String probe = "{prompts: 4, samples: 2}";
        Outcome list =
                sweep("k=" + probe + ", [val],\"a,'b\" ,'x y',$(touch bad)`;é", "--list", "--", "--set", "t='it'");
        assertThat(list.lines()).hasSize(5);
        Path lines = Files.writeString(folder.resolve("list"), list.out());
        await(new ProcessBuilder("sh", lines.toString())
                .directory(folder.toFile())
                .start());
        assertThat(calls().stream().map(call -> call.replaceAll(".*\\[(k=.*)\\]\\[--resume\\]", "$1")))
                .containsExactly("k=" + probe, "k=[val]", "k=\"a,'b\"", "k='x y'", "k=$(touch bad)`;é");
        assertThat(calls()).allMatch(call -> call.contains("[--set][t='it'][--set][k="));
        assertThat(folder.resolve("bad")).doesNotExist();
        assertThat(list.lines().stream().map(SweepScriptTest::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("k-[A-Za-z0-9._-]+"))
                .startsWith(name(list.lines().get(0)))
                .first()
                .asString()
                .matches("k-prompts_4_samples_2-[0-9a-f]{8}");
    }

    @Test
    void keysThatShareTheirLastPartAreNamedInFull() throws Exception {
        Outcome list = sweep("a.args.size=1", "b.size=1,2", "c=-1", "--list");
        assertThat(list.lines().stream().map(SweepScriptTest::name))
                .containsExactly("a.args.size-1__b.size-1__c--1", "a.args.size-1__b.size-2__c--1");
    }

    @Test
    void aNameDependsOnItsOwnValuesAlone() throws Exception {
        String alone = name(sweep("k=outputs/a b", "--list").lines().get(0));
        assertThat(sweep("k=outputs/c,outputs/a b", "--list").lines().stream().map(SweepScriptTest::name))
                .contains(alone);
        String longer = "x".repeat(300);
        assertThat(name(sweep("k=" + longer, "--list").lines().get(0))).hasSizeLessThan(60);
    }

    @Test
    void furtherValuesExtendASweepAndOtherKeysAreRefused() throws Exception {
        sweep("a.rate=1,2", "--list");
        assertThat(sweep("a.rate=2,3", "--list").status()).isZero();
        assertThat(Files.readAllLines(folder.resolve("o/sweep.tsv")))
                .containsExactly("name\ta.rate", "rate-1\t1", "rate-2\t2", "rate-3\t3");
        Outcome other = sweep("a.rate=1", "--seeds", "1", "--list");
        assertThat(other.status()).isEqualTo(64);
        assertThat(other.out()).isEmpty();
        assertThat(other.err()).contains("o holds a sweep over name a.rate, not over name a.rate seed");
        assertThat(folder.resolve("o")).isDirectoryNotContaining("glob:**.tmp*");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=1,,2            | a: an empty value",
                "a=                | a: an empty value",
                "a=1,1             | a: the value '1' is given twice",
                "a=[1,2            | a: brackets, braces or quotes do not match",
                "a='1              | a: brackets, braces or quotes do not match",
                "a=1 a=2           | a is given twice",
                "a=1 a.b=2         | one is a part of the other",
                "a..b=1            | 'a..b' is no key",
                "=1                | '' is no key",
                "x                 | 'x' is neither an option nor KEY=V1,V2,...",
                "--sed 1           | unknown option --sed",
                "--list            | nothing to sweep",
                "seed=1 --seeds 1  | seed is given twice",
                "a=1 --seeds       | --seeds needs a value",
                "a=1 -- --overwrite          | --overwrite must not stand behind --",
                "a=1 -- --output-path x      | --output-path must not stand behind --",
                "a=1 -- --set a=2            | a is swept",
                "a=1 -- --set=a=2            | a is swept",
                "seed=1 -- --seed 3          | seed is swept",
            })
    void refuses(String arguments, String problem) throws Exception {
        Outcome outcome = sweep(arguments.split(" +"));
        assertThat(outcome.err()).contains(problem);
        assertThat(outcome.status()).isEqualTo(64);
        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("o")).doesNotExist();
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void controlCharactersAndMissingFilesAreRefused() throws Exception {
        assertThat(sweep("a=1\t2").status()).isEqualTo(64);
        assertThat(sweep("a=1\n2").status()).isEqualTo(64);
        assertThat(await(start("sweep.sh", "--config", "no.yml", "--output", "o", "a=1"))
                        .status())
                .isEqualTo(66);
        assertThat(await(start("sweep.sh", "--config", "c.yml", "a=1")).err()).contains("missing option --output");
    }

    @Test
    void aFailedRunDoesNotStopTheOthers() throws Exception {
        Outcome outcome = sweep("rate=1,78,75,2");
        assertThat(outcome.status()).isEqualTo(78);
        assertThat(calls()).hasSize(4).allMatch(call -> call.endsWith("[--resume]"));
        assertThat(outcome.lines())
                .endsWith(
                        "sweep: 2 of 4 done, 1 failed, 1 interrupted",
                        "failed: rate-78 (exit code 78)",
                        "interrupted: rate-75");
        assertThat(sweep("rate=1,2").status()).isZero();
        assertThat(sweep("rate=75").status()).isEqualTo(75);
    }

    @Test
    void dryRunChecksEveryPointAndLeavesNothing() throws Exception {
        Outcome outcome = sweep("rate=1,78", "--dry-run");
        assertThat(outcome.status()).isEqualTo(78);
        assertThat(outcome.lines()).startsWith("sweep: 1 of 2 sound, 1 failed, 0 interrupted");
        assertThat(calls()).hasSize(2).allMatch(call -> call.endsWith("[--dry-run]"));
        assertThat(folder.resolve("o")).doesNotExist();
    }

    @Test
    void aSignalStopsTheRunAtWorkAndTheSweep() throws Exception {
        Process process = start("sweep.sh", "--config", "c.yml", "--output", "o", "rate=wait,2");
        for (int i = 0; i < 200 && !Files.exists(folder.resolve("waiting")); i++) {
            Thread.sleep(50);
        }
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(75);
        assertThat(calls()).hasSize(2).endsWith("stopped");
    }

    @ParameterizedTest
    @CsvSource({
        "sweep-learning-rate.sh,alg.args.learning_rate,learning_rate-2e-6 learning_rate-2e-5 learning_rate-2e-4",
        "sweep-temperature.sh,alg.policy.args.generation_kwargs.temperature,temperature-1 temperature-1.5 temperature-2",
        "sweep-entropy.sh,alg.args.ent_coef,ent_coef-0 ent_coef-0.01 ent_coef-0.1 ent_coef-1"
    })
    void shortFormsKnowTheirKeyAndGrid(String script, String key, String names) throws Exception {
        Outcome list = await(start(script, "--config", "c.yml", "--output", "o", "--list"));
        assertThat(list.lines().stream().map(SweepScriptTest::name)).containsExactly(names.split(" "));
        assertThat(list.lines()).allMatch(line -> line.contains(" --set " + key + "="));
        Outcome own = await(start(
                script, "3", "4,5", "--seeds", "1,2", "--config", "c.yml", "--output", "p", "--list", "--", "-q"));
        assertThat(own.lines()).hasSize(6).allMatch(line -> line.contains(" -q --set "));
        assertThat(await(start(script, "--help")).out()).contains(script, "Usage: scripts/sweep.sh");
    }
}
