package org.rlgrad.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.ScalarsFile;
import org.rlgrad.report.TrainingRuns;
import org.rlgrad.report.TrainingSummary;

class TrainingFigureTest {
    private static final double NONE = Double.NaN;

    @TempDir
    Path run;

    private String draw() throws IOException {
        List<String> warnings = new ArrayList<>();
        assertThat(TrainingFigure.draw(run, warnings::add))
                .containsExactly(run.resolve("training.svg"), run.resolve("training.png"));
        assertThat(warnings).isEmpty();
        String svg = Files.readString(run.resolve("training.svg"));
        assertThat(svg).doesNotContain("NaN", "Infinity");
        return svg;
    }

    private void rollouts(List<String> columns, double[]... rows) {
        try (ScalarsFile rollouts = ScalarsFile.open(run.resolve(ScalarsFile.ROLLOUTS), columns)) {
            for (int i = 0; i < rows.length; i++) {
                rollouts.append(i + 1, rows[i]);
            }
        }
    }

    @Test
    void reinforcementShowsRewardKlAndSpread() throws Exception {
        TrainingRuns.ppo(run, 100);
        TrainingSummary.of(run, "ppo", Optional.of("lexical/meteor")).write(run);
        String svg = draw();
        assertThat(svg)
                .contains(">" + run.getFileName() + "<", "100 iterations · 1 of 5 metrics")
                .contains(">Reward<", ">KL divergence from the reference<", ">KL coefficient<")
                .contains(">Reward std per prompt<", ">Prompts without reward spread<", ">lexical/meteor<")
                .contains(">reward<", ">KL (nats)<", ">coefficient β<", ">×1e-3<", ">score<")
                .contains(">rollouts<", ">k1<", ">k3<", ">train<", ">val<", ">test<")
                .doesNotContain("rouge", "optimizer step", "Training loss");
        assertThat(svg.split(">iteration<", -1)).hasSize(4);
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(run.resolve("training.svg").toFile());
        var picture = ImageIO.read(run.resolve("training.png").toFile());
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        assertThat(Arrays.stream(pixels).filter(rgb -> rgb == 0xff0064a8)).hasSizeGreaterThan(5000);
        assertThat(Arrays.stream(pixels).filter(rgb -> rgb == 0xffe69f00)).hasSizeGreaterThan(1000);
        assertThat(draw()).isEqualTo(svg);
    }

    @Test
    void supervisionShowsLossRateAndTheFirstMetrics() throws IOException {
        TrainingRuns.supervised(run, 3000);
        assertThat(draw())
                .contains("3000 optimizer steps · 4 of 5 metrics", ">Training loss<", ">Learning rate<", ">×1e-5<")
                .contains(">lexical/rouge_rouge1<", ">fluency_metrics/perplexity<", ">lexical/bleu<")
                .doesNotContain("vocab_size", ">iteration<", ">train<");
    }

    @Test
    void theFirstMetricStandsInForAnUnknownReward() throws IOException {
        TrainingRuns.ppo(run, 3);
        assertThat(draw()).contains(">lexical/rouge_rouge1<").doesNotContain("meteor");
        TrainingSummary.of(run, "ppo", Optional.of("lexical/cider")).write(run);
        assertThat(draw()).contains(">lexical/rouge_rouge1<").doesNotContain("cider");
    }

    @Test
    void columnsThatAreNotThereAreLeftOut() throws IOException {
        rollouts(
                List.of("ep_rew", "zero_std_fraction", "probe_reward_std", "kl_k1"),
                new double[] {0.1, 0.5, NONE, 0},
                new double[] {0.2, 0.6, NONE, Double.POSITIVE_INFINITY});
        assertThat(draw())
                .contains(">Reward<", ">Prompts without reward spread<", ">KL divergence from the reference<")
                .contains("infinite values left out: 1", "2 iterations")
                .doesNotContain("KL coefficient", "Reward std per prompt", ">score<");
    }

    @Test
    void theBandIsOneStandardDeviationWide() throws IOException {
        rollouts(List.of("ep_rew", "ep_rew_std"), new double[] {1, 0.5}, new double[] {1, 0.5});
        // The panel spans 0.5 to 1.5 and a margin of 0.05; 290 pixels high.
        assertThat(draw()).containsPattern("<path d=\"M[0-9.]+ ([0-9.]+)L[0-9.]+ \\1L[0-9.]+ ([0-9.]+)L[0-9.]+ \\2Z");
        String svg = Files.readString(run.resolve("training.svg"));
        var band = java.util.regex.Pattern.compile("M[0-9.]+ ([0-9.]+)L[0-9.]+ [0-9.]+L[0-9.]+ ([0-9.]+)L[^Z]*Z")
                .matcher(svg);
        assertThat(band.find()).isTrue();
        double height = Double.parseDouble(band.group(2)) - Double.parseDouble(band.group(1));
        assertThat(height).isCloseTo(290 / 1.1, org.assertj.core.data.Offset.offset(0.02));
    }

    @Test
    void aRunThatHasJustBegunIsDrawn() throws IOException {
        rollouts(TrainingRuns.ROLLOUTS.subList(0, 3), new double[] {1, 2, 3});
        assertThat(draw()).contains("<circle", "1 iteration<");
    }

    @Test
    void aRunWithoutStepsIsNoFigure() {
        assertThat(TrainingFigure.isDrawnFrom(run)).isFalse();
        rollouts(TrainingRuns.ROLLOUTS);
        assertThat(TrainingFigure.isDrawnFrom(run)).isTrue();
        assertThatThrownBy(this::draw)
                .isInstanceOf(Failure.class)
                .hasMessage(run + ": no step of the training has been recorded yet, there is nothing to draw");
    }

    @Test
    void axesOfStepsHaveWholeNumbers() {
        Across small = Across.steps("iteration", 0, 2);
        assertThat(small.ticks(small.scale(0, 300)).stream().map(small::label)).containsExactly("0", "1", "2");
        Across large = Across.steps("optimizer step", 0, 250_000);
        assertThat(large.ticks(large.scale(0, 300)).stream().map(large::label))
                .containsExactly("0k", "50k", "100k", "150k", "200k", "250k");
    }

    @Test
    void longLabelsShareAPowerOfTen() {
        assertThat(Upright.exponent(Scale.linear(0, 2e-6, 0, 1))).isEqualTo(-6);
        assertThat(Upright.exponent(Scale.linear(-0.0012, 0.0001, 0, 1))).isEqualTo(-3);
        assertThat(Upright.exponent(Scale.linear(0, 450_000, 0, 1))).isEqualTo(5);
        assertThat(Upright.exponent(Scale.linear(-1, 1, 0, 1))).isZero();
        assertThat(Upright.label(new BigDecimal("0.0000015"), -6)).isEqualTo("1.5");
    }
}
