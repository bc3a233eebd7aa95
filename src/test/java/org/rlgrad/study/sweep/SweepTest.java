package org.rlgrad.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.EvaluationsFile;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.ScalarsFile;
import org.rlgrad.report.SplitMeasurement;
import org.rlgrad.report.TrainingSummary;

/** Sweeps of hand-made runs. */
class SweepTest {
    private static final String REWARD = "lexical/meteor";

    @TempDir
    private Path folder;

    private Path begun(String name, String settings) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve(RunFolder.CONFIG), settings);
        return run;
    }

    private static String config(int seed, String rate, String splits) {
        return "seed: " + seed + "\nalg:\n  id: ppo\n  args:\n    learning_rate: " + rate
                + "\n    n_epochs: 5\nsplits: " + splits + "\n";
    }

    /** Val reward from 0.25 over val + 1 to val, train reward from 0.5 to train. */
    private void done(String name, String settings, double train, double val) throws IOException {
        Path run = begun(name, settings);
        try (EvaluationsFile metrics = EvaluationsFile.open(run.resolve(EvaluationsFile.NAME));
                ScalarsFile rollouts = ScalarsFile.open(
                        run.resolve(ScalarsFile.ROLLOUTS), List.of("probe_reward", "probe_reward_std"))) {
            metrics.append(List.of(
                    new SplitMeasurement(0, "train", REWARD, 0.5), new SplitMeasurement(0, "val", REWARD, 0.25)));
            metrics.append(List.of(new SplitMeasurement(5, "val", REWARD, val + 1)));
            metrics.append(List.of(
                    new SplitMeasurement(9, "train", REWARD, train), new SplitMeasurement(9, "val", REWARD, val)));
            rollouts.append(1, 0.375, 0.125);
            rollouts.append(9, 0.75, 0.0625);
        }
        TrainingSummary.of(run, "ppo", Optional.of(REWARD)).write(run);
        Files.writeString(run.resolve(RunFolder.DONE), "");
    }

    private void twoRatesTwoSeeds() throws IOException {
        done("a", config(1, "2.0E-5", "[val]"), 0.5, 0.5);
        done("b", config(2, "2.0E-5", "[val]"), 0.75, 0.5);
        done("c", config(1, "2.0E-4", "[val]"), 0.25, 0.75);
        begun("d", config(2, "2.0E-4", "[val]"));
    }

    private List<String> write(Sweep sweep) {
        List<String> warnings = new ArrayList<>();
        sweep.write(folder, warnings::add);
        return warnings;
    }

    @Test
    void extractionsAreNoSweep() throws IOException {
        Files.writeString(
                begun("extraction", config(1, "1", "[val]")).resolve("reward_stats.csv"), "train_index,metric\n");
        assertThatThrownBy(() -> Sweep.read(folder)).isInstanceOf(Failure.class).hasMessageContaining("of trainings");
    }

    @Test
    void findsTheSweptKeysInTheConfigurationsThemselves() throws IOException {
        twoRatesTwoSeeds();
        Sweep sweep = Sweep.read(folder);
        assertThat(sweep.keys()).containsExactly("alg.args.learning_rate");
        assertThat(sweep.seeds()).isTrue();
        assertThat(sweep.shortKeys()).containsExactly("learning_rate");
        assertThat(sweep.points()).extracting(SweepPoint::values).containsExactly(List.of("2e-5"), List.of("0.0002"));
    }

    @Test
    void writesARowForEachRun() throws IOException {
        twoRatesTwoSeeds();
        assertThat(write(Sweep.read(folder))).isEmpty();
        assertThat(folder.resolve(Sweep.RUNS))
                .hasContent(
                        """
                        run,status,alg.args.learning_rate,seed,metric,train_start,train_end,train_best,val_start,val_end,val_best,probe_reward_first,probe_reward_last,probe_std_first,probe_std_last
                        a,done,2e-5,1,lexical/meteor,0.5,0.5,0.5,0.25,0.5,1.5,0.375,0.75,0.125,0.0625
                        b,done,2e-5,2,lexical/meteor,0.5,0.75,0.75,0.25,0.5,1.5,0.375,0.75,0.125,0.0625
                        c,done,0.0002,1,lexical/meteor,0.5,0.25,0.5,0.25,0.75,1.75,0.375,0.75,0.125,0.0625
                        d,unfinished,0.0002,2,,,,,,,,,,,
                        """);
        assertThat(folder.resolve("sweep.png")).isNotEmptyFile();
        assertThat(folder.resolve("sweep.svg"))
                .content()
                .contains("learning_rate (log scale)", "1/2", "validation split");
    }

    @Test
    void aggregatesSeedsByMeanAndPopulationDeviation() throws IOException {
        twoRatesTwoSeeds();
        Sweep sweep = Sweep.read(folder);
        write(sweep);
        List<String> lines = Files.readAllLines(folder.resolve(Sweep.SUMMARY));
        assertThat(lines.get(0))
                .startsWith("alg.args.learning_rate,runs,done,train_start_mean,train_start_std,train_end_mean");
        assertThat(lines.get(1)).startsWith("2e-5,2,2,0.5,0.0,0.625,0.125,0.625,0.125,");
        assertThat(lines.get(2)).startsWith("0.0002,2,1,0.5,0.0,0.25,0.0,");
        assertThat(SweepTable.text(sweep))
                .contains("3 of 4 runs done; metric: lexical/meteor")
                .contains("   2e-5           2 of 2  0.5000 -> 0.6250 +- 0.1250  0.2500 -> 0.5000 +- 0.000")
                .contains("*  0.0002         1 of 2  0.5000 -> 0.2500")
                .endsWith("unfinished: d\n");
    }

    @Test
    void withoutSeedsThereIsNoSummaryAndOnlyTheTrainSplitDecidesWhereNothingWasValidated() throws IOException {
        done("x", config(1, "0.1", "[val]"), 0.25, Double.NaN);
        done("y", config(1, "0.2", "[val]"), 0.5, Double.NaN);
        Sweep sweep = Sweep.read(folder);
        write(sweep);
        assertThat(folder.resolve(Sweep.SUMMARY)).doesNotExist();
        assertThat(sweep.best()).extracting(SweepPoint::values).containsExactly(List.of("0.2"));
        assertThat(SweepTable.text(sweep)).contains("highest train reward");
    }

    @Test
    void aPointWithoutValidationIsNotComparedByItsTrainReward() throws IOException {
        done("x", config(1, "0.1", "[train]"), 0.9, Double.NaN);
        done("y", config(1, "0.1", "[val]"), 0.5, 0.25);
        Sweep sweep = Sweep.read(folder);
        assertThat(sweep.best()).extracting(SweepPoint::values).containsExactly(List.of("[val]"));
        assertThat(SweepTable.text(sweep)).contains("highest val reward");
    }

    @Test
    void equalBestPointsAreAllMarked() throws IOException {
        done("x", config(1, "0.1", "[val]"), 0.25, 0.5);
        done("y", config(1, "0.2", "[val]"), 0.5, 0.5);
        assertThat(Sweep.read(folder).best()).hasSize(2);
    }

    @Test
    void runsThatTheListNamesAndThatHaveNoFolderAreMissing() throws IOException {
        twoRatesTwoSeeds();
        Files.writeString(
                folder.resolve(SweepList.NAME),
                "name\talg.args.learning_rate\tseed\na\t2e-5\t1\nb\t0.00002\t2\nc\t2e-4\t1\nd\t2e-4\t2\ne\t2e-3\t1\n");
        Sweep sweep = Sweep.read(folder);
        assertThat(sweep.runs()).hasSize(5);
        assertThat(sweep.points()).extracting(SweepPoint::values).contains(List.of("0.002"));
        assertThat(SweepTable.text(sweep)).contains("3 of 5 runs done", "0.002          0 of 1  -", "missing: e\n");
        write(sweep);
        assertThat(folder.resolve("sweep.svg")).content().contains("×: not finished", ">0.002<");
    }

    @Test
    void aRunWhoseLastSessionFailedSaysSo() throws IOException {
        twoRatesTwoSeeds();
        Files.writeString(
                folder.resolve("d").resolve(RunFolder.PROVENANCE),
                "{\"sessions\": [{\"start\": \"x\", \"reason\": \"killed\"}, {\"start\": \"y\", \"reason\": \"failed: no room\"}]}");
        assertThat(SweepTable.text(Sweep.read(folder))).endsWith("failed: d\n");
    }

    @Test
    void aTrainingWithoutARewardIsComparedByItsFirstMetric() throws IOException {
        twoRatesTwoSeeds();
        for (String run : List.of("a", "b", "c")) {
            TrainingSummary.of(folder.resolve(run), "supervised", Optional.empty())
                    .write(folder.resolve(run));
        }
        assertThat(SweepTable.text(Sweep.read(folder))).contains("metric: lexical/meteor", "0.2500 -> 0.7500");
    }

    @Test
    void listsAndTextsAreValuesTooAndAreQuoted() throws IOException {
        done("x", config(1, "0.1", "[train, val]"), 0.25, 0.5);
        done("y", config(1, "0.1", "[val]"), 0.5, 0.75);
        Sweep sweep = Sweep.read(folder);
        assertThat(sweep.keys()).containsExactly("splits");
        write(sweep);
        assertThat(folder.resolve(Sweep.RUNS)).content().contains("x,done,\"[train, val]\",");
    }

    @Test
    void refusesCopiesAndFoldersWithoutRuns() throws IOException {
        assertThatThrownBy(() -> Sweep.read(folder)).isInstanceOf(Failure.class).hasMessageContaining("no run folders");
        assertThatThrownBy(() -> Sweep.read(folder.resolve("no"))).hasMessageContaining("no such folder");
        twoRatesTwoSeeds();
        done("copy", config(1, "2.0E-5", "[val]"), 0.5, 0.5);
        assertThatThrownBy(() -> Sweep.read(folder))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a and copy have the same configuration");
    }

    @Test
    void aDamagedListIsNamedWithItsLine() throws IOException {
        twoRatesTwoSeeds();
        Files.writeString(folder.resolve(SweepList.NAME), "name\tseed\na\t1\t2\n");
        assertThatThrownBy(() -> Sweep.read(folder)).hasMessageContaining("sweep.tsv:2: 3 cells instead of 2");
    }

    @Test
    void withNothingDoneThereIsATableAndNoPicture() throws IOException {
        begun("x", config(1, "0.1", "[val]"));
        begun("y", config(1, "0.2", "[val]"));
        Sweep sweep = Sweep.read(folder);
        assertThat(write(sweep)).singleElement().asString().contains("nothing to draw");
        assertThat(folder.resolve("sweep.svg")).doesNotExist();
        assertThat(SweepTable.text(sweep)).contains("0 of 2 runs done");
    }

    @Test
    void threeKeysAreDrawnAsSortedRows() throws IOException {
        int run = 0;
        for (String rate : List.of("0.1", "0.2")) {
            for (String splits : List.of("[val]", "[train]")) {
                for (int epochs : List.of(1, 5)) {
                    String config = config(1, rate, splits).replace("n_epochs: 5", "n_epochs: " + epochs);
                    done("r" + run, config, 0.5 + 0.01 * run, 0.5 + 0.02 * run);
                    run++;
                }
            }
        }
        Sweep sweep = Sweep.read(folder);
        assertThat(sweep.keys()).containsExactly("alg.args.learning_rate", "alg.args.n_epochs", "splits");
        write(sweep);
        String svg = Files.readString(folder.resolve("sweep.svg"));
        assertThat(svg.indexOf("learning_rate 0.2, n_epochs 5, splits [train]"))
                .isPositive()
                .isLessThan(svg.indexOf("learning_rate 0.1, n_epochs 1, splits [val]"));
        assertThat(sweep.score(sweep.best().get(0))).isEqualTo(0.64, within(1e-12));
    }
}
