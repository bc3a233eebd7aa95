package org.rlgrad.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.rlgrad.statistics.Quantiles;

/**
 * How many inputs are at risk of a vanishing gradient under one metric, and how much slower that is expected to make them: the part
 * {@code forecast} of {@code summary.json}. {@code org.rlgrad.study.forecast.Forecast} defines and computes everything here.
 *
 * @param metric the metric's key
 * @param inputs with a mean and a standard deviation; fractions are of these
 * @param withoutForecast how many others there are
 * @param withoutReference for how many the largest reward of any sample stands for what is reachable
 * @param reachableMean over {@code inputs}; NaN without them
 * @param atRisk the inputs at risk
 * @param slowdown of reinforcement on these, against the inputs with a signal
 * @param slowdownSupervised of supervision, likewise
 * @param withSignal how many inputs have a gap worth closing, and no small deviation
 * @param unseen how rare good outputs of inputs at risk can be without our knowing
 * @param thresholds what this was judged by
 */
public record ForecastSummary(
        String metric,
        int inputs,
        int withoutForecast,
        int withoutReference,
        double reachableMean,
        AtRisk atRisk,
        Spread slowdown,
        Spread slowdownSupervised,
        int withSignal,
        Unseen unseen,
        Thresholds thresholds) {

    /**
     * @param mean of the inputs' mean rewards; NaN if there are none
     * @param reachable mean of what is reachable; NaN likewise
     * @param lowerBounds for how many the slowdown is only a lower bound
     */
    public record AtRisk(int count, double mean, double reachable, int lowerBounds) {}

    /** Of several slowdowns; NaN without any. */
    public record Spread(double least, double median, double most) {
        /** Of those that are no NaN. */
        public static Spread of(DoubleStream values) {
            double[] sorted = values.filter(Double::isFinite).sorted().toArray();
            return sorted.length == 0
                    ? new Spread(Double.NaN, Double.NaN, Double.NaN)
                    : new Spread(sorted[0], Quantiles.ofSorted(sorted, 0.5), sorted[sorted.length - 1]);
        }

        private void put(ObjectNode node, String prefix) {
            Json.put(node, prefix + "_median", median);
            Json.put(node, prefix + "_min", least);
            Json.put(node, prefix + "_max", most);
        }
    }

    /**
     * @param trials samples left out of inputs that were at risk without them
     * @param surprises how many of these were good
     * @param probability upper bound of a good output's mean probability
     */
    public record Unseen(long trials, long surprises, double probability) {}

    /**
     * @param std the largest deviation that is small
     * @param fractionOfReachable a mean below is low
     * @param gapWorthClosing as a fraction of what is reachable
     * @param confidence of lower bounds
     * @param low lower end of the range of rewards, from which these fractions count
     * @param high its upper end
     */
    public record Thresholds(
            double std,
            double fractionOfReachable,
            double gapWorthClosing,
            double confidence,
            double low,
            double high) {}

    void put(ObjectNode node) {
        node.put("at_risk", atRisk.count);
        Json.put(node, "fraction_at_risk", (double) atRisk.count / inputs);
        Json.put(node, "at_risk_mean_reward", atRisk.mean);
        Json.put(node, "at_risk_reachable_mean", atRisk.reachable);
        Json.put(node, "reachable_mean", reachableMean);
        node.put("inputs_without_forecast", withoutForecast).put("inputs_without_reference", withoutReference);
        slowdown.put(node, "slowdown");
        node.put("slowdown_lower_bounds", atRisk.lowerBounds);
        slowdownSupervised.put(node, "slowdown_supervised");
        node.put("inputs_with_signal", withSignal);
        ObjectNode leftOut = node.putObject("unseen_good_outputs");
        leftOut.put("trials", unseen.trials).put("surprises", unseen.surprises);
        Json.put(leftOut, "probability_at_most", unseen.probability);
        ObjectNode rule = node.putObject("thresholds");
        Json.put(rule, "std", thresholds.std);
        Json.put(rule, "fraction_of_reachable", thresholds.fractionOfReachable);
        Json.put(rule, "gap_worth_closing", thresholds.gapWorthClosing);
        Json.put(rule, "confidence", thresholds.confidence);
        Json.put(rule, "reward_low", thresholds.low);
        Json.put(rule, "reward_high", thresholds.high);
    }

    /** For standard output, in plain words, some three lines without a final line feed. */
    public String toParagraph() {
        if (inputs == 0) {
            return "At risk: unknown; a standard deviation takes at least two samples per input.";
        }
        String fallback = withoutReference == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "\n%d input%s no reference that was scored; the largest reward of any sample counts as reachable there.",
                        withoutReference,
                        withoutReference == 1 ? " has" : "s have");
        if (atRisk.count == 0) {
            return String.format(
                            Locale.ROOT,
                            "At risk: none of %d inputs has a reward std of at most %s and less than half of the reward that its references earn.",
                            inputs,
                            smallStd())
                    + fallback;
        }
        return String.format(
                        Locale.ROOT,
                        "At risk: %d of %d inputs (%.1f %%) have a reward std of at most %s and less than half of the reward that their"
                                + " references earn (mean %.2f of %.2f).",
                        atRisk.count,
                        inputs,
                        100.0 * atRisk.count / inputs,
                        smallStd(),
                        atRisk.mean,
                        atRisk.reachable)
                + comparison()
                + "\nSee " + AtRiskFile.NAME + "."
                + fallback;
    }

    /** A twentieth of the range of rewards, which may be any number. */
    private String smallStd() {
        return BigDecimal.valueOf(thresholds.std)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private String comparison() {
        if (withSignal == 0) {
            return "\nNo other input has a signal and as much to gain, so there is nothing to compare with.";
        }
        if (atRisk.lowerBounds > 0 && slowdown.median <= 1) {
            return "\nThese are too few samples to tell how much longer RFT needs there; draw more of each input.";
        }
        return String.format(
                "\nBy the escape time of a softmax policy, RFT needs %s %s times as long to close half of their gap (median) as for the %d"
                        + " inputs with a signal; SFT %s times.",
                atRisk.lowerBounds == 0 ? "about" : "at least",
                times(slowdown.median),
                withSignal,
                times(slowdownSupervised.median));
    }

    private static String times(double factor) {
        return String.format(Locale.ROOT, factor < 10 ? "%.1f" : "%.0f", factor);
    }
}
