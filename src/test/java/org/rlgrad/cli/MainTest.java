package org.rlgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.Release;

class MainTest {
    @TempDir
    private Path folder;

    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void versionIsThePoms() throws IOException {
        Outcome outcome = run("--version");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).matches("rlgrad \\S+ \\(Java \\S+\\)\\R");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>rlgrad</artifactId>\n  <version>" + Release.VERSION + "</version>");
    }

    @Test
    void helpShowsCommandsExamplesAndExitCodes() {
        Outcome outcome = run("--help");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("extract-samples", "merge", "plot", "compare", "doctor", "generate-completion", "Examples:");
        for (ExitCode code : ExitCode.values()) {
            assertThat(outcome.out()).contains(" " + code.status() + "  ");
        }
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({"extract-samples", "merge", "plot", "compare", "score", "doctor"})
    void everyCommandHasHelp(String command) {
        Outcome outcome = run(command, "--help");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Usage: rlgrad " + command).doesNotContain("config_path", "output_path");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aFigureOfThePaperNeedsAFileAndIsNoTable() {
        Outcome nowhere = run("plot", "--figure", "1", folder.toString());
        assertThat(nowhere.status()).isEqualTo(64);
        assertThat(nowhere.err()).contains("--figure and --table need --output FILE");
        Outcome both = run("plot", "--figure", "1", "--table", "2", folder.toString(), "--output", "x.png");
        assertThat(both.status()).isEqualTo(64);
        assertThat(both.err()).contains("mutually exclusive");
    }

    @Test
    void completionIsAShellScript() {
        assertThat(run("generate-completion").out())
                .startsWith("#!/usr/bin/env bash")
                .contains("extract-samples");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            '' | Unmatched argument at index 0: '' (see 'rlgrad --help')
            extract-sample | Unmatched argument at index 0: 'extract-sample'; did you mean extract-samples? (see 'rlgrad --help')
            extract-samples | missing option --config FILE (see 'rlgrad extract-samples --help')
            extract-samples --confg=x | Unknown option: '--confg=x'; did you mean --config? (see 'rlgrad extract-samples --help')
            extract-samples --config x --resume --overwrite | --resume, --overwrite are mutually exclusive (specify only one) (see 'rlgrad extract-samples --help')
            extract-samples --config x --shard 5/4 | Invalid value for option '--shard': shard 5/4: the first number must be from 1 to the second (see 'rlgrad extract-samples --help')
            extract-samples --config x --shard 5 | Invalid value for option '--shard': expected I/N, for example 1/4, is '5' (see 'rlgrad extract-samples --help')
            extract-samples --config x --device gpu | Invalid value for option '--device': expected auto, cpu or cuda:N, is 'gpu' (see 'rlgrad extract-samples --help')
            extract-samples --config x --seed one | Invalid value for option '--seed': 'one' is not an int (see 'rlgrad extract-samples --help')
            merge a b | Missing required option: '--output=FOLDER' (see 'rlgrad merge --help')
            merge --output a | Missing required parameter: 'FOLDER' (see 'rlgrad merge --help')
            plot | Missing required parameter: 'FOLDER' (see 'rlgrad plot --help')
            compare a | name an extraction BEFORE and one or more AFTER, or --sweep DIR (see 'rlgrad compare --help')
            compare --sweep a b | --sweep DIR stands alone: it finds runs and metric by itself (see 'rlgrad compare --help')
            compare a b --seed x | Invalid value for option '--seed': 'x' is not a long (see 'rlgrad compare --help')
            compare a b --seed -1 | --seed -1: must be from 0 to 4294967295
            """)
    void misuseIsOneLineAndExit64(String arguments, String message) {
        Outcome outcome = run(arguments.split(" "));
        assertThat(outcome.err()).isEqualTo("rlgrad: " + message + System.lineSeparator());
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isEqualTo(64);
    }

    @Test
    void noCommand() {
        Outcome outcome = run();
        assertThat(outcome.status()).isEqualTo(64);
        assertThat(outcome.err())
                .startsWith("rlgrad: which command? One of extract-samples, ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"--config", "-c", "--config_path"})
    void aMissingConfigurationIsExit66(String option) {
        Path absent = folder.resolve("absent.yml");
        Outcome outcome = run("extract-samples", option, absent.toString());
        assertThat(outcome.err())
                .isEqualTo("rlgrad: " + absent + ": no such configuration file" + System.lineSeparator());
        assertThat(outcome.status()).isEqualTo(66);
    }

    @Test
    void aWrongConfigurationIsExit78WithALineForEachProblem() throws IOException {
        Path file = Files.writeString(folder.resolve("x.yml"), "sed: 1\n");
        Outcome outcome = run("extract-samples", "--config", file.toString(), "--seed", "-1");
        assertThat(outcome.status()).isEqualTo(78);
        assertThat(outcome.err().lines())
                .containsExactly(
                        "rlgrad: 6 problems in the configuration " + file,
                        file + ":1:1 sed: unknown key; did you mean seed?",
                        file + ":1:1 alg: missing",
                        file + ":1:1 evaluation: missing",
                        file + ":1:1 tokenizer: missing",
                        file + ":1:1 datapool: missing",
                        "--set seed: must be at least 0, is -1");
    }

    @Test
    void onlyTraceShowsAStackTrace() {
        Path absent = folder.resolve("absent.yml");
        assertThat(run("extract-samples", "-v", "--config", absent.toString()).err())
                .hasLineCount(1);
        assertThat(run("extract-samples", "-vv", "--config", absent.toString()).err())
                .contains("org.rlgrad.Failure: ", "Caused by: java.nio.file.NoSuchFileException", "\tat ");
    }

    private static String report(Throwable e, boolean trace, ExitCode expected) {
        StringWriter text = new StringWriter();
        int status = new Failures().report(e, new PrintWriter(text), trace);
        assertThat(status).isEqualTo(expected.status());
        return text.toString().strip();
    }

    @Test
    void failuresAreShownAsTheyAre() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(report(new Failure(code, "what and why"), false, code)).isEqualTo("rlgrad: what and why");
        }
    }

    @Test
    void anythingElseIsADefect() {
        assertThat(report(new IllegalStateException("two\nlines"), false, ExitCode.DEFECT))
                .isEqualTo("rlgrad: defect: java.lang.IllegalStateException: two lines; please report it with this"
                        + " line; -vv shows the trace");
        assertThat(report(new IllegalStateException("x"), true, ExitCode.DEFECT))
                .contains("\tat ");
        assertThat(report(new OutOfMemoryError("Java heap space"), false, ExitCode.DEFECT))
                .startsWith("rlgrad: out of memory (Java heap space); ");
    }

    @Test
    void aBrokenPipeIsQuietAndAFullDiskIsNot() {
        StandardOutput pipe = new StandardOutput(failing("Broken pipe"));
        pipe.write('x');
        assertThat(pipe.failure()).isEmpty();
        StandardOutput disk = new StandardOutput(failing("No space left on device"));
        disk.write('x');
        disk.write('x');
        assertThat(disk.failure()).contains("No space left on device");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void memoryThatRunsOutIsNoDefect() {
        for (Throwable e : new Throwable[] {
            new OutOfMemoryError("Java heap space"),
            new IllegalStateException("CUDA out of memory. Tried to allocate 2 GiB\nException raised from malloc"),
            new IllegalStateException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")
        }) {
            StringWriter err = new StringWriter();
            assertThat(new Failures().report(e, new PrintWriter(err), false)).isEqualTo(ExitCode.DEFECT.status());
            assertThat(err.toString())
                    .startsWith("rlgrad: out of memory")
                    .contains("eval_batch_size")
                    .hasLineCount(1);
        }
    }
}
