package org.rlgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rlgrad.experiment.RunOptions;
import org.rlgrad.experiment.Shard;
import org.rlgrad.experiment.Verbosity;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the options become. */
class CommonOptionsTest {
    private static final Path DEFAULT = Path.of("outputs", "stats");

    @Command(name = "x")
    private static final class Holder {
        @Mixin
        private CommonOptions common;

        @Mixin
        private ExtractionOptions extraction;

        @Mixin
        private LogOptions log;

        @Spec
        private CommandSpec spec;
    }

    private static Holder parse(String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder;
    }

    private static RunOptions options(String... arguments) {
        Holder holder = parse(arguments);
        return holder.extraction.addedTo(
                holder.common.runOptions(Path.of("c.yml"), DEFAULT, holder.log.verbosity(), List.of(arguments)));
    }

    @Test
    void defaults() {
        assertThat(options())
                .isEqualTo(new RunOptions(
                        DEFAULT,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        "auto",
                        false,
                        false,
                        false,
                        Verbosity.NORMAL,
                        List.of(),
                        Path.of("c.yml")));
    }

    @Test
    void everything() {
        String[] arguments = {
            "--output-path=o",
            "--output-file-suffix",
            "s",
            "--experiment-name=n",
            "--shard=2/3",
            "--device=cuda:1",
            "--resume",
            "--dry-run",
            "-q"
        };
        assertThat(options(arguments))
                .isEqualTo(new RunOptions(
                        Path.of("o"),
                        "s",
                        Optional.of("n"),
                        Optional.of(new Shard(2, 3)),
                        "cuda:1",
                        true,
                        false,
                        true,
                        Verbosity.QUIET,
                        List.of(arguments),
                        Path.of("c.yml")));
        assertThat(options("--overwrite").overwrite()).isTrue();
        assertThat(options("--device=cuda").device()).isEqualTo("cuda:0");
    }

    @Test
    void theReferencesSpellings() {
        RunOptions options = options("--output_path", "o", "--output_file_suffix", "s", "--experiment_name", "n");
        assertThat(options.outputPath()).isEqualTo(Path.of("o"));
        assertThat(options.suffix()).isEqualTo("s");
        assertThat(options.experimentName()).contains("n");
        for (String spelling : List.of("--config_path", "--plan_config_path")) {
            Holder holder = parse(spelling, "c");
            assertThat(holder.common.requiredConfig(holder.spec)).isEqualTo(Path.of("c"));
        }
    }

    @Test
    void settingsKeepTheirOrderAndTheSeedIsLast() {
        assertThat(parse("--seed", "3", "--set", "a=1,2", "--set", "b=x=y")
                        .common
                        .settings(seed -> "seed=" + seed))
                .containsExactly("a=1,2", "b=x=y", "seed=3");
    }

    @Test
    void verbosity() {
        assertThat(options("-v").verbosity()).isEqualTo(Verbosity.VERBOSE);
        assertThat(options("-vv").verbosity()).isEqualTo(Verbosity.TRACE);
        assertThat(options("-v", "-v").verbosity()).isEqualTo(Verbosity.TRACE);
    }
}
