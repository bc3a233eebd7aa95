package org.rlgrad.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigDifference;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.figure.Figure4;
import org.rlgrad.study.Lineage.Kind;

/**
 * The paper's figure 4 for one subject: what RFT reaches after few supervised steps on few labels, relative to RFT after supervision
 * with all labels and epochs.
 *
 * @param fullReward the reward of the train split at the end of the latter, mean over seeds
 * @param fullSteps the supervised steps before it
 * @param withoutSft relative reward of the same RFT without supervision, where that was run
 * @param points by fraction of labels, then by steps
 */
public record FewLabels(
        Subject subject, double fullReward, int fullSteps, OptionalDouble withoutSft, List<Point> points) {
    /** What is varied, and what does not change the model. */
    private static final Set<String> FREE = Set.of(
            "datapool.frac_train_samples",
            "alg.training_args.max_steps",
            "alg.training_args.logging_steps",
            "alg.training_args.save_steps",
            "alg.training_args.save_total_limit");

    /**
     * One amount of supervision.
     *
     * @param fraction of the train samples whose labels were used
     * @param steps optimizer steps
     * @param relative a reward for each seed, over {@link #fullReward}
     * @param treatment supervision and what followed
     */
    public record Point(double fraction, int steps, List<Double> relative, Treatment treatment) {}

    /** Such as "5 % of labels". */
    public static String name(double fraction) {
        return TrainingRun.percent(fraction) + " of labels";
    }

    /** A panel of figure 4: a line for each fraction of labels. */
    public Figure4.Panel panel(String title) {
        Map<Double, List<Figure4.Point>> lines = new TreeMap<>();
        for (Point point : points) {
            lines.computeIfAbsent(point.fraction, key -> new ArrayList<>())
                    .add(new Figure4.Point(stepFraction(point), point.relative));
        }
        String subtitle = String.format(
                Locale.ROOT,
                "100 %% = %d supervised steps, then RFT to a reward of %.3f (%s)",
                fullSteps,
                fullReward,
                subject.rewardMetric());
        return new Figure4.Panel(
                title,
                subtitle,
                withoutSft,
                lines.entrySet().stream()
                        .map(line -> new Figure4.Line(name(line.getKey()), line.getValue()))
                        .toList());
    }

    /** Steps as a part of the full ones. */
    public double stepFraction(Point point) {
        return (double) point.steps / fullSteps;
    }

    /**
     * Of all subjects that have what it needs.
     *
     * @param warnings takes runs that do not fit into one figure
     * @throws Failure {@code NO_INPUT} where no subject has
     */
    public static List<FewLabels> of(Study study, Consumer<String> warnings) {
        List<FewLabels> found = study.subjects().stream()
                .map(subject -> of(subject, warnings))
                .flatMap(Optional::stream)
                .toList();
        if (found.isEmpty()) {
            boolean chained = study.subjects().stream()
                    .anyMatch(subject -> !subject.of(Kind.SFT_THEN_RFT).isEmpty());
            String needs = chained
                    ? "figure 4 needs a training by rewards that starts from a supervised one with all labels and epochs"
                            + " (no datapool.frac_train_samples, no max_steps), for all others are shown relative to it"
                    : "figure 4 needs trainings by rewards that start from supervised ones";
            throw Failure.noInput(needs + ", with the train split evaluated; found:\n" + study.inventory());
        }
        return found;
    }

    /** Of one subject; empty where it has no RFT after supervision with all labels and epochs. */
    public static Optional<FewLabels> of(Subject subject, Consumer<String> warnings) {
        List<Treatment> chained = subject.of(Kind.SFT_THEN_RFT);
        Optional<Treatment> full = chained.stream()
                .filter(FewLabels::isFull)
                .filter(treatment -> !rewards(subject, treatment).isEmpty())
                .findFirst();
        if (full.isEmpty()) {
            return Optional.empty();
        }
        TrainConfig reinforcement = last(full.get());
        double fullReward = mean(rewards(subject, full.get()));
        if (!(fullReward > 0)) {
            warnings.accept(subject.title() + ": is left out of figure 4, since nothing is relative to a reward of "
                    + fullReward);
            return Optional.empty();
        }
        List<Point> points = new ArrayList<>();
        for (Treatment treatment : chained) {
            List<Double> rewards = rewards(subject, treatment);
            if (!last(treatment).equals(reinforcement) || !supervisedAlike(treatment, full.get())) {
                warnings.accept(subject.title() + ": " + treatment.label()
                        + " is left out of figure 4, since its settings differ in more than labels and steps from those of "
                        + full.get().label());
            } else if (!rewards.isEmpty()) {
                TrainingRun supervised = supervised(treatment);
                points.add(new Point(
                        supervised.fraction(),
                        TrainedModel.stepsOf(supervised),
                        rewards.stream().map(reward -> reward / fullReward).toList(),
                        treatment));
            }
        }
        points.sort(Comparator.comparingDouble(Point::fraction).thenComparingInt(Point::steps));
        OptionalDouble without = subject.of(Kind.RFT).stream()
                .filter(treatment -> last(treatment).equals(reinforcement))
                .flatMap(treatment -> rewards(subject, treatment).stream())
                .mapToDouble(reward -> reward / fullReward)
                .average();
        return Optional.of(
                new FewLabels(subject, fullReward, TrainedModel.stepsOf(supervised(full.get())), without, points));
    }

    private static boolean isFull(Treatment treatment) {
        TrainingRun supervised = supervised(treatment);
        return supervised.fraction() == 1 && supervised.maxSteps().isEmpty();
    }

    private static boolean supervisedAlike(Treatment treatment, Treatment full) {
        return ConfigDifference.between(
                        Recipe.step(supervised(treatment).config()),
                        Recipe.step(supervised(full).config()))
                .stream()
                .allMatch(difference -> FREE.contains(difference.key()));
    }

    private static TrainingRun supervised(Treatment treatment) {
        return treatment.models().get(0).lineage().trainings().get(0);
    }

    /** The training by rewards without its seed. */
    private static TrainConfig last(Treatment treatment) {
        return Recipe.step(treatment.models().get(0).training().config());
    }

    private static List<Double> rewards(Subject subject, Treatment treatment) {
        return treatment.models().stream()
                .map(model -> model.trainReward(subject.rewardMetric()))
                .flatMap(Optional::stream)
                .map(TrainedModel.Reward::end)
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }
}
