package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.ControlledRuns;
import org.rlgrad.study.SyntheticRuns;

/** The paper's figures and tables of made-up runs. */
class StudyPlotsTest {
    private static final List<String> POOLS = List.of(
            "{id: narrative_qa}",
            "{id: totto}",
            "{id: commongen}",
            "{id: iwslt2017en_de}",
            "{id: cnn_daily_mail}",
            "{id: daily_dialog, args: {context_size: 5}}",
            "{id: imdb, args: {seed: 42}}");

    @TempDir
    Path folder;

    private Path target(String name) {
        return folder.resolve("plots-" + name);
    }

    private String figure(int number) throws Exception {
        Path png = target(number + ".png");
        Plot.figure(number, List.of(folder), png);
        assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(1000);
        Path svg = target(number + ".svg");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        assertThat(target(number + ".csv")).isNotEmptyFile();
        return Files.readString(svg);
    }

    private String table(int number) throws IOException {
        Plot.table(number, List.of(folder), target(number + ".md"));
        assertThat(target(number + ".csv")).isNotEmptyFile();
        return Files.readString(target(number + ".md"));
    }

    /** Before: a third each stuck at low reward, mastered, and spread; RFT moves the last, SFT all. */
    public static void finetuned(Path folder, int count) {
        SyntheticRuns runs = new SyntheticRuns(folder);
        for (int i = 0; i < count; i++) {
            String data = "datapool=" + POOLS.get(i);
            double share = 0.1 + 0.12 * i;
            Path base = runs.pretrained("t5-base");
            Path ppo = runs.ppo(i + "/ppo", base, 0.1, 0.1 + 0.1 * i, data);
            Path sft = runs.sft(i + "/sft", base, 400, 0.5, data);
            Path both = runs.ppo(i + "/both", SyntheticRuns.modelOf(sft), 0.5, 0.6, data);
            runs.extraction(i + "/before", base, rewards(share, 0, 0, i), data);
            runs.extraction(i + "/after_ppo", SyntheticRuns.modelOf(ppo), rewards(share, 0, 0.3, i), data);
            runs.extraction(i + "/after_sft", SyntheticRuns.modelOf(sft), rewards(share, 0.5, 0.2, i), data);
            runs.extraction(i + "/after_both", SyntheticRuns.modelOf(both), rewards(share, 0.6, 0.3, i), data);
        }
    }

    private static double[][] rewards(double spread, double stuckRise, double spreadRise, int seed) {
        Random random = new Random(seed);
        double[][] rows = new double[200][];
        for (int i = 0; i < rows.length; i++) {
            double u = random.nextDouble();
            double noise = random.nextDouble();
            if (u < spread) {
                rows[i] = new double[] {0.3 + 0.4 * noise + spreadRise, 0.07 + 0.2 * random.nextDouble()};
            } else if (u < 0.5 + spread / 2) {
                rows[i] = new double[] {0.1 * noise + stuckRise, 0.03 * random.nextDouble() + 0.1 * stuckRise};
            } else {
                rows[i] = new double[] {0.9 + 0.1 * noise, 0.02 * random.nextDouble()};
            }
        }
        return rows;
    }

    @Test
    void figure1HasARowOfPanelsForEachDataSet() throws Exception {
        finetuned(folder, 2);
        String svg = figure(1);
        assertThat(svg)
                .contains(">NarrativeQA, t5-base: lexical/meteor of 200 inputs × 10 outputs<", ">ToTTo, t5-base: ")
                .contains(">pretrained<", ">after RFT<", ">PPO<", ">after SFT<", ">after SFT, then RFT<", ">SFT → PPO<")
                .contains("inputs: mean reward 0.0", "began with std ≤ 0.05")
                .doesNotContain("NaN");
        assertThat(svg.split("of inputs: std ≤ 0.05", -1)).hasSize(1 + 8);
        assertThat(Files.readAllLines(target("1.csv"))).hasSize(1 + 2 * 4 * 200);
        assertThat(figure(1)).isEqualTo(svg);
    }

    @Test
    void figure2HasAPointForEachDataSetAndItsCorrelation() throws Exception {
        finetuned(folder, 7);
        assertThat(figure(2))
                .contains(">NarrativeQA<", ">ToTTo<", ">CommonGen<", ">IWSLT 2017<", ">CNN/DailyMail<")
                .contains(">DailyDialog<", ">IMDB<", "7 points: Pearson r = 0.", "Spearman ρ = ")
                .contains("RFT reaches more");
        assertThat(Files.readAllLines(target("2.csv"))).hasSize(1 + 7);
    }

    @Test
    void twoPointsAreNoCorrelation() throws Exception {
        finetuned(folder, 2);
        assertThat(figure(2)).contains("2 points: no correlation").doesNotContain("Pearson");
    }

    @Test
    void figure3HasItsNumbersBesideIt() throws Exception {
        Path plan = folder.resolve("mnist_plan");
        ControlledRuns.writePlan(plan, ControlledRuns.setting("mnist", "mlp", "labels", 30), -1, 1);
        Plot.figure(3, List.of(plan), target("3.png"));
        assertThat(Files.readString(target("3.svg"))).contains(">MNIST · MLP<");
        // Two methods and two groups.
        assertThat(Files.readAllLines(target("3.csv")))
                .hasSize(1 + 30 * 4)
                .anyMatch(
                        line -> line.matches("mnist_plan,mnist_\\w+,SFT,\\d+,30,small_reward_std,[-0-9.]+,[-0-9.eE]+"));
    }

    @Test
    void figure4HasALineForEachFraction() throws Exception {
        SyntheticRuns runs = new SyntheticRuns(folder);
        Path base = runs.pretrained("t5-base");
        Path full = runs.sft("full", base, 400, 0.5);
        runs.ppo("full_ppo", SyntheticRuns.modelOf(full), 0.5, 0.8);
        runs.ppo("alone", base, 0.1, 0.3);
        for (int seed = 0; seed < 2; seed++) {
            String own = "seed=" + seed;
            Path part = runs.sft(
                    "part" + seed,
                    base,
                    160,
                    0.3,
                    "datapool.frac_train_samples=0.01",
                    "alg.training_args.max_steps=160",
                    own);
            runs.ppo("part_ppo" + seed, SyntheticRuns.modelOf(part), 0.3, 0.7 + 0.04 * seed, own);
        }
        assertThat(figure(4))
                .contains(">CommonGen, t5-base<", ">1 % of labels<", ">100 % of labels<", ">RFT without SFT<")
                .contains("100 % = 400 supervised steps, then RFT to a reward of 0.800 (lexical/meteor)");
        assertThat(Files.readString(target("4.csv")))
                .contains("CommonGen,t5-base,lexical/meteor,0.01,160,0.4,0.7,0.8749999999999999\n");
    }

    @Test
    void tablesHaveTheirRows() throws IOException {
        finetuned(folder, 3);
        assertThat(table(1))
                .contains(
                        "| NarrativeQA, t5-base | after RFT: PPO | 200 |", "| 0.48 [2nd-hand] |", "| 0.05 [2nd-hand] |")
                .contains("| ToTTo, t5-base | after SFT | 200 |", "| 0.46 [2nd-hand] |", "| 0.16 [2nd-hand] |")
                .contains("| CommonGen, t5-base | after SFT, then RFT: SFT → PPO | 200 |");
        String second = table(2);
        assertThat(second)
                .contains("| NarrativeQA, t5-base | PPO | 0.1000 | 0.1000 | 1 |")
                .contains("| NarrativeQA, t5-base | SFT → PPO | 0.5000 | 0.6000 | 1 |");
        assertThat(Files.readAllLines(target("2.csv"))).hasSize(1 + 6);
    }

    @Test
    void withoutThePapersDataSetsTableOneQuotesNothing() throws IOException {
        SyntheticRuns runs = new SyntheticRuns(folder);
        Path base = runs.pretrained("t5-base");
        runs.extraction("before", base, rewards(0.3, 0, 0, 1));
        Path ppo = runs.ppo("ppo", base, 0.1, 0.2);
        runs.extraction("after", SyntheticRuns.modelOf(ppo), rewards(0.3, 0, 0.3, 1));
        assertThat(table(1)).contains("CommonGen").doesNotContain("2nd-hand");
    }

    @Test
    void wrongNumbersAndNamesAreRefused() {
        refuses(ExitCode.USAGE, "must be 1, 2, 3 or 4", () -> Plot.figure(5, List.of(folder), target("5.png")));
        refuses(ExitCode.USAGE, "must be 1 or 2", () -> Plot.table(3, List.of(folder), target("3.md")));
        refuses(ExitCode.USAGE, "must end with .png", () -> Plot.figure(1, List.of(folder), target("1.svg")));
        refuses(ExitCode.USAGE, "must end with .md", () -> Plot.table(1, List.of(folder), target("1.csv")));
        refuses(ExitCode.NO_INPUT, "no finished extraction", () -> Plot.table(1, List.of(folder), target("1.md")));
    }

    private static void refuses(ExitCode code, String message, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(message);
        });
    }
}
