package org.rlgrad.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.study.Lineage.Kind;

/**
 * A data set and a pretrained model, with all that was done to it.
 *
 * @param dataset the data set
 * @param pretrained the checkpoint's folder
 * @param rewardMetric key of the metric that is the reward: that of the trainings by reward; without any, the first that was extracted
 * @param treatments pretrained, SFT, RFT, SFT then RFT, others; in each kind the default one first
 */
public record Subject(Dataset dataset, Path pretrained, String rewardMetric, List<Treatment> treatments) {

    /** The checkpoint's hub id where it lies in the hub's cache, otherwise the name of its folder, or of the run that made it. */
    public String model() {
        for (Path part : pretrained) {
            if (part.toString().startsWith("models--")) {
                return part.toString().substring("models--".length()).replace("--", "/");
            }
        }
        boolean ofRun = pretrained.endsWith(TrainingRun.MODEL) && pretrained.getNameCount() > 1;
        return (ofRun ? pretrained.getParent() : pretrained).getFileName().toString();
    }

    /** Such as "CommonGen, t5-base". */
    public String title() {
        return dataset.title() + ", " + model();
    }

    /** The treatments of one kind, the default one first. */
    public List<Treatment> of(Kind kind) {
        return treatments.stream().filter(treatment -> treatment.kind() == kind).toList();
    }

    /** The treatment of a kind with the usual settings; SFT with all labels and epochs. */
    public Optional<Treatment> defaultOf(Kind kind) {
        return of(kind).stream().filter(Treatment::isDefault).findFirst();
    }

    /** The measurements of the pretrained model, of which seeds of our own pretraining give several. */
    public List<ExtractionRun> before() {
        return of(Kind.PRETRAINED).stream()
                .flatMap(treatment -> treatment.extractions().stream())
                .filter(extraction -> extraction.metrics().contains(rewardMetric))
                .toList();
    }

    /** What a measurement is compared with: one of the pretrained model that its own model came from, of the same inputs. */
    public Optional<ExtractionRun> before(ExtractionRun after) {
        return before().stream()
                .filter(before -> isOfTheSameModel(before.lineage(), after.lineage()))
                .filter(after::isComparableTo)
                .findFirst();
    }

    /** Only our own pretraining gives one subject several models; one from elsewhere may lie in several places. */
    private static boolean isOfTheSameModel(Lineage one, Lineage other) {
        return one.start().equals(other.start()) || one.pretraining().isEmpty();
    }

    /** A treatment's measurements that can be compared with one of the pretrained model, and have the reward's metric. */
    public List<ExtractionRun> comparable(Treatment treatment) {
        return treatment.extractions().stream()
                .filter(after -> before(after).isPresent())
                .filter(after -> after.metrics().contains(rewardMetric))
                .toList();
    }

    /** Whatever an extraction says of the reward, inputs in the order of the run. */
    public List<RewardStatistics> rewards(ExtractionRun extraction) {
        return extraction.of(rewardMetric);
    }

    /** What happened to each input that has finite numbers in a comparable measurement and in the one before it. */
    List<InputChange> changes(ExtractionRun after) {
        Map<Integer, RewardStatistics> later = rewards(after).stream()
                .filter(RewardStatistics::isComplete)
                .collect(Collectors.toMap(RewardStatistics::trainIndex, row -> row, (first, last) -> last));
        return rewards(before(after).orElseThrow()).stream()
                .filter(row -> row.isComplete() && later.containsKey(row.trainIndex()))
                .map(row -> new InputChange(row, later.get(row.trainIndex())))
                .toList();
    }

    /**
     * Train indices of the inputs that began with a reward deviation of at most {@link RewardSummary#SHOWN_THRESHOLD} and a mean
     * below half of the largest reward that any output of the pretrained model got: small deviation at low reward, the harmful
     * case. Thresholds are ours.
     */
    public Set<Integer> smallAndLow(ExtractionRun before) {
        List<RewardStatistics> rows =
                rewards(before).stream().filter(RewardStatistics::isComplete).toList();
        double largest = rows.stream().mapToDouble(RewardStatistics::max).max().orElse(0);
        return rows.stream()
                .filter(row -> row.std() <= RewardSummary.SHOWN_THRESHOLD && row.mean() < largest / 2)
                .map(RewardStatistics::trainIndex)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All trained models. */
    public Stream<TrainedModel> models() {
        return treatments.stream().flatMap(treatment -> treatment.models().stream());
    }

    /** What there is, for the message that something else is missing. */
    public String inventory() {
        return title() + ": "
                + String.join(
                        ", ",
                        treatments.stream()
                                .map(treatment ->
                                        (treatment.kind() == Kind.PRETRAINED ? "pretrained" : treatment.label())
                                                + (treatment.extractions().isEmpty() ? "" : " with extraction"))
                                .toList());
    }
}
