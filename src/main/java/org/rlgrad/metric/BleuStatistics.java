package org.rlgrad.metric;

import java.util.Arrays;

/**
 * The counts that BLEU is computed from; those of several samples add up.
 *
 * @param matches per order 1 to 4: n-grams of the hypothesis that a reference has, each at most as often as the reference with
 *     most of them
 * @param totals per order 1 to 4: n-grams of the hypothesis
 * @param hypothesisLength tokens
 * @param referenceLength tokens of the reference that is closest in length, the shorter of two
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of counts, never compared
public record BleuStatistics(long[] matches, long[] totals, long hypothesisLength, long referenceLength) {
    /** Length of the longest n-grams. */
    public static final int MAX_ORDER = 4;

    /** Where the sum over a corpus starts. */
    static BleuStatistics none() {
        return new BleuStatistics(new long[MAX_ORDER], new long[MAX_ORDER], 0, 0);
    }

    /** The counts of both. */
    public BleuStatistics plus(BleuStatistics other) {
        return new BleuStatistics(
                sum(matches, other.matches),
                sum(totals, other.totals),
                hypothesisLength + other.hypothesisLength,
                referenceLength + other.referenceLength);
    }

    /** 1, or below it if the hypotheses are shorter than the references. */
    public double brevityPenalty() {
        if (hypothesisLength >= referenceLength) {
            return 1;
        }
        return hypothesisLength == 0 ? 0 : Math.exp(1 - (double) referenceLength / hypothesisLength);
    }

    /**
     * The precision of each order in percent, smoothed exponentially: the k-th order without a match counts 1 / 2^k of a match
     * (sacreBLEU's {@code exp}, NIST's {@code mteval-v13a}). All are 0 if nothing matches at any order.
     */
    public double[] precisions() {
        double[] precisions = new double[MAX_ORDER];
        double smoothing = 1;
        boolean anyMatch = anyMatch();
        for (int n = 0; n < MAX_ORDER && totals[n] > 0 && anyMatch; n++) {
            if (matches[n] == 0) {
                smoothing *= 2;
                precisions[n] = 100 / (smoothing * totals[n]);
            } else {
                precisions[n] = 100.0 * matches[n] / totals[n];
            }
        }
        return precisions;
    }

    /**
     * BLEU in percent (K. Papineni et al., 2002).
     *
     * @param effectiveOrder whether the mean takes only the orders that the hypothesis is long enough for; if not, a hypothesis
     *     below four tokens scores 0
     */
    public double score(boolean effectiveOrder) {
        if (!anyMatch()) {
            return 0;
        }
        double[] precisions = precisions();
        int orders = effectiveOrder
                ? (int) Arrays.stream(totals).filter(total -> total > 0).count()
                : MAX_ORDER;
        double logSum = 0;
        for (int n = 0; n < orders; n++) {
            logSum += precisions[n] == 0 ? -9999999999.0 : Math.log(precisions[n]);
        }
        return brevityPenalty() * Math.exp(logSum / orders);
    }

    private boolean anyMatch() {
        return matches[0] + matches[1] + matches[2] + matches[3] > 0;
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int n = 0; n < sum.length; n++) {
            sum[n] += b[n];
        }
        return sum;
    }
}
