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
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.figure.Canvas.Point;
import org.rlgrad.figure.Canvas.Stroke;
import org.rlgrad.report.ControlledRuns;
import org.rlgrad.report.ExperimentLabels;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.GroupMeasurement.Group;

class ControlledFiguresTest {
    private static final double NONE = Double.NaN;
    private static final Setting SHORT = ControlledRuns.setting("mnist", "mlp", "labels", 60);

    @TempDir
    Path plan;

    private List<String> draw() {
        List<String> warnings = new ArrayList<>();
        ControlledFigures.draw(plan, warnings::add);
        return warnings;
    }

    private String svg(String name) throws IOException {
        return Files.readString(plan.resolve(name));
    }

    private void one(GroupMeasurement... rows) {
        ControlledRuns.write(plan, ControlledRuns.labels(Method.EXPECTED_REINFORCE, 0, SHORT), List.of(rows));
    }

    @Test
    void bothFiguresNameWhatTheyShow() throws Exception {
        ControlledRuns.writePlan(plan, ControlledRuns.MNIST, -1, 2);
        assertThat(draw()).isEmpty();
        assertThat(svg("reward.svg"))
                .contains(
                        "MNIST · MLP · Adam, lr 1e-4 · reward labels", "small reward std: 100 of 1000 inputs · 2 seeds")
                .contains("RFT, small reward std (100 inputs)", "SFT, large reward std (900 inputs)")
                .contains(">expected reward<", ">epoch (log scale)<", ">-1.0<", ">1000<");
        assertThat(svg("gradient_norm.svg")).contains(">gradient norm<", ">10<", ">−4<");
        for (String name : List.of("reward", "gradient_norm")) {
            Path file = plan.resolve(name + ".svg");
            assertThat(Files.size(file)).isLessThan(200_000);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
            var picture = ImageIO.read(plan.resolve(name + ".png").toFile());
            int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
            assertThat(Arrays.stream(pixels).filter(rgb -> rgb == 0xffe69f00)).hasSizeGreaterThan(1000);
            assertThat(Arrays.stream(pixels).filter(rgb -> rgb == 0xff0064a8)).hasSizeGreaterThan(1000);
        }
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        ControlledRuns.writePlan(plan, SHORT, -1, 2);
        draw();
        String first = svg("reward.svg") + svg("gradient_norm.svg");
        draw();
        assertThat(svg("reward.svg") + svg("gradient_norm.svg")).isEqualTo(first);
    }

    @Test
    void pretrainingShowsTheLossAndItsTarget() throws IOException {
        Setting setting = new Setting("cifar10", "resnet18", true, "adam", 1e-4, "labels", 5, 1, 1000, 1000, 50);
        ControlledRuns.write(
                plan, ControlledRuns.labels(Method.SUPERVISED, 0, setting), ControlledRuns.pretraining(50));
        assertThat(draw()).isEmpty();
        assertThat(svg("loss.svg"))
                .contains("CIFAR-10 · ResNet18 · Adam, lr 1e-4 · pretraining", "log 5 = 1.609")
                .contains("train samples", "test samples");
        assertThat(plan.resolve("reward.svg")).doesNotExist();
    }

    @Test
    void settingsOfAPlanStandSideBySide() throws IOException {
        ControlledRuns.writePlan(plan, SHORT, -1, 1);
        ControlledRuns.writePlan(plan, ControlledRuns.setting("mnist", "mlp", "labels_with_custom", 60), 0.5, 1);
        draw();
        assertThat(svg("reward.svg"))
                .contains("Expected reward during finetuning", "Adam, lr 1e-4 · reward labels<")
                .contains("Adam, lr 1e-4 · reward labels_with_custom<");
    }

    @Test
    void oddSeriesAreDrawn() throws IOException {
        one();
        draw();
        assertThat(svg("reward.svg")).contains("nothing finite to draw").doesNotContain("NaN", "Infinity");
        one(ControlledRuns.row(1, Group.SMALL_REWARD_STD, 9, -1, 0, 0));
        draw();
        assertThat(svg("reward.svg")).contains("<circle", "RFT, small").doesNotContain("NaN", "large reward");
        assertThat(svg("gradient_norm.svg")).contains("<circle").doesNotContain("NaN", "Infinity");
        one(
                ControlledRuns.row(1, Group.LARGE_REWARD_STD, 9, -0.5, 0, 3),
                ControlledRuns.row(2, Group.LARGE_REWARD_STD, 9, NONE, 0, Double.POSITIVE_INFINITY),
                ControlledRuns.row(3, Group.LARGE_REWARD_STD, 9, 2.5, 0, 1e-300),
                ControlledRuns.row(4, Group.LARGE_REWARD_STD, 9, 0.5, 0, NONE));
        draw();
        assertThat(svg("gradient_norm.svg"))
                .contains("infinite values left out: 1")
                .doesNotContain("NaN", "Infinity");
        one(ControlledRuns.row(1, Group.ALL, 9, -1, 0, 1), ControlledRuns.row(2, Group.ALL, 9, 0, 0, 1));
        draw();
        assertThat(svg("reward.svg")).contains("RFT, all inputs (1000 inputs)").doesNotContain("small reward");
    }

    @Test
    void unfinishedExperimentsAreLeftOut() throws IOException {
        assertThatThrownBy(this::draw).isInstanceOf(Failure.class).hasMessageContaining("no finished experiment");
        ControlledRuns.writePlan(plan, SHORT, -1, 1);
        Files.delete(plan.resolve("mnist_supervised_labels_seed_0/summary.json"));
        assertThat(draw()).singleElement().asString().contains("mnist_supervised_labels_seed_0 is not finished");
        assertThat(svg("reward.svg")).contains("RFT, small").doesNotContain("SFT, ");
    }

    @Test
    void bothKindsOfRftAreToldApart() throws IOException {
        ControlledRuns.writePlan(plan, SHORT, -1, 1);
        ExperimentLabels sampled = ControlledRuns.labels(Method.REINFORCE, 0, SHORT);
        ControlledRuns.write(plan, sampled, ControlledRuns.finetuning(sampled, -1));
        draw();
        assertThat(svg("reward.svg")).contains("RFT sampled, small reward std", "stroke-dasharray=\"2 3\"");
    }

    @Test
    void figure3PutsPlansSideBySide() throws IOException {
        Path mnist = plan.resolve("mnist_plan");
        Path stsb = plan.resolve("stsb_plan");
        ControlledRuns.writePlan(mnist, SHORT, -1, 1);
        ControlledRuns.writePlan(stsb, ControlledRuns.setting("stsb", "bert-mini", "labels", 60), -1, 1);
        Path png = plan.resolve("figure3.png");
        assertThat(Figure3.draw(List.of(mnist, stsb), png, text -> {}))
                .hasSize(2)
                .contains(png.toAbsolutePath());
        String svg = svg("figure3.svg");
        assertThat(svg).contains(">MNIST · MLP<", ">STS-B · BERT-mini<");
        assertThat(svg.split(">expected reward<", -1)).hasSize(3);
        assertThat(svg.split(">gradient norm<", -1)).hasSize(3);
        assertThat(svg.split("RFT, small reward std", -1)).hasSize(2);
        assertThatThrownBy(() -> Figure3.draw(List.of(mnist), plan.resolve("figure3.pdf"), text -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(".png");
    }

    @Test
    void logarithmicTicksArePowersOfTen() {
        Scale norms = Scale.decades(DoubleStream.of(0.0019, 0, 9.5), 300, 0);
        assertThat(norms.ticks(6).stream().map(BigDecimal::doubleValue)).containsExactly(0.001, 0.01, 0.1, 1.0, 10.0);
        assertThat(norms.at(0.001)).isEqualTo(300);
        assertThat(norms.at(10)).isZero();
        assertThat(norms.at(0.1)).isEqualTo(150);
        assertThat(norms.at(0)).isEqualTo(300);
        assertThat(norms.minorTicks()).hasSize(32).contains(new BigDecimal("0.002"), BigDecimal.valueOf(9));
        assertThat(Scale.decades(DoubleStream.of(1e-30, 1), 0, 1).axis().low()).isEqualTo(-10);
        assertThat(Scale.decades(DoubleStream.of(5, 5), 0, 1).axis()).isEqualTo(new Axis(0, 1, 0, 1));
        assertThat(Scale.decades(DoubleStream.of(1e-9, 1), 0, 1).ticks(6)).hasSize(5);
        assertThat(Scale.counts(5000, 0, 300).ticks(6).stream().map(BigDecimal::toPlainString))
                .containsExactly("1", "10", "100", "1000");
    }

    @Test
    void thinningKeepsTheExtremes() {
        List<Point> points = new ArrayList<>();
        for (int epoch = 1; epoch <= 5000; epoch++) {
            points.add(new Point(epoch, epoch == 3456 ? 1 : 0));
        }
        SvgCanvas svg = new SvgCanvas(100, 100);
        Scale y = Scale.linear(0, 1, 100, 0);
        new Curve("spike", 0x123456, Stroke.SOLID, points).drawBand(svg, Scale.counts(5000, 0, 100), y);
        assertThat(svg.document()).containsPattern("L9[0-9.]+ 0L");
        assertThat(svg.document().length()).isLessThan(3000);
    }
}
