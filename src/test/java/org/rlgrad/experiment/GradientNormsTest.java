package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.GradientNormsConfig;
import org.rlgrad.config.GradientNormsConfig.Gamma;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormsFile;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.rlgrad.report.RunFolder;

/** The built-in example, a few inputs of it. */
class GradientNormsTest {
    private static final Path CONFIG = Path.of("configs", "smoke", "extract_samples.yml");

    @TempDir
    private Path base;

    private static ExtractSamplesConfig config(String... settings) {
        return ConfigFile.extractSamples(CONFIG, List.of(settings)).config();
    }

    private static ExtractSamplesConfig located(String... settings) {
        return Locations.besideFile(config(settings), CONFIG);
    }

    private RunOptions options(String name, boolean resume) {
        return new RunOptions(
                base,
                "",
                Optional.of(name),
                Optional.empty(),
                "cpu",
                resume,
                false,
                false,
                Verbosity.QUIET,
                List.of(),
                CONFIG);
    }

    private static GradientNormsConfig norms(int inputs, Gamma gamma, Optional<Path> run) {
        return new GradientNormsConfig(Optional.of("rouge_l_max"), inputs, run, 12, 3, gamma, 2);
    }

    private List<GradientNorm> rows(String name) {
        return GradientNormsFile.read(base.resolve(name).resolve(GradientNormsFile.NAME));
    }

    @Test
    void leavesTheSameBytesAfterAnInterruption() throws IOException {
        GradientNorms.run(config(), norms(5, Gamma.SAMPLED, Optional.empty()), options("run", false));
        Path run = base.resolve("run");
        List<GradientNorm> rows = rows("run");
        assertThat(rows).hasSize(5).allSatisfy(row -> {
            assertThat(row.metric()).isEqualTo("lexical/rouge_l_max");
            assertThat(row.n()).isEqualTo(12);
            assertThat(row.maxLength()).isEqualTo(24);
            assertThat(row.meanLength()).isBetween(1.0, 24.0);
            assertThat(row.norm()).isLessThan(row.boundD1());
            assertThat(row.gamma()).isGreaterThan(1);
        });
        assertThat(rows).extracting(GradientNorm::trainIndex).isSorted();
        assertThat(rows.stream().mapToDouble(GradientNorm::naive).max().orElseThrow())
                .isGreaterThan(0.1);
        Path table = run.resolve(GradientNormsFile.NAME);
        String whole = Files.readString(table);
        String summary = Files.readString(run.resolve("summary.json"));
        for (String name : List.of(RunFolder.DONE, "summary.json", "gradient_norm_by_std.svg")) {
            Files.delete(run.resolve(name));
        }
        Files.writeString(table, whole.substring(0, whole.length() / 2)); // in the middle of a line
        GradientNorms.run(config(), norms(5, Gamma.SAMPLED, Optional.empty()), options("run", true));
        assertThat(table).hasContent(whole);
        assertThat(run.resolve("summary.json")).hasContent(summary);
        assertThat(run.resolve(RunFolder.DONE)).exists();
        assertThat(run.resolve(RunFolder.CONFIG)).content().contains("gradient_norms:\n  metric: rouge_l_max\n");
        assertThat(run.resolve(RunFolder.PROVENANCE)).content().contains("\"interruptions\": 1");
        assertThatThrownBy(
                        () -> GradientNorms.run(config(), norms(5, Gamma.NONE, Optional.empty()), options("run", true)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("another configuration");
    }

    /** Of one token, all outputs of one input earn nothing, while the other's begin like its reference or do not. */
    @Test
    void equalRewardsHaveNoGradient() {
        GradientNorms.run(
                config("alg.generation_kwargs.max_new_tokens=1"),
                norms(2, Gamma.NONE, Optional.empty()),
                options("short", false));
        List<GradientNorm> rows = rows("short");
        assertThat(rows.stream().filter(row -> row.std() == 0)).singleElement().satisfies(row -> {
            assertThat(row.squared()).isZero();
            assertThat(row.standardError()).isZero();
            assertThat(row.naive()).isZero();
        });
        assertThat(rows.stream().filter(row -> row.std() > 0)).singleElement().satisfies(row -> assertThat(row.naive())
                .isPositive());
    }

    /** The generation_kwargs of the file do not matter, whatever they cut off. */
    @Test
    void drawsFromTheWholeDistribution() {
        GradientNormsConfig norms = norms(2, Gamma.NONE, Optional.empty());
        GradientNorms.run(config(), norms, options("plain", false));
        GradientNorms.run(
                config(
                        "alg.generation_kwargs.top_k=2",
                        "alg.generation_kwargs.temperature=0.5",
                        "alg.generation_kwargs.min_length=9"),
                norms,
                options("cut", false));
        assertThat(rows("cut")).isEqualTo(rows("plain"));
        try (GradientNormsPlan plan = GradientNormsPlan.of(located("alg.generation_kwargs.top_k=2"), norms)) {
            assertThat(plan.warnings()).anyMatch(warning -> warning.contains("and not with top_k: 2"));
        }
        try (GradientNormsPlan plan = GradientNormsPlan.of(located(), norms)) {
            assertThat(plan.warnings()).isEmpty();
        }
    }

    /** Inputs at equal steps through the order of a run's deviations. */
    @Test
    void inputsAreSpreadOverTheDeviationsOfARun() throws IOException {
        ExtractSamplesConfig config = located();
        Path run = Files.createDirectories(base.resolve("extraction"));
        Files.writeString(run.resolve(RunFolder.CONFIG), ResolvedConfig.toYaml(config));
        Files.writeString(
                run.resolve(RunFolder.PROVENANCE),
                "{\"files\": [{\"role\": \"model\", \"path\": \"/m/config.json\"}], \"sessions\": [{\"start\": \"2026-01-01\"}]}");
        List<RewardStatistics> rows = new ArrayList<>();
        try (GradientNormsPlan plain = GradientNormsPlan.of(config, norms(5, Gamma.NONE, Optional.empty()))) {
            int[] indices = plain.extraction().trainIndices();
            for (int i = 0; i < 41; i++) { // the larger the index the smaller the deviation
                rows.add(RewardStatistics.of(indices[i], "m", new double[] {0, 1.0 / (1 + indices[i])}));
            }
            RewardStatisticsFile.write(run.resolve("reward_stats.csv"), rows);
            int[] sorted = Arrays.stream(indices, 0, 41).sorted().toArray();
            try (GradientNormsPlan spread = GradientNormsPlan.of(config, norms(5, Gamma.NONE, Optional.of(run)))) {
                assertThat(Arrays.stream(spread.positions("m"))
                                .map(position -> indices[position])
                                .toArray())
                        .containsExactly(sorted[0], sorted[10], sorted[20], sorted[30], sorted[40]);
                assertThatThrownBy(() -> spread.positions("other"))
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("no standard deviation of other");
            }
            assertThat(plain.positions("m")).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    @Test
    void numbersThatCannotWorkTogether() {
        assertThatThrownBy(() -> new GradientNormsConfig(Optional.empty(), 1, Optional.empty(), 10, 4, Gamma.NONE, 1))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--samples 10: must be a multiple of --groups 4");
        assertThatThrownBy(() -> GradientNormsPlan.of(
                        config(),
                        new GradientNormsConfig(Optional.of("bleu"), 1, Optional.empty(), 12, 4, Gamma.NONE, 1)))
                .isInstanceOf(Failure.class)
                .hasMessage("--metric bleu: the configuration has only rouge_l_max, meteor");
    }
}
