package org.rlgrad.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.statistics.Quantiles;
import org.rlgrad.study.Lineage.Kind;

/**
 * A point of the paper's figure 2: how small reward deviations are before finetuning, and what RFT then reaches relative to SFT.
 *
 * @param subject data set and model
 * @param stdPercentile the 10th percentile, over inputs, of the pretrained model's reward standard deviation
 * @param rft mean reward of train inputs after RFT with the usual settings, mean over seeds
 * @param sft likewise after SFT with all labels and epochs
 * @param source of the two rewards
 */
public record RewardGap(Subject subject, double stdPercentile, double rft, double sft, Source source) {
    /** Where rewards come from. */
    public enum Source {
        /** The last evaluations of the train split. */
        TRAIN_EVALUATION,
        /** Extractions after training. */
        EXTRACTION
    }

    private record Pair(double rft, double sft, Source source) {}

    /** RFT's reward less SFT's. */
    public double difference() {
        return rft - sft;
    }

    /**
     * Of all subjects that have what it needs.
     *
     * @param warnings takes the others, and comparisons on different samples
     * @throws Failure {@code NO_INPUT} where no subject has
     */
    public static List<RewardGap> of(Study study, Consumer<String> warnings) {
        List<RewardGap> gaps = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Subject subject : study.subjects()) {
            List<ExtractionRun> before = subject.before();
            Optional<Treatment> rft = subject.defaultOf(Kind.RFT);
            Optional<Treatment> sft = subject.defaultOf(Kind.SFT);
            if (before.isEmpty() || rft.isEmpty() || sft.isEmpty()) {
                missing.add(subject.inventory());
                continue;
            }
            double[] stds = before.stream()
                    .flatMap(run -> subject.rewards(run).stream())
                    .filter(RewardStatistics::isComplete)
                    .mapToDouble(RewardStatistics::std)
                    .sorted()
                    .toArray();
            Optional<Pair> pair = rewards(subject, rft.get(), sft.get(), warnings);
            if (stds.length == 0 || pair.isEmpty()) {
                missing.add(subject.inventory() + "; no reward of train inputs after training");
                continue;
            }
            Pair both = pair.get();
            gaps.add(new RewardGap(subject, Quantiles.ofSorted(stds, 0.1), both.rft, both.sft, both.source));
        }
        String needs =
                "figure 2 needs an extraction from the pretrained model, a training by rewards from it, and a supervised"
                        + " training from it with all labels and epochs; found: ";
        if (gaps.isEmpty()) {
            throw Failure.noInput(needs + String.join("; ", missing));
        }
        missing.forEach(found -> warnings.accept(needs + found));
        return gaps;
    }

    /** Evaluations if both are of the same samples, otherwise extractions, which are of the same inputs, otherwise what there is. */
    private static Optional<Pair> rewards(Subject subject, Treatment rft, Treatment sft, Consumer<String> warnings) {
        OptionalDouble rftTrain = trainReward(subject, rft);
        OptionalDouble sftTrain = trainReward(subject, sft);
        boolean evaluated = rftTrain.isPresent() && sftTrain.isPresent();
        boolean same =
                rft.models().stream().allMatch(model -> sft.models().stream().allMatch(model::isEvaluatedOnTheSameAs));
        OptionalDouble rftExtracted = extracted(subject, rft);
        OptionalDouble sftExtracted = extracted(subject, sft);
        if (rftExtracted.isPresent() && sftExtracted.isPresent() && !(evaluated && same)) {
            return Optional.of(new Pair(rftExtracted.getAsDouble(), sftExtracted.getAsDouble(), Source.EXTRACTION));
        }
        if (evaluated && !same) {
            warnings.accept(
                    subject.title()
                            + ": RFT and SFT were evaluated on different train samples; extractions after both would compare the same");
        }
        return evaluated
                ? Optional.of(new Pair(rftTrain.getAsDouble(), sftTrain.getAsDouble(), Source.TRAIN_EVALUATION))
                : Optional.empty();
    }

    private static OptionalDouble trainReward(Subject subject, Treatment treatment) {
        return treatment.models().stream()
                .map(model -> model.trainReward(subject.rewardMetric()))
                .flatMap(Optional::stream)
                .mapToDouble(TrainedModel.Reward::end)
                .filter(Double::isFinite)
                .average();
    }

    private static OptionalDouble extracted(Subject subject, Treatment treatment) {
        return subject.comparable(treatment).stream()
                .flatMap(run -> subject.rewards(run).stream())
                .mapToDouble(RewardStatistics::mean)
                .filter(Double::isFinite)
                .average();
    }
}
