package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;
import org.rlgrad.report.GroupMeasurement.Group;

class ControlledTableTest {
    private static final double NONE = Double.NaN;

    private static ExperimentSummary experiment(ExperimentLabels labels, double initial, double last) {
        List<GroupMeasurement> rows = new ArrayList<>();
        rows.add(ControlledRuns.row(1, Group.SMALL_REWARD_STD, 9, initial, 0.02, 1));
        rows.add(ControlledRuns.row(2, Group.SMALL_REWARD_STD, 1, last, 0.01, 1));
        rows.add(new GroupMeasurement(2, Group.TEST, 1000, NONE, 1, NONE, NONE, 0.9, NONE, NONE, NONE, NONE));
        return ExperimentSummary.of(labels, rows);
    }

    private static ExperimentSummary experiment(Method method, int seed, double initial, double last) {
        return experiment(ControlledRuns.labels(method, seed, ControlledRuns.MNIST), initial, last);
    }

    @Test
    void seedsShareALine() {
        String text = ControlledTable.text(List.of(
                experiment(Method.SUPERVISED, 0, -1, 1),
                experiment(Method.SUPERVISED, 1, -1, 0.8),
                experiment(Method.SUPERVISED, 2, -1, -0.9),
                experiment(Method.EXPECTED_REINFORCE, 0, -0.9999, -0.9999)));
        assertThat(text)
                .isEqualTo(
                        """
                        MNIST, MLP, Adam, lr 1e-4, reward labels
                        K = 5, 5000 epochs, 222360 parameters, 1000 train and 1000 test samples
                        method  group      seeds  expected reward         reward std             accuracy               half-way
                        RFT     small 100  1      -1.000 -> -1.000        0.020 -> 0.010         0.000 -> 0.000         never
                        RFT     test 1000  1                                                     - -> 0.900
                        SFT     small 100  3      -1.000 -> 0.300+-0.852  0.020 -> 0.010+-0.000  0.000 -> 0.650+-0.426  2 (2/3)
                        SFT     test 1000  3                                                     - -> 0.900+-0.000

                        half-way: first epoch whose reward is at least half-way from its initial value to 1
                        several seeds: their mean; +- population standard deviation over the seeds
                        """);
    }

    @Test
    void theWidestLineHas110Columns() {
        List<ExperimentSummary> experiments = new ArrayList<>();
        for (Method method : Method.values()) {
            for (int seed = 0; seed < 2; seed++) {
                ExperimentLabels labels = ControlledRuns.labels(method, seed, ControlledRuns.MNIST);
                double floor = -1 + 0.001 * seed;
                experiments.add(ExperimentSummary.of(labels, ControlledRuns.finetuning(labels, floor)));
            }
        }
        String text = ControlledTable.text(experiments);
        assertThat(text.lines()).allMatch(line -> line.length() <= 110);
        assertThat(text).matches("\\p{ASCII}+").containsPattern("RFT sampled +large 900 +2 ");
    }

    @Test
    void experimentsThatDifferInMoreThanTheSeedAreNotAveraged() {
        ExperimentLabels small = ControlledRuns.labels(Method.SUPERVISED, 0, ControlledRuns.MNIST);
        ExperimentLabels large = new ExperimentLabels("mnist_batch_1024", small.method(), 0, small.setting());
        String text = ControlledTable.text(List.of(experiment(small, -1, 1), experiment(large, -1, 0)));
        assertThat(text)
                .contains("mnist_batch_1024\nMNIST, MLP", small.experiment() + "\nMNIST, MLP")
                .contains("-1.000 -> 1.000", "-1.000 -> 0.000")
                .doesNotContain("+-");
    }

    @Test
    void pretrainingHasItsOwnColumns() {
        Setting setting = new Setting("mnist", "mlp", true, "adam", 1e-4, "labels", 5, 222_360, 1000, 1000, 100);
        ExperimentLabels labels = ControlledRuns.labels(Method.SUPERVISED, 0, setting);
        String text = ControlledTable.text(List.of(ExperimentSummary.of(labels, ControlledRuns.pretraining(100))));
        assertThat(text)
                .contains("seeds  train loss      log K  test loss\n1      2.253 -> 1.610  1.609  1.650\n")
                .doesNotContain("half-way");
    }

    @Test
    void whatDoesNotExistIsADash() {
        ExperimentSummary empty = ExperimentSummary.of(
                ControlledRuns.labels(Method.REINFORCE, 0, ControlledRuns.MNIST),
                List.of(ControlledRuns.row(1, Group.ALL, 1, NONE, NONE, NONE)));
        assertThat(ControlledTable.text(List.of(empty))).containsPattern("all 1000 +1 +- -> - +- -> - +- -> - +-\n");
        assertThat(ControlledTable.text(List.of())).isEmpty();
    }
}
