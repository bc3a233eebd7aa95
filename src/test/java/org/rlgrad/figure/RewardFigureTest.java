package org.rlgrad.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ChildProcess;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.w3c.dom.Document;

class RewardFigureTest {
    @TempDir
    Path folder;

    private Path table(List<RewardStatistics> rows) {
        Path table = folder.resolve("reward_stats.csv");
        RewardStatisticsFile.write(table, rows);
        return table;
    }

    private List<String> draw(List<RewardStatistics> rows, String title) {
        List<String> warnings = new ArrayList<>();
        RewardFigure.draw(table(rows), folder, title, warnings::add);
        return warnings;
    }

    private String svg() throws IOException {
        return Files.readString(folder.resolve("reward_mean_std.svg"));
    }

    /** Ten samples per input: most inputs at or near zero, others with a broad spread, like a text reward. */
    static List<RewardStatistics> textLike(String metric, int inputs, double failing, long seed) {
        Random random = new Random(seed);
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            double level = random.nextDouble() < failing ? 0.004 : Math.pow(random.nextDouble(), 1.5);
            double[] rewards = new double[10];
            for (int j = 0; j < rewards.length; j++) {
                double noise = 0.5 * level * (1 - 0.7 * level) * random.nextGaussian();
                rewards[j] = Math.min(1, Math.max(0, Math.rint((level + noise) * 200) / 200));
            }
            rows.add(RewardStatistics.of(i, metric, rewards));
        }
        return rows;
    }

    /** Rewards of 0 and 1 only: eleven places for all inputs. */
    static List<RewardStatistics> binary(String metric, int inputs, long seed) {
        Random random = new Random(seed);
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            double p = Math.pow(random.nextDouble(), 4);
            double[] rewards = random.doubles(10).map(u -> u < p ? 1 : 0).toArray();
            rows.add(RewardStatistics.of(i, metric, rewards));
        }
        return rows;
    }

    @Test
    void everyInputIsAPointAtItsPlace() throws Exception {
        List<RewardStatistics> rows = List.of(
                RewardStatistics.of(0, "meteor", new double[] {0, 0}),
                RewardStatistics.of(1, "meteor", new double[] {0, 1}),
                RewardStatistics.of(2, "meteor", new double[] {1, 1}));
        assertThat(draw(rows, "run <a> & b")).isEmpty();

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("reward_mean_std.svg").toFile());
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
        double[] x = new double[3];
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            var circle = document.getElementsByTagName("circle").item(i).getAttributes();
            x[i] = Double.parseDouble(circle.getNamedItem("cx").getNodeValue());
            y[i] = Double.parseDouble(circle.getNamedItem("cy").getNodeValue());
        }
        assertThat(x[0]).isEqualTo(x[2]).isLessThan(x[1]);
        assertThat(y[0]).isGreaterThan(y[1]);
        assertThat(y[1]).isCloseTo((y[0] + y[2]) / 2, org.assertj.core.data.Offset.offset(0.11));
        assertThat(svg())
                .contains("run &lt;a&gt; &amp; b", "3 inputs × 2 samples", ">meteor<")
                .contains("67% of inputs: std ≤ 0.05", "67% of inputs: std = 0");
    }

    @Test
    void thePictureHasTwiceTheResolutionAndIsNotEmpty() throws Exception {
        draw(textLike("rouge_l_max", 500, 0.3, 1), "t5_narrative_qa");
        BufferedImage picture =
                ImageIO.read(folder.resolve("reward_mean_std.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(2 * (int) RewardPanel.WIDTH);
        assertThat(svg()).contains("viewBox=\"0 0 440 ");
        int dark = 0;
        for (int rgb : picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth())) {
            dark += (rgb & 0xff) < 0xc0 ? 1 : 0;
        }
        assertThat(dark).isGreaterThan(10_000);
    }

    @Test
    void theSameTableGivesTheSameBytes() throws Exception {
        List<RewardStatistics> rows = new ArrayList<>(textLike("a", 300, 0.5, 1));
        rows.addAll(binary("b", 300, 2));
        draw(rows, "run");
        byte[] svg = Files.readAllBytes(folder.resolve("reward_mean_std.svg"));
        byte[] png = Files.readAllBytes(folder.resolve("reward_mean_std.png"));
        draw(rows, "run");
        assertThat(Files.readAllBytes(folder.resolve("reward_mean_std.svg"))).isEqualTo(svg);
        assertThat(Files.readAllBytes(folder.resolve("reward_mean_std.png"))).isEqualTo(png);
    }

    @Test
    void degenerateTablesAreDrawn() throws Exception {
        draw(List.of(RewardStatistics.of(0, "one", new double[] {0.5})), "one sample");
        assertThat(svg())
                .contains("no input with a mean and a standard deviation")
                .doesNotContain("NaN");
        draw(List.of(RewardStatistics.of(0, "same", new double[] {0.5, 0.5})), "no spread");
        assertThat(svg()).contains("100% of inputs: std ≤ 0.05").doesNotContain("NaN");
        draw(
                List.of(
                        RewardStatistics.of(0, "x", new double[] {Double.NaN, 1}),
                        RewardStatistics.of(1, "x", new double[] {-3000, 250})),
                "not finite");
        assertThat(svg())
                .contains("1 inputs without finite mean and std left out")
                .doesNotContain("NaN");
    }

    @Test
    void anEmptyOrMissingTableIsAFailure() {
        assertThatThrownBy(() -> draw(List.of(), "run"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> RewardFigure.draw(folder.resolve("none.csv"), folder, "run", text -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("none.csv");
    }

    @Test
    void ticksAreRound() {
        assertThat(new Axis(-0.004, 0.31, 0, 300).ticks(6).stream().map(Axis::label))
                .containsExactly("0", "0.1", "0.2", "0.3");
        assertThat(new Axis(-1, 1, 0, 300).ticks(7).stream().map(Axis::label))
                .containsExactly("-1.0", "-0.5", "0", "0.5", "1.0");
        assertThat(new Axis(0, 20000, 0, 300).ticks(4).stream().map(Axis::label))
                .containsExactly("0", "5000", "10000", "15000", "20000");
        assertThat(Axis.label(new BigDecimal("0.0000002"))).isEqualTo("2E-7");
    }

    @Test
    void aJavaThatCannotDrawWarnsAndLeavesTheSvg() throws Exception {
        Path table = table(binary("m", 20, 1));
        String prefix = "export JDK_JAVA_OPTIONS='--limit-modules java.base,java.logging,java.xml';";
        String output = ChildProcess.run(prefix, RewardFigureTest.class, table.toString());
        assertThat(output).contains("reward_mean_std.png was not drawn").doesNotContain("Exception in thread");
        assertThat(svg()).contains("20 inputs");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("reward_stats.csv", "reward_mean_std.svg");
    }

    /** The process of the test above. */
    public static void main(String[] arguments) {
        Path table = Path.of(arguments[0]);
        RewardFigure.draw(table, table.getParent(), "run", System.out::println);
    }
}
