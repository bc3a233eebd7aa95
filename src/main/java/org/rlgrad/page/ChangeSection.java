package org.rlgrad.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.rlgrad.figure.ChangeFigure;
import org.rlgrad.figure.ChangePanel;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.Table;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.Lineage.Kind;
import org.rlgrad.study.StdCorrelation;
import org.rlgrad.study.Subject;
import org.rlgrad.study.Treatment;

/**
 * What RFT and SFT change, by the reward's initial deviation: the pair of quantities of table 1. (Over 150 lines: words, a figure and a table
 * of the same numbers.)
 */
record ChangeSection(SubjectRuns runs) implements Section {
    @Override
    public String title() {
        return "What RFT and SFT change";
    }

    @Override
    public Optional<String> paper() {
        return Optional.of(
                "RFT changes the reward of inputs with a small std less than that of others; supervised finetuning (SFT) on the"
                        + " same inputs shows no such bias. At second hand, never checked against the paper: Pearson correlations of"
                        + " 0.48 under RFT and 0.05 under SFT on NarrativeQA, 0.46 and 0.16 on ToTTo. Whether its change is signed or"
                        + " absolute is not known to us, so both are given.");
    }

    @Override
    public Optional<String> missing() {
        return runs.correlations().isEmpty()
                ? Optional.of(
                        "extractions from the pretrained model and, with the same inputs and sampling, from finetuned ones")
                : Optional.empty();
    }

    @Override
    public void write(Parts parts) {
        parts.run(text());
        List<Treatment> shown = runs.main().stream()
                .filter(treatment -> treatment.kind() != Kind.PRETRAINED
                        && runs.ofFirstSeed(treatment).isPresent())
                .toList();
        List<ChangePanel> panels = shown.stream()
                .map(this::panel)
                .filter(panel -> panel.stds().length > 0)
                .toList();
        if (!panels.isEmpty()) {
            parts.figure(
                    ChangeFigure.svg(
                            "Change of mean reward by initial reward std",
                            runs.subject().rewardMetric() + ", a point per input"
                                    + (runs.subject().before().size() > 1 ? ", first seed" : ""),
                            panels),
                    "Scatter plots of the change of each input’s mean reward against its initial reward standard deviation, after: "
                            + Numbers.list(shown.stream().map(Treatment::label).toList()),
                    "How far each input’s mean reward was moved, by its std before finetuning. The line joins the means of"
                            + " tenths of the inputs.");
        }
        parts.table("Correlation over inputs of the initial reward std with the change of mean reward", table());
        parts.small(
                "Mean over seeds, smallest and largest in brackets. Std and change are estimated from the same few outputs:"
                        + " noise alone correlates the std with the absolute change, so compare rows with each other.");
    }

    private String text() {
        Seeds rft = signed(runs.rft());
        Seeds sft = signed(runs.sft());
        if (rft.isEmpty() || sft.isEmpty()) {
            return "There is no measurement after " + (rft.isEmpty() ? "RFT" : "SFT")
                    + " with its usual settings, so the two cannot be compared here; the table has the others.";
        }
        String direction = rft.mean() >= Findings.CORRELATED
                ? "Under RFT inputs gained the more, the larger their initial std was: "
                : "Under RFT inputs of large initial std did not clearly gain more: ";
        return direction + "r = " + rft.decimals(2) + " for the signed change. Under SFT r = " + sft.decimals(2) + ", "
                + (sft.mean() < rft.mean() ? "which is less" : "which is no less") + ". " + atRisk();
    }

    private String atRisk() {
        Seeds rft = change(runs.rft(), true);
        Seeds sft = change(runs.sft(), true);
        if (!Double.isFinite(rft.mean()) || !Double.isFinite(sft.mean())) {
            return "No input was at risk.";
        }
        return "The inputs at risk changed by " + rft.signed(3) + " under RFT and " + sft.signed(3)
                + " under SFT; all others by " + change(runs.rft(), false).signed(3) + " and "
                + change(runs.sft(), false).signed(3) + ".";
    }

    private Seeds signed(Optional<Treatment> treatment) {
        return Findings.of(
                treatment,
                found -> runs.ofCorrelations(found, row -> row.signed().pearson()));
    }

    private Seeds change(Optional<Treatment> treatment, boolean atRisk) {
        return Findings.of(
                treatment, found -> runs.ofGroups(found, group -> (atRisk ? group.atRisk() : group.others()).change()));
    }

    private ChangePanel panel(Treatment treatment) {
        Subject subject = runs.subject();
        ExtractionRun after = runs.ofFirstSeed(treatment).orElseThrow();
        Map<Integer, RewardStatistics> later = new HashMap<>();
        subject.rewards(after).forEach(row -> later.put(row.trainIndex(), row));
        List<RewardStatistics> before = subject.rewards(subject.before(after).orElseThrow()).stream()
                .filter(row -> row.isComplete() && later.get(row.trainIndex()).isComplete())
                .toList();
        StdCorrelation numbers = runs.correlations().stream()
                .filter(row -> row.after().equals(after))
                .findFirst()
                .orElseThrow();
        return new ChangePanel(
                TreatmentNames.label(treatment),
                "signed change: Pearson " + Numbers.decimals(numbers.signed().pearson(), 2) + ", Spearman "
                        + Numbers.decimals(numbers.signed().spearman(), 2),
                before.stream().mapToDouble(RewardStatistics::std).toArray(),
                before.stream()
                        .mapToDouble(row -> later.get(row.trainIndex()).mean() - row.mean())
                        .toArray());
    }

    private Table table() {
        boolean reported =
                runs.correlations().stream().anyMatch(row -> row.reported().isPresent());
        List<String> columns = new ArrayList<>(List.of(
                "finetuning",
                "seeds",
                "Pearson, signed",
                "Spearman, signed",
                "Pearson, absolute",
                "Spearman, absolute"));
        if (reported) {
            columns.add("paper, second-hand");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Treatment treatment : runs.subject().treatments()) {
            Seeds signed = of(treatment, row -> row.signed().pearson());
            if (!signed.isEmpty()) {
                List<String> cells = new ArrayList<>(List.of(
                        TreatmentNames.label(treatment),
                        Integer.toString(signed.count()),
                        signed.decimals(2),
                        of(treatment, row -> row.signed().spearman()).decimals(2),
                        of(treatment, row -> row.absolute().pearson()).decimals(2),
                        of(treatment, row -> row.absolute().spearman()).decimals(2)));
                if (reported) {
                    cells.add(of(treatment, row -> row.reported().orElse(Double.NaN))
                            .decimals(2));
                }
                rows.add(cells);
            }
        }
        return new Table(columns, rows);
    }

    private Seeds of(Treatment treatment, ToDoubleFunction<StdCorrelation> quantity) {
        return runs.ofCorrelations(treatment, quantity);
    }
}
