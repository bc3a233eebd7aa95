package org.rlgrad.page;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.FewLabels;
import org.rlgrad.study.GradientNormsRun;
import org.rlgrad.study.GroupRewards;
import org.rlgrad.study.Lineage.Kind;
import org.rlgrad.study.StdCorrelation;
import org.rlgrad.study.Subject;
import org.rlgrad.study.TrainReward;
import org.rlgrad.study.TrainedModel;
import org.rlgrad.study.TrainingRun;
import org.rlgrad.study.Treatment;

/**
 * Everything that the page says of one data set and model, computed once.
 *
 * @param groups one for each measurement, those before finetuning included
 * @param fewLabels where there is RFT after whole supervision
 * @param gradientNorms measured on this subject
 */
record SubjectRuns(
        Subject subject,
        List<GroupRewards> groups,
        List<StdCorrelation> correlations,
        List<TrainReward> trainRewards,
        Optional<FewLabels> fewLabels,
        List<GradientNormsRun> gradientNorms) {

    /** The paper's part of the optimizer steps, second-hand, to which the smallest supervision is chosen as near as can be. */
    private static final double STEPS = 0.4;

    static SubjectRuns of(Subject subject, List<GradientNormsRun> gradientNorms, Consumer<String> warnings) {
        return new SubjectRuns(
                subject,
                GroupRewards.of(subject),
                StdCorrelation.of(subject, warnings),
                TrainReward.of(subject, warnings),
                FewLabels.of(subject, warnings),
                gradientNorms.stream().filter(run -> run.isOf(subject)).toList());
    }

    /** One sentence: what was run. */
    String scope() {
        int seeds = (int) Stream.concat(
                        subject.models().map(model -> model.training().config().seed()),
                        subject.before().stream().map(run -> run.config().seed()))
                .distinct()
                .count();
        List<ExtractionRun> before = subject.before();
        String measured = before.isEmpty()
                ? ""
                : ", " + subject.rewards(before.get(0)).size() + " inputs with "
                        + before.get(0).config().evaluation().numSamplesPerInput() + " outputs each";
        return "These runs: " + subject.dataset().title() + ", rewarded by " + subject.rewardMetric() + measured + ", "
                + Numbers.count(seeds, "seed") + "; "
                + Numbers.count((int) subject.models().count(), "trained model") + ".";
    }

    Optional<Treatment> pretrained() {
        return subject.of(Kind.PRETRAINED).stream().findFirst();
    }

    Optional<Treatment> rft() {
        return subject.defaultOf(Kind.RFT);
    }

    Optional<Treatment> sft() {
        return subject.defaultOf(Kind.SFT);
    }

    /** RFT after supervision with all labels and epochs. */
    Optional<Treatment> full() {
        return subject.defaultOf(Kind.SFT_THEN_RFT);
    }

    /** RFT with other than its usual settings. */
    List<Treatment> remedies() {
        return subject.of(Kind.RFT).stream()
                .filter(treatment -> !treatment.isDefault())
                .toList();
    }

    /** RFT after supervision on the smallest fraction of labels, of which there may be several, that with steps nearest to 40 %. */
    Optional<FewLabels.Point> little() {
        return fewLabels.flatMap(found -> found.points().stream()
                .filter(point -> point.fraction() < 1)
                .min(Comparator.comparingDouble(FewLabels.Point::fraction)
                        .thenComparingDouble(point -> Math.abs(found.stepFraction(point) - STEPS))));
    }

    /** Pretrained, and the treatments with usual settings: RFT, SFT, little SFT then RFT, full SFT then RFT; where they are there. */
    List<Treatment> main() {
        return Stream.of(pretrained(), rft(), sft(), little().map(FewLabels.Point::treatment), full())
                .flatMap(Optional::stream)
                .toList();
    }

    /** The measurement of a treatment that is compared with the first one of the pretrained model: figures show one seed. */
    Optional<ExtractionRun> ofFirstSeed(Treatment treatment) {
        return subject.comparable(treatment).stream()
                .filter(run ->
                        subject.before(run).equals(subject.before().stream().findFirst()))
                .findFirst();
    }

    /** A quantity of each measurement of a treatment. */
    Seeds ofGroups(Treatment treatment, ToDoubleFunction<GroupRewards> quantity) {
        return seeds(
                groups.stream().filter(group -> group.treatment().equals(treatment)), GroupRewards::seed, quantity);
    }

    /** A quantity of each row of table 1 of a treatment. */
    Seeds ofCorrelations(Treatment treatment, ToDoubleFunction<StdCorrelation> quantity) {
        return seeds(
                correlations.stream().filter(row -> row.treatment().equals(treatment)),
                row -> GroupRewards.seedOf(row.after()),
                quantity);
    }

    /** The reward of the train split under the training's own sampling, at its end. */
    Seeds trainReward(Treatment treatment) {
        return evaluated(treatment, TrainedModel.Reward::end);
    }

    /** The same at its beginning or end. */
    Seeds evaluated(Treatment treatment, ToDoubleFunction<TrainedModel.Reward> moment) {
        Map<Integer, Double> values = new HashMap<>();
        for (TrainedModel model : treatment.models()) {
            TrainingRun training = model.training();
            model.trainReward(subject.rewardMetric())
                    .ifPresent(reward -> values.put(training.config().seed(), moment.applyAsDouble(reward)));
        }
        return new Seeds(values);
    }

    private static <T> Seeds seeds(Stream<T> rows, ToIntFunction<T> seed, ToDoubleFunction<T> quantity) {
        Map<Integer, Double> values = new HashMap<>();
        rows.forEach(row -> values.putIfAbsent(seed.applyAsInt(row), quantity.applyAsDouble(row)));
        return new Seeds(values);
    }
}
