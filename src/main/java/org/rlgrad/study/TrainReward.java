package org.rlgrad.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rlgrad.Failure;
import org.rlgrad.statistics.MeanAndSpread;
import org.rlgrad.study.Lineage.Kind;

/**
 * A row of the paper's table 2: the reward of the train split, under the training's own sampling, before and after a training by
 * rewards, over its seeds.
 */
public record TrainReward(Subject subject, Treatment treatment, List<TrainedModel.Reward> seeds) {
    /** At the beginning of the training by rewards, after any supervision. */
    public MeanAndSpread start() {
        return MeanAndSpread.of(
                seeds.stream().mapToDouble(TrainedModel.Reward::start).toArray());
    }

    /** At its end. */
    public MeanAndSpread end() {
        return MeanAndSpread.of(
                seeds.stream().mapToDouble(TrainedModel.Reward::end).toArray());
    }

    /**
     * The usual RFT, its variants, then SFT with RFT, of each subject.
     *
     * @param warnings takes trainings that did not evaluate the train split
     * @throws Failure {@code NO_INPUT} where there is none
     */
    public static List<TrainReward> of(Study study, Consumer<String> warnings) {
        List<TrainReward> rows = new ArrayList<>();
        study.subjects().forEach(subject -> rows.addAll(of(subject, warnings)));
        if (rows.isEmpty()) {
            throw Failure.noInput(
                    "table 2 needs a training by rewards that evaluated the train split; found:\n" + study.inventory());
        }
        return rows;
    }

    /** Of one subject; empty where no training by rewards evaluated the train split. */
    public static List<TrainReward> of(Subject subject, Consumer<String> warnings) {
        List<TrainReward> rows = new ArrayList<>();
        for (Kind kind : List.of(Kind.RFT, Kind.SFT_THEN_RFT)) {
            for (Treatment treatment : subject.of(kind)) {
                List<TrainedModel.Reward> seeds = new ArrayList<>();
                for (TrainedModel model : treatment.models()) {
                    Optional<TrainedModel.Reward> reward = model.trainReward(subject.rewardMetric());
                    reward.ifPresentOrElse(
                            seeds::add,
                            () -> warnings.accept(
                                    model.training().folder() + ": is left out, it has no " + subject.rewardMetric()
                                            + " of the train split at start and end in its metrics.csv"));
                }
                if (!seeds.isEmpty()) {
                    rows.add(new TrainReward(subject, treatment, seeds));
                }
            }
        }
        return rows;
    }
}
