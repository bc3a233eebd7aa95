package org.rlgrad.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;
import org.rlgrad.report.ExperimentSummary.Change;
import org.rlgrad.report.ExperimentSummary.GroupSummary;
import org.rlgrad.report.ExperimentSummary.TestSummary;
import org.rlgrad.report.GroupMeasurement.Group;

/**
 * {@code summary.txt} of a plan: one line per method and group, at most 110 ASCII characters wide.
 *
 * <p>Experiments that differ in their seed only share a line: initial values are means over the seeds, final ones mean +-
 * population standard deviation. Longer than most, since two kinds of lines and their spreads are one table.
 */
public final class ControlledTable {
    private static final List<String> FINETUNING =
            List.of("method", "group", "seeds", "expected reward", "reward std", "accuracy", "half-way");
    private static final List<String> PRETRAINING = List.of("seeds", "train loss", "log K", "test loss");

    private ControlledTable() {}

    /** The table with its headings and notes, each line with a line feed. */
    public static String text(List<ExperimentSummary> experiments) {
        StringBuilder text = new StringBuilder();
        List<ComparedExperiments<ExperimentSummary>> blocks =
                ComparedExperiments.of(experiments, ExperimentSummary::labels);
        for (ComparedExperiments<ExperimentSummary> block : blocks) {
            text.append(heading(block));
            AlignedText.append(text, block.setting().pretraining() ? pretrainingLines(block) : finetuningLines(block));
            text.append('\n');
        }
        if (blocks.stream().anyMatch(block -> !block.setting().pretraining())) {
            text.append("half-way: first epoch whose reward is at least half-way from its initial value to 1\n");
        }
        if (blocks.stream().anyMatch(block -> block.seeds() > 1)) {
            text.append("several seeds: their mean; +- population standard deviation over the seeds\n");
        }
        return text.toString();
    }

    private static String heading(ComparedExperiments<ExperimentSummary> block) {
        Setting setting = block.setting();
        return (block.only().isEmpty() ? "" : block.only() + "\n")
                + setting.title(", ")
                + String.format(
                        Locale.ROOT,
                        "\nK = %d, %d epochs, %d parameters, %d train and %d test samples\n",
                        setting.labelsPerSample(),
                        setting.epochs(),
                        setting.parameters(),
                        setting.trainSamples(),
                        setting.testSamples());
    }

    private static List<List<String>> finetuningLines(ComparedExperiments<ExperimentSummary> block) {
        List<List<String>> lines = new ArrayList<>(List.of(FINETUNING));
        for (Map.Entry<Method, List<ExperimentSummary>> entry : block.byMethod().entrySet()) {
            String method = entry.getKey().shortName();
            for (Group group : List.of(Group.SMALL_REWARD_STD, Group.LARGE_REWARD_STD, Group.ALL)) {
                List<GroupSummary> seeds = entry.getValue().stream()
                        .map(experiment -> experiment.group(group))
                        .flatMap(Optional::stream)
                        .toList();
                if (!seeds.isEmpty()) {
                    lines.add(groupLine(method, seeds));
                }
            }
            List<TestSummary> tests = tests(entry.getValue());
            if (!tests.isEmpty()) {
                String group = "test " + tests.get(0).samples();
                String accuracy = "- -> " + spread(tests, TestSummary::accuracy);
                lines.add(List.of(method, group, "" + tests.size(), "", "", accuracy, ""));
            }
        }
        return lines;
    }

    private static List<String> groupLine(String method, List<GroupSummary> seeds) {
        String name = seeds.get(0).group().key().replace("_reward_std", "");
        return List.of(
                method,
                name + " " + seeds.get(0).samples(),
                "" + seeds.size(),
                change(seeds, GroupSummary::reward),
                change(seeds, GroupSummary::rewardStd),
                change(seeds, GroupSummary::accuracy),
                halfWay(seeds));
    }

    private static List<List<String>> pretrainingLines(ComparedExperiments<ExperimentSummary> block) {
        List<List<String>> lines = new ArrayList<>(List.of(PRETRAINING));
        for (List<ExperimentSummary> experiments : block.byMethod().values()) {
            List<GroupSummary> all = experiments.stream()
                    .map(experiment -> experiment.group(Group.ALL))
                    .flatMap(Optional::stream)
                    .toList();
            lines.add(List.of(
                    "" + experiments.size(),
                    change(all, GroupSummary::loss),
                    number(block.setting().targetLoss()),
                    spread(tests(experiments), TestSummary::loss)));
        }
        return lines;
    }

    private static List<TestSummary> tests(List<ExperimentSummary> experiments) {
        return experiments.stream()
                .map(ExperimentSummary::test)
                .flatMap(Optional::stream)
                .toList();
    }

    private static String change(List<GroupSummary> seeds, Function<GroupSummary, Change> quantity) {
        double initial = seeds.stream()
                .mapToDouble(seed -> quantity.apply(seed).initial())
                .average()
                .orElse(Double.NaN);
        return number(initial)
                + " -> "
                + spread(seeds, seed -> quantity.apply(seed).last());
    }

    /** The mean; with several values, the population standard deviation too. */
    private static <T> String spread(List<T> seeds, Function<T, Double> quantity) {
        double[] values = seeds.stream().mapToDouble(quantity::apply).toArray();
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        return number(mean) + (values.length < 2 || Double.isNaN(mean) ? "" : "+-" + number(Math.sqrt(variance)));
    }

    /** Of the seeds that got there; where some did not, how many did. */
    private static String halfWay(List<GroupSummary> seeds) {
        double[] epochs = seeds.stream()
                .map(GroupSummary::epochsHalfWay)
                .flatMapToInt(OptionalInt::stream)
                .asDoubleStream()
                .toArray();
        boolean hasReward =
                seeds.stream().anyMatch(seed -> !Double.isNaN(seed.reward().initial()));
        if (epochs.length == 0) {
            return hasReward ? "never" : "-";
        }
        double mean = Arrays.stream(epochs).average().orElseThrow();
        double variance = Arrays.stream(epochs)
                .map(epoch -> (epoch - mean) * (epoch - mean))
                .average()
                .orElseThrow();
        if (epochs.length < seeds.size()) {
            return String.format(Locale.ROOT, "%.0f (%d/%d)", mean, epochs.length, seeds.size());
        }
        return epochs.length == 1
                ? String.format(Locale.ROOT, "%.0f", mean)
                : String.format(Locale.ROOT, "%.0f+-%.0f", mean, Math.sqrt(variance));
    }

    /** Three decimals, without a minus before a zero. */
    private static String number(double value) {
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, "%.3f", value + 0.0).replaceFirst("^-(0\\.000)$", "$1");
    }
}
