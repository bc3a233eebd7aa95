package org.rlgrad.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.rlgrad.statistics.Correlations;
import org.rlgrad.statistics.PowerLaw;
import org.rlgrad.statistics.Quantiles;

/**
 * How gradient norms go with reward deviations over the inputs: {@code summary.json} and the lines on stdout. Follows from
 * {@code gradient_norms.csv} alone. Longer than most: each number is computed, written and told here.
 *
 * <p>Where the estimate drowns in its noise, which is itself proportional to the deviation, a positive estimate follows the deviation
 * by that alone: the fit through the resolved inputs is the one to trust.
 *
 * @param metric the reward's key
 * @param inputs whose rewards were all finite
 * @param notFinite how many others there are; they are left out below
 * @param zeroStd inputs whose outputs all earned the same: norm exactly 0
 * @param resolved inputs whose norm is above 0 by two standard errors of its square
 * @param pearson of norm and deviation
 * @param spearman likewise of their ranks
 * @param positive the power law through the inputs with a positive estimate
 * @param ofResolved the same through the resolved ones
 * @param scale c, the smallest with norm <= c std for all inputs; of estimates, so noise enlarges it
 * @param scaleTwoThirds the same of norm <= c std^(2/3)
 * @param rewardScale the largest of the inputs', 1 where all rewards are in [-1, 1]
 * @param gammas smallest, middle and largest gamma; empty where there are none
 * @param theorem1 how the bound of Theorem 1 compares
 * @param d1 how sqrt(L) gamma std compares
 */
public record GradientNormSummary(
        String metric,
        int inputs,
        int notFinite,
        int zeroStd,
        int resolved,
        double pearson,
        double spearman,
        PowerLaw positive,
        PowerLaw ofResolved,
        double scale,
        double scaleTwoThirds,
        double rewardScale,
        List<Double> gammas,
        Bound theorem1,
        Bound d1) {

    /**
     * A bound beside the estimated norms.
     *
     * @param inputs that have one
     * @param holds for how many of them the norm's estimate is at most the bound
     * @param smallestRatio of bound and norm, over inputs with a positive norm; NaN without any
     * @param medianRatio likewise
     */
    public record Bound(int inputs, int holds, double smallestRatio, double medianRatio) {
        private static Bound of(List<GradientNorm> rows, ToDoubleFunction<GradientNorm> bound) {
            List<GradientNorm> bounded =
                    rows.stream().filter(GradientNorm::hasGamma).toList();
            double[] ratios = bounded.stream()
                    .filter(row -> row.norm() > 0)
                    .mapToDouble(row -> bound.applyAsDouble(row) / row.norm())
                    .sorted()
                    .toArray();
            int holds = (int) bounded.stream()
                    .filter(row -> row.norm() <= bound.applyAsDouble(row))
                    .count();
            return new Bound(bounded.size(), holds, quantile(ratios, 0), quantile(ratios, 0.5));
        }

        private void put(ObjectNode node) {
            node.put("inputs", inputs).put("holds", holds);
            Json.put(node, "smallest_ratio_to_norm", smallestRatio);
            Json.put(node, "median_ratio_to_norm", medianRatio);
        }

        private String toText() {
            return String.format(
                    Locale.ROOT,
                    "holds for %d of %d, %.3g times the norm at least, %.3g in the median",
                    holds,
                    inputs,
                    smallestRatio,
                    medianRatio);
        }
    }

    /** Of the rows of the file, at least one. */
    public static GradientNormSummary of(List<GradientNorm> all) {
        List<GradientNorm> rows = all.stream().filter(GradientNorm::isComplete).toList();
        double[] stds = rows.stream().mapToDouble(GradientNorm::std).toArray();
        double[] norms = rows.stream().mapToDouble(GradientNorm::norm).toArray();
        double[] gammas = rows.stream()
                .filter(GradientNorm::hasGamma)
                .mapToDouble(GradientNorm::gamma)
                .sorted()
                .toArray();
        return new GradientNormSummary(
                all.get(0).metric(),
                rows.size(),
                all.size() - rows.size(),
                (int) rows.stream().filter(row -> row.std() == 0).count(),
                (int) rows.stream().filter(GradientNorm::isResolved).count(),
                Correlations.pearson(stds, norms),
                Correlations.spearman(stds, norms),
                powerLaw(rows, row -> row.norm() > 0),
                powerLaw(rows, GradientNorm::isResolved),
                largest(rows, row -> row.norm() / row.std()),
                largest(rows, row -> row.norm() / Math.cbrt(row.std() * row.std())),
                rows.stream().mapToDouble(GradientNorm::rewardScale).max().orElse(1),
                gammas.length == 0
                        ? List.of()
                        : List.of(quantile(gammas, 0), quantile(gammas, 0.5), quantile(gammas, 1)),
                Bound.of(rows, GradientNorm::boundTheorem1),
                Bound.of(rows, GradientNorm::boundD1));
    }

    private static PowerLaw powerLaw(List<GradientNorm> rows, Predicate<GradientNorm> chosen) {
        List<GradientNorm> points =
                rows.stream().filter(row -> row.std() > 0).filter(chosen).toList();
        return PowerLaw.fit(
                points.stream().mapToDouble(GradientNorm::std).toArray(),
                points.stream().mapToDouble(GradientNorm::norm).toArray());
    }

    private static double largest(List<GradientNorm> rows, ToDoubleFunction<GradientNorm> ratio) {
        return rows.stream()
                .filter(row -> row.std() > 0)
                .mapToDouble(ratio)
                .max()
                .orElse(Double.NaN);
    }

    private static double quantile(double[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : Quantiles.ofSorted(sorted, q);
    }

    /** Writes {@code summary.json}. Throws {@code CANNOT_WRITE}. */
    public void write(Path path) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("metric", metric).put("inputs", inputs).put("inputs_not_finite", notFinite);
        root.put("inputs_std_zero", zeroStd).put("inputs_resolved", resolved);
        Json.put(root, "pearson", pearson);
        Json.put(root, "spearman", spearman);
        ObjectNode fits = root.putObject("log_log_fit");
        put(fits.putObject("positive"), positive);
        put(fits.putObject("resolved"), ofResolved);
        Json.put(root, "scale_std", scale);
        Json.put(root, "scale_std_two_thirds", scaleTwoThirds);
        Json.put(root, "reward_scale", rewardScale);
        if (!gammas.isEmpty()) {
            ObjectNode gamma = root.putObject("gamma_lower_bound");
            Json.put(gamma, "smallest", gammas.get(0));
            Json.put(gamma, "median", gammas.get(1));
            Json.put(gamma, "largest", gammas.get(2));
            theorem1.put(root.putObject("bound_theorem1"));
            d1.put(root.putObject("bound_d1"));
        }
        AtomicFile.writeString(path, Json.pretty(root));
    }

    private static void put(ObjectNode node, PowerLaw law) {
        node.put("inputs", law.points());
        Json.put(node, "exponent", law.exponent());
        Json.put(node, "standard_error", law.standardError());
        Json.put(node, "factor", law.factor());
    }

    /** A few lines for stdout. */
    public List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d inputs, std = 0: %d, gradient norm above 0 by two standard errors: %d%s",
                metric,
                inputs,
                zeroStd,
                resolved,
                notFinite == 0 ? "" : ", not finite: " + notFinite));
        lines.add(String.format(
                Locale.ROOT,
                "gradient norm against std: Pearson %.3f, Spearman %.3f; norm ~ std^a with %s, resolved %s",
                pearson,
                spearman,
                text(positive),
                text(ofResolved)));
        lines.add(String.format(
                Locale.ROOT, "norm <= %.4g std and norm <= %.4g std^(2/3) for all (fitted)", scale, scaleTwoThirds));
        if (!gammas.isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "gamma at least %.4g to %.4g (of sampled prefixes, a lower bound: the true bounds are at least as large)",
                    gammas.get(0),
                    gammas.get(2)));
            lines.add("6 L gamma std^(2/3) " + theorem1.toText());
            lines.add("sqrt(L) gamma std " + d1.toText());
        }
        if (rewardScale > 1) {
            lines.add(String.format(
                    Locale.ROOT,
                    "rewards reach %.4g; Theorem 1 is about [-1, 1], so its bound is that of rewards divided by each"
                            + " input's largest, scaled back",
                    rewardScale));
        }
        return lines;
    }

    private static String text(PowerLaw law) {
        return Double.isNaN(law.standardError())
                ? "no fit (" + law.points() + " inputs)"
                : String.format(
                        Locale.ROOT, "a = %.3f ± %.3f (%d inputs)", law.exponent(), law.standardError(), law.points());
    }
}
