package org.rlgrad.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.rlgrad.figure.GroupRewardFigure;
import org.rlgrad.report.Table;
import org.rlgrad.study.FewLabels;
import org.rlgrad.study.TrainReward;
import org.rlgrad.study.TrainedModel;
import org.rlgrad.study.Treatment;

/** What other settings of RFT bring, beside supervision before it: table 2, and the inputs at risk. */
record RemediesSection(SubjectRuns runs) implements Section {
    @Override
    public String title() {
        return "Remedies";
    }

    @Override
    public Optional<String> paper() {
        return Optional.of(
                "A larger learning rate, a higher temperature and an entropy bonus bring little; a supervised phase before RFT is the"
                        + " most promising remedy. At second hand, never checked against the paper: on NarrativeQA a train reward of about"
                        + " 0.10 for RFT and its variants against 0.54 for SFT then RFT.");
    }

    @Override
    public Optional<String> missing() {
        return runs.trainRewards().isEmpty()
                ? Optional.of("trainings by rewards (rlgrad train) that evaluated the train split")
                : Optional.empty();
    }

    @Override
    public void write(Parts parts) {
        parts.run(text());
        List<GroupRewardFigure.Row> rows = shown().map(treatment -> new GroupRewardFigure.Row(
                        TreatmentNames.label(treatment),
                        values(runs.ofGroups(treatment, group -> group.atRisk().after())),
                        values(runs.ofGroups(treatment, group -> group.others().after()))))
                .filter(row -> !row.others().isEmpty())
                .toList();
        if (rows.size() > 1) {
            parts.figure(
                    GroupRewardFigure.svg(
                            "Mean reward after finetuning, of the inputs at risk and of the others", rows),
                    "Dot plot of the mean reward of the inputs at risk and of all other inputs, a row for each of: "
                            + Numbers.list(rows.stream()
                                    .map(GroupRewardFigure.Row::label)
                                    .toList()),
                    "Measured for all rows in the same way: outputs sampled as before finetuning.");
        }
        parts.table("Train reward of trainings by rewards, and mean reward of the inputs at risk", table());
        parts.small(
                "Mean over seeds, smallest and largest in brackets. The train reward is measured under each training’s own"
                        + " sampling, at its beginning and end, so that a higher temperature lowers it; the columns of the inputs at"
                        + " risk and of all inputs are from extractions, which all sample alike.");
    }

    private String text() {
        Findings findings = new Findings(runs);
        Function<Treatment, Seeds> reward = findings.overall();
        Optional<Treatment> best = findings.best(reward);
        if (best.isEmpty() || runs.rft().isEmpty()) {
            return "No variant of the usual RFT was run, so the remedies cannot be compared.";
        }
        Seeds rft = reward.apply(runs.rft().get());
        Seeds with = reward.apply(best.get());
        Seeds gain = with.with(rft, (one, other) -> one - other);
        String comparison = gain.mean() > 0
                ? "the best, “" + best.get().label() + "”, reaches " + with.decimals(3) + ", a gain of "
                        + gain.signed(3)
                : "none does better; the best, “" + best.get().label() + "”, reaches " + with.decimals(3);
        return "Default RFT ends at a mean reward of " + rft.decimals(3) + ". Of "
                + Numbers.count(runs.remedies().size(), "variant") + " " + comparison
                + "."
                + against(reward, gain) + atRisk(findings);
    }

    private String against(Function<Treatment, Seeds> reward, Seeds gain) {
        Seeds full = Findings.of(runs.full(), reward);
        if (full.isEmpty()) {
            return " RFT after full SFT was not run.";
        }
        double lead = full.with(Findings.of(runs.rft(), reward), (one, other) -> one - other)
                .mean();
        String text = " RFT after full SFT reaches " + full.decimals(3);
        return lead > gain.mean() ? text + ", more than any of them." : text + ", no more than the best of them.";
    }

    private String atRisk(Findings findings) {
        Function<Treatment, Seeds> risk =
                treatment -> runs.ofGroups(treatment, group -> group.atRisk().after());
        Optional<Treatment> best = findings.best(risk);
        Seeds rft = Findings.of(runs.rft(), risk);
        if (best.isEmpty() || rft.isEmpty()) {
            return "";
        }
        Seeds full = Findings.of(runs.full(), risk);
        return " The inputs at risk reach " + rft.decimals(3) + " under default RFT, "
                + risk.apply(best.get()).decimals(3)
                + " under the remedy that is best for them (“" + best.get().label() + "”)"
                + (full.isEmpty() ? "." : " and " + full.decimals(3) + " under full SFT then RFT.");
    }

    /** Pretrained, default RFT, remedies, little SFT then RFT, full SFT then RFT. */
    private Stream<Treatment> shown() {
        return Stream.of(
                        runs.pretrained().stream(),
                        runs.rft().stream(),
                        runs.remedies().stream(),
                        runs.sft().stream(),
                        runs.little().map(FewLabels.Point::treatment).stream(),
                        runs.full().stream())
                .flatMap(treatments -> treatments);
    }

    private static List<Double> values(Seeds seeds) {
        return List.copyOf(seeds.values().values());
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (TrainReward row : runs.trainRewards()) {
            Treatment treatment = row.treatment();
            rows.add(List.of(
                    TreatmentNames.label(treatment),
                    Integer.toString(row.seeds().size()),
                    runs.evaluated(treatment, TrainedModel.Reward::start).decimals(3),
                    runs.trainReward(treatment).decimals(3),
                    runs.ofGroups(treatment, group -> group.meanAfter()).decimals(3),
                    runs.ofGroups(treatment, group -> group.atRisk().after()).decimals(3)));
        }
        return new Table(
                List.of(
                        "finetuning",
                        "seeds",
                        "train reward, start",
                        "train reward, end",
                        "all inputs",
                        "inputs at risk"),
                rows);
    }
}
