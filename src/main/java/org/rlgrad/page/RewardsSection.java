package org.rlgrad.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.rlgrad.figure.Figure1;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.report.Table;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.GroupRewards;
import org.rlgrad.study.Lineage.Kind;
import org.rlgrad.study.Subject;
import org.rlgrad.study.Treatment;

/** Where rewards do not vary: figure 1, and how the reward's deviation is spread over the inputs. Long, as {@link ChangeSection}. */
record RewardsSection(SubjectRuns runs) implements Section {
    private static final List<Double> QUANTILES = List.of(0.1, 0.25, 0.5, 0.75, 0.9);

    /** Two rows of two; what there is more stands in the table. */
    private static final int PANELS = 4;

    @Override
    public String title() {
        return "Where rewards do not vary";
    }

    @Override
    public Optional<String> paper() {
        return Optional.of(
                "For an input whose outputs nearly all earn the same, the expected gradient of the reward vanishes, even if the"
                        + " reward is far from its maximum. Such inputs of small reward standard deviation (std) are common in the"
                        + " data sets of the GRUE benchmark, and finetuning by rewards (RFT) moves them little.");
    }

    @Override
    public Optional<String> missing() {
        return runs.subject().before().isEmpty()
                ? Optional.of("an extraction (rlgrad extract-samples) from the pretrained model")
                : Optional.empty();
    }

    @Override
    public void write(Parts parts) {
        parts.run(text());
        List<Treatment> drawn = shown().stream()
                .filter(treatment -> runs.ofFirstSeed(treatment).isPresent())
                .limit(PANELS)
                .toList();
        parts.figure(
                Figure1.svg(List.of(row(drawn))),
                "Scatter plots of each input’s reward mean and reward standard deviation, one plot for each of: "
                        + Numbers.list(drawn.stream().map(Treatment::title).toList()),
                "Each input’s reward, mean and std over its sampled outputs"
                        + (runs.subject().before().size() > 1 ? ", of the first seed." : ".")
                        + " Triangles are the inputs at risk: those that began with a std of at most "
                        + RewardSummary.SHOWN_THRESHOLD
                        + " and a mean below half of the largest reward of any output.");
        parts.table(
                "Reward std over inputs: mean, percentiles, and the share of inputs with a small one; means over seeds",
                table(shown()));
        new Examples(runs).write(parts);
    }

    private String text() {
        Treatment before = runs.pretrained().orElseThrow();
        Seeds small = summaries(before, summary -> small(summary, RewardSummary.SHOWN_THRESHOLD));
        Seeds none = summaries(before, summary -> small(summary, 0.0));
        Seeds risk = runs.ofGroups(before, GroupRewards::shareAtRisk);
        return "Before finetuning " + small.percent() + " of the inputs have a reward std of at most "
                + RewardSummary.SHOWN_THRESHOLD + "; for " + none.percent()
                + " all sampled outputs earn exactly the same. For " + risk.percent()
                + " of the inputs that reward is also low, below half of the largest reward of any output: these are the"
                + " inputs at risk. The others with a small std earn at least that." + fate();
    }

    /** What became of the inputs at risk. */
    private String fate() {
        List<String> states = new ArrayList<>();
        for (Treatment treatment : shown()) {
            Seeds reward = runs.ofGroups(treatment, group -> group.atRisk().after());
            if (Double.isFinite(reward.mean())) {
                states.add(reward.decimals(3) + " "
                        + (treatment.kind() == Kind.PRETRAINED ? "before" : TreatmentNames.name(treatment)));
            }
        }
        return states.isEmpty() ? "" : " Mean reward of the inputs at risk: " + Numbers.list(states) + ".";
    }

    private List<Treatment> shown() {
        return runs.main().stream()
                .filter(treatment -> !runs.subject().comparable(treatment).isEmpty())
                .toList();
    }

    private Figure1.Row row(List<Treatment> shown) {
        Subject subject = runs.subject();
        ExtractionRun before = subject.before().get(0);
        Set<Integer> marked = subject.smallAndLow(before);
        List<RewardStatistics> rewards = subject.rewards(before);
        String title = subject.dataset().title() + ": " + subject.rewardMetric() + " of " + rewards.size()
                + " inputs × " + rewards.get(0).n() + " outputs";
        return new Figure1.Row(
                title,
                marked,
                shown.stream()
                        .map(treatment -> new Figure1.Panel(
                                treatment.state(),
                                treatment.kind() == Kind.PRETRAINED ? "no finetuning" : treatment.label(),
                                subject.rewards(runs.ofFirstSeed(treatment).orElseThrow())))
                        .toList());
    }

    private Table table(List<Treatment> shown) {
        List<String> columns = new ArrayList<>(List.of("model", "seeds", "mean reward", "mean std"));
        QUANTILES.forEach(q -> columns.add(Numbers.decimals(100 * q, 0) + "th pct."));
        columns.addAll(List.of("std = 0", "std ≤ " + RewardSummary.SHOWN_THRESHOLD));
        List<List<String>> rows = new ArrayList<>();
        for (Treatment treatment : shown) {
            List<String> cells = new ArrayList<>(List.of(
                    TreatmentNames.label(treatment),
                    Integer.toString(
                            summaries(treatment, RewardSummary::meanReward).count()),
                    mean(treatment, RewardSummary::meanReward),
                    mean(treatment, RewardSummary::meanStd)));
            for (double q : QUANTILES) {
                cells.add(mean(treatment, summary -> quantile(summary, q)));
            }
            cells.add(Numbers.percent(
                    summaries(treatment, summary -> small(summary, 0.0)).mean()));
            cells.add(Numbers.percent(summaries(treatment, summary -> small(summary, RewardSummary.SHOWN_THRESHOLD))
                    .mean()));
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    private String mean(Treatment treatment, ToDoubleFunction<RewardSummary> quantity) {
        return Numbers.decimals(summaries(treatment, quantity).mean(), 3);
    }

    private Seeds summaries(Treatment treatment, ToDoubleFunction<RewardSummary> quantity) {
        return runs.ofGroups(
                treatment,
                (GroupRewards group) -> quantity.applyAsDouble(
                        RewardSummary.of(runs.subject().rewards(group.after())).get(0)));
    }

    private static double quantile(RewardSummary summary, double q) {
        return summary.stdQuantiles().isEmpty()
                ? Double.NaN
                : summary.stdQuantiles().get(RewardSummary.QUANTILES.indexOf(q));
    }

    private static double small(RewardSummary summary, double threshold) {
        return summary.smallStd().isEmpty()
                ? Double.NaN
                : summary.smallStd()
                        .get(RewardSummary.THRESHOLDS.indexOf(threshold))
                        .fraction();
    }
}
