package org.rlgrad.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.rlgrad.report.GroupMeasurement.Group;

/**
 * What came of one controlled experiment: its {@code summary.json}. Follows from the labels and {@code metrics.csv} alone,
 * so that a resumed run leaves the same bytes.
 *
 * <p>Numbers that do not exist, or are not finite, are null in the file and NaN here.
 *
 * @param labels which experiment
 * @param groups of the train samples, in the order small reward std, large reward std, all; those with rows
 * @param test of the test samples; empty without test rows
 */
public record ExperimentSummary(ExperimentLabels labels, List<GroupSummary> groups, Optional<TestSummary> test) {
    private static final List<Group> TRAIN_GROUPS = List.of(Group.SMALL_REWARD_STD, Group.LARGE_REWARD_STD, Group.ALL);

    /** The largest reward that a label can earn, in every reward type. */
    private static final double MAXIMAL_REWARD = 1;

    /** A quantity in a group's first row and in its last; NaN where it does not exist. */
    public record Change(double initial, double last) {}

    /**
     * A group of train samples. Both ends are means over a pass, so the initial values are those of the first pass.
     *
     * @param epochsHalfWay {@code epochs_half_way_to_maximal_reward}: the first epoch whose reward is at least half-way from
     *     the group's initial reward to the maximal reward, that is {@code (initial + 1) / 2}; empty if none is. Half of the
     *     way, and not the reward 0.5, because rewards start at -1 in one plan and at 0.5 in another
     */
    public record GroupSummary(
            Group group,
            int samples,
            Change loss,
            Change reward,
            Change rewardStd,
            Change accuracy,
            Change gradNorm,
            OptionalInt epochsHalfWay) {}

    /** The last evaluation on the test samples. */
    public record TestSummary(int samples, double loss, double accuracy) {}

    /** From the rows of {@code metrics.csv}, in the order of the file. */
    public static ExperimentSummary of(ExperimentLabels labels, List<GroupMeasurement> rows) {
        List<GroupSummary> groups = new ArrayList<>();
        for (Group group : TRAIN_GROUPS) {
            List<GroupMeasurement> own =
                    rows.stream().filter(row -> row.group() == group).toList();
            if (!own.isEmpty()) {
                groups.add(group(own));
            }
        }
        Optional<TestSummary> test = rows.stream()
                .filter(row -> row.group() == Group.TEST)
                .reduce((earlier, later) -> later)
                .map(row -> new TestSummary(row.samples(), finite(row.loss()), finite(row.accuracy())));
        return new ExperimentSummary(labels, groups, test);
    }

    private static GroupSummary group(List<GroupMeasurement> rows) {
        GroupMeasurement first = rows.get(0);
        GroupMeasurement last = rows.get(rows.size() - 1);
        double halfWay = (first.reward() + MAXIMAL_REWARD) / 2;
        return new GroupSummary(
                first.group(),
                first.samples(),
                change(first.loss(), last.loss()),
                change(first.reward(), last.reward()),
                change(first.rewardStd(), last.rewardStd()),
                change(first.accuracy(), last.accuracy()),
                change(first.gradNorm(), last.gradNorm()),
                rows.stream()
                        .filter(row -> row.reward() >= halfWay)
                        .mapToInt(GroupMeasurement::epoch)
                        .findFirst());
    }

    private static Change change(double initial, double last) {
        return new Change(finite(initial), finite(last));
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** The summary of one group of train samples, if it has rows. */
    Optional<GroupSummary> group(Group group) {
        return groups.stream().filter(summary -> summary.group == group).findFirst();
    }

    /** Writes {@code summary.json} of the experiment. Throws {@code CANNOT_WRITE}. */
    public void write(Path path) {
        AtomicFile.writeString(path, Json.pretty(ExperimentSummaryJson.toJson(this)));
    }

    /** Writes {@code summary.json} of a plan: the experiments' summaries in an array. Throws {@code CANNOT_WRITE}. */
    public static void writeAll(Path path, List<ExperimentSummary> experiments) {
        AtomicFile.writeString(path, Json.pretty(ExperimentSummaryJson.toJson(experiments)));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws org.rlgrad.Failure {@code NO_INPUT}, or {@code BAD_DATA} naming the key
     */
    public static ExperimentSummary read(Path path) {
        return ExperimentSummaryJson.read(path);
    }
}
