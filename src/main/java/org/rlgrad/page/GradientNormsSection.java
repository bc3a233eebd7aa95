package org.rlgrad.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rlgrad.figure.GradientNormFigure;
import org.rlgrad.report.GradientNormSummary;
import org.rlgrad.report.Table;
import org.rlgrad.statistics.PowerLaw;
import org.rlgrad.study.GradientNormsRun;

/** The norm of the expected gradient beside the reward's deviation: theorem 1. */
record GradientNormsSection(SubjectRuns runs) implements Section {
    @Override
    public String title() {
        return "Gradient norms beside std";
    }

    @Override
    public Optional<String> paper() {
        return Optional.of(
                "For one input, the gradient of the expected reward vanishes as the reward’s std does. At second hand, never checked"
                        + " against the paper: its norm is at most 6 L γ std^(2/3), with L the longest output and γ the largest norm of"
                        + " the logits’ Jacobian, for rewards in [−1, 1].");
    }

    @Override
    public Optional<String> missing() {
        return runs.gradientNorms().isEmpty()
                ? Optional.of("a run of rlgrad gradient-norms on this data and model")
                : Optional.empty();
    }

    @Override
    public void write(Parts parts) {
        GradientNormsRun first = runs.gradientNorms().get(0);
        parts.run(text(GradientNormSummary.of(first.rows())));
        parts.figure(
                GradientNormFigure.svg(first.rows(), first.lineage().label()),
                "Scatter plot of the norm of each input’s expected gradient against its reward standard deviation, on logarithmic"
                        + " axes.",
                "Norm of the expected gradient over all parameters, a point per input with its standard error.");
        parts.table("Gradient norms and reward std", table());
    }

    private static String text(GradientNormSummary summary) {
        String direction = summary.spearman() > 0
                ? "the larger an input’s reward std, the larger its gradient: Spearman "
                : "gradients did not grow with the reward’s std: Spearman ";
        String bound = summary.gammas().isEmpty()
                ? " γ was not measured, so there is no bound to compare with."
                : " With γ as the largest over sampled prefixes, hence too small if anything, the bound of theorem 1 holds for "
                        + summary.theorem1().holds() + " of "
                        + summary.theorem1().inputs() + " inputs, and is about "
                        + rounded(summary.theorem1().medianRatio()) + " times the norm in the median: "
                        + (summary.theorem1().holds() == summary.theorem1().inputs()
                                ? looseness(summary)
                                : "where it does not hold, γ or the norm is misjudged.");
        return "Over " + summary.inputs() + " inputs " + direction + Numbers.decimals(summary.spearman(), 2)
                + ", Pearson "
                + Numbers.decimals(summary.pearson(), 2) + ". For " + summary.zeroStd()
                + " of them all outputs earned the same, so that the estimate is exactly 0. "
                + "The norm is above 0 by two standard errors for " + summary.resolved()
                + "; of the others only the size of the noise is known, which grows with the std, too." + bound;
    }

    private static String looseness(GradientNormSummary summary) {
        return summary.theorem1().medianRatio() > 10 ? "true, and loose." : "true, and not far from the norm.";
    }

    /** A large ratio without digits that mean nothing. */
    private static String rounded(double ratio) {
        if (!Double.isFinite(ratio)) {
            return "an unknown number of";
        }
        return new BigDecimal(ratio).round(new MathContext(2)).toPlainString();
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (GradientNormsRun run : runs.gradientNorms()) {
            GradientNormSummary summary = GradientNormSummary.of(run.rows());
            rows.add(List.of(
                    run.lineage().label(),
                    Integer.toString(summary.inputs()),
                    Integer.toString(run.rows().get(0).n()),
                    Integer.toString(summary.resolved()),
                    Numbers.decimals(summary.spearman(), 2),
                    exponent(summary.positive()),
                    exponent(summary.ofResolved()),
                    summary.gammas().isEmpty()
                            ? "–"
                            : summary.theorem1().holds() + " of "
                                    + summary.theorem1().inputs(),
                    summary.gammas().isEmpty()
                            ? "–"
                            : summary.d1().holds() + " of " + summary.d1().inputs()));
        }
        return new Table(
                List.of(
                        "model",
                        "inputs",
                        "outputs each",
                        "norm above 0 by two errors",
                        "Spearman",
                        "a in norm ~ std^a",
                        "a, those above 0 by two errors",
                        "6 L γ std^(2/3) holds",
                        "√L γ std holds"),
                rows);
    }

    private static String exponent(PowerLaw law) {
        return Double.isNaN(law.standardError())
                ? "–"
                : Numbers.decimals(law.exponent(), 2) + " ± " + Numbers.decimals(law.standardError(), 2);
    }
}
