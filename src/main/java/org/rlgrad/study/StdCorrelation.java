package org.rlgrad.study;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.rlgrad.Failure;
import org.rlgrad.statistics.Correlations;
import org.rlgrad.study.Lineage.Kind;

/**
 * A row of the paper's table 1: how an input's reward standard deviation before finetuning goes together with what finetuning
 * changes of its mean reward. Whether the paper's change is absolute or signed is not known, hence both.
 *
 * @param subject data set and model
 * @param treatment the finetuning
 * @param after its measurement
 * @param inputs how many inputs have finite numbers before and after
 * @param absolute with |mean after - mean before|
 * @param signed with mean after - mean before
 */
public record StdCorrelation(
        Subject subject, Treatment treatment, ExtractionRun after, int inputs, Pair absolute, Pair signed) {
    /** Two coefficients of the same pair of quantities; NaN where one of these is constant. */
    public record Pair(double pearson, double spearman) {
        static Pair of(double[] x, double[] y) {
            return new Pair(Correlations.pearson(x, y), Correlations.spearman(x, y));
        }
    }

    /**
     * One for each measurement after a finetuning of the same inputs as before it.
     *
     * @param warnings takes measurements of other inputs
     * @throws Failure {@code NO_INPUT} where there is none
     */
    public static List<StdCorrelation> of(Study study, Consumer<String> warnings) {
        List<StdCorrelation> rows = new ArrayList<>();
        study.subjects().forEach(subject -> rows.addAll(of(subject, warnings)));
        if (rows.isEmpty()) {
            throw Failure.noInput(
                    "table 1 needs an extraction from a pretrained model, and one with the same inputs and sampling"
                            + " from a model that was finetuned from it; found:\n" + study.inventory());
        }
        return rows;
    }

    /** Of one subject; empty where it has no such measurements. */
    public static List<StdCorrelation> of(Subject subject, Consumer<String> warnings) {
        List<StdCorrelation> rows = new ArrayList<>();
        for (Treatment treatment : subject.treatments()) {
            List<ExtractionRun> comparable = subject.comparable(treatment);
            if (treatment.kind() == Kind.PRETRAINED) {
                continue;
            }
            comparable.forEach(after -> rows.add(of(subject, treatment, after)));
            treatment.extractions().stream()
                    .filter(after -> !comparable.contains(after))
                    .forEach(
                            after -> warnings.accept(
                                    after.folder()
                                            + ": is left out; there is no extraction from the pretrained model with the same inputs and sampling"));
        }
        return rows;
    }

    private static StdCorrelation of(Subject subject, Treatment treatment, ExtractionRun after) {
        List<InputChange> inputs = subject.changes(after);
        double[] stds =
                inputs.stream().mapToDouble(input -> input.before().std()).toArray();
        double[] changes = inputs.stream().mapToDouble(InputChange::change).toArray();
        double[] absolute = DoubleStream.of(changes).map(Math::abs).toArray();
        return new StdCorrelation(
                subject, treatment, after, inputs.size(), Pair.of(stds, absolute), Pair.of(stds, changes));
    }

    /** What the paper reports, by second hand: a third party's account of its table 1, never checked against the paper. */
    public OptionalDouble reported() {
        if (!treatment.isDefault()) {
            return OptionalDouble.empty();
        }
        boolean rft = treatment.kind() == Kind.RFT;
        boolean sft = treatment.kind() == Kind.SFT;
        if (subject.dataset().equals(Dataset.NARRATIVE_QA) && (rft || sft)) {
            return OptionalDouble.of(rft ? 0.48 : 0.05);
        }
        return subject.dataset().equals(Dataset.TOTTO) && (rft || sft)
                ? OptionalDouble.of(rft ? 0.46 : 0.16)
                : OptionalDouble.empty();
    }
}
