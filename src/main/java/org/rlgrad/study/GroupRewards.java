package org.rlgrad.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one finetuning did to the inputs at risk ({@link Subject#smallAndLow}) and to all others, by mean reward.
 *
 * @param treatment the finetuning, or none: then after is before
 * @param after its measurement
 * @param seed of the last training, be it our own pretraining; of the measurement where there is none
 * @param atRisk inputs that began with a small deviation at a low reward
 * @param others the rest
 */
public record GroupRewards(Treatment treatment, ExtractionRun after, int seed, Group atRisk, Group others) {
    /**
     * Mean rewards of some inputs.
     *
     * @param before under the pretrained model; NaN without inputs
     * @param after likewise
     */
    public record Group(int inputs, double before, double after) {
        /** By how much finetuning raised it. */
        public double change() {
            return after - before;
        }

        private static Group of(List<InputChange> inputs) {
            return new Group(
                    inputs.size(),
                    inputs.stream()
                            .mapToDouble(input -> input.before().mean())
                            .average()
                            .orElse(Double.NaN),
                    inputs.stream()
                            .mapToDouble(input -> input.after().mean())
                            .average()
                            .orElse(Double.NaN));
        }
    }

    /** Mean reward of all inputs after the finetuning. */
    public double meanAfter() {
        double atRiskSum = atRisk.inputs == 0 ? 0 : atRisk.inputs * atRisk.after;
        double othersSum = others.inputs == 0 ? 0 : others.inputs * others.after;
        return (atRiskSum + othersSum) / (atRisk.inputs + others.inputs);
    }

    /** Of all inputs, how many are at risk. */
    public double shareAtRisk() {
        return (double) atRisk.inputs / (atRisk.inputs + others.inputs);
    }

    /** One for each measurement that can be compared with one of the pretrained model, those of the latter included. */
    public static List<GroupRewards> of(Subject subject) {
        List<GroupRewards> all = new ArrayList<>();
        for (Treatment treatment : subject.treatments()) {
            subject.comparable(treatment).forEach(after -> all.add(of(subject, treatment, after)));
        }
        return all;
    }

    private static GroupRewards of(Subject subject, Treatment treatment, ExtractionRun after) {
        Set<Integer> marked = subject.smallAndLow(subject.before(after).orElseThrow());
        Map<Boolean, List<InputChange>> byRisk = subject.changes(after).stream()
                .collect(Collectors.partitioningBy(
                        input -> marked.contains(input.before().trainIndex())));
        return new GroupRewards(
                treatment, after, seedOf(after), Group.of(byRisk.get(true)), Group.of(byRisk.get(false)));
    }

    /** The seed by which repetitions of different treatments are paired. */
    public static int seedOf(ExtractionRun extraction) {
        List<TrainingRun> trainings = extraction.lineage().trainings();
        if (!trainings.isEmpty()) {
            return trainings.get(trainings.size() - 1).config().seed();
        }
        return extraction
                .lineage()
                .pretraining()
                .map(training -> training.config().seed())
                .orElse(extraction.config().seed());
    }
}
