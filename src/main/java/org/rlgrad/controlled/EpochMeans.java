package org.rlgrad.controlled;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.controlled.Step.Means;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.GroupMeasurement.Group;

/**
 * An epoch's values from those of its steps, as the reference takes them: the batch's loss and accuracy weighted by batch
 * size, everything else as the plain mean over the batches that have a value.
 */
final class EpochMeans {
    private final List<Step> steps;
    private final boolean pretraining;

    private EpochMeans(List<Step> steps, boolean pretraining) {
        this.steps = steps;
        this.pretraining = pretraining;
    }

    /** A row for each group of which some batch had a sample; steps may not be empty. */
    static List<GroupMeasurement> of(int epoch, List<Step> steps, ControlledConfig config) {
        EpochMeans means = new EpochMeans(steps, config.isPretraining());
        List<GroupMeasurement> rows = new ArrayList<>();
        rows.add(means.row(epoch, Group.ALL, Step::all));
        means.add(rows, epoch, Group.SMALL_REWARD_STD, Step::small);
        means.add(rows, epoch, Group.LARGE_REWARD_STD, Step::large);
        return rows;
    }

    private void add(List<GroupMeasurement> rows, int epoch, Group group, Function<Step, Means> of) {
        if (steps.stream().map(of).anyMatch(Objects::nonNull)) {
            rows.add(row(epoch, group, of));
        }
    }

    private GroupMeasurement row(int epoch, Group group, Function<Step, Means> of) {
        List<Means> measured = steps.stream().map(of).filter(Objects::nonNull).toList();
        int samples = measured.stream().mapToInt(Means::samples).sum();
        boolean whole = group == Group.ALL;
        double gradientOverParameters = steps.stream()
                .filter(step -> of.apply(step) != null)
                .mapToDouble(step -> of.apply(step).gradientNorm() / step.parametersNorm())
                .average()
                .orElseThrow();
        double parametersNorm =
                steps.stream().mapToDouble(Step::parametersNorm).average().orElseThrow();
        return new GroupMeasurement(
                epoch,
                group,
                samples,
                mean(measured, Objective.OBJECTIVE, false),
                mean(measured, Objective.LOSS, whole),
                pretraining ? Double.NaN : mean(measured, Objective.REWARD, false),
                pretraining ? Double.NaN : mean(measured, Objective.REWARD_STD, false),
                pretraining ? Double.NaN : mean(measured, Objective.ACCURACY, whole),
                mean(measured, Means::gradientNorm, false),
                gradientOverParameters,
                mean(measured, Objective.KL, false),
                whole ? parametersNorm : Double.NaN);
    }

    private static double mean(List<Means> measured, int value, boolean weighted) {
        return mean(measured, means -> means.values()[value], weighted);
    }

    private static double mean(List<Means> measured, ToDoubleFunction<Means> of, boolean weighted) {
        double sum = 0;
        double weights = 0;
        for (Means means : measured) {
            double weight = weighted ? means.samples() : 1;
            sum += weight * of.applyAsDouble(means);
            weights += weight;
        }
        return sum / weights;
    }
}
