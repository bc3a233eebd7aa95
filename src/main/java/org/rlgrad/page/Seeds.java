package org.rlgrad.page;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.rlgrad.statistics.MeanAndSpread;

/**
 * One quantity in the repetitions of a treatment.
 *
 * @param values by seed, sorted; NaN where the quantity is undefined
 */
record Seeds(Map<Integer, Double> values) {
    static final Seeds NONE = new Seeds(Map.of());

    /** Keeps the order of the seeds. */
    Seeds {
        values = new TreeMap<>(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    int count() {
        return values.size();
    }

    private DoubleStream stream() {
        return values.values().stream().mapToDouble(value -> value);
    }

    /** Of the values that are not NaN. */
    double mean() {
        return MeanAndSpread.of(stream().toArray()).mean();
    }

    /** For how many of the repetitions something holds. */
    int countOf(DoublePredicate holds) {
        return (int) stream().filter(holds).count();
    }

    /** Computes with another treatment's value of the same seed; with both means, as one repetition, where they share no seed. */
    Seeds with(Seeds other, DoubleBinaryOperator operation) {
        Map<Integer, Double> pairs = new TreeMap<>();
        values.forEach((seed, value) -> {
            if (other.values.containsKey(seed)) {
                pairs.put(seed, operation.applyAsDouble(value, other.values.get(seed)));
            }
        });
        if (pairs.isEmpty() && !isEmpty() && !other.isEmpty()) {
            pairs.put(0, operation.applyAsDouble(mean(), other.mean()));
        }
        return new Seeds(pairs);
    }

    /** Computes with each value. */
    Seeds with(DoubleUnaryOperator operation) {
        Map<Integer, Double> results = new TreeMap<>();
        values.forEach((seed, value) -> results.put(seed, operation.applyAsDouble(value)));
        return new Seeds(results);
    }

    /** Mean and, of several, the smallest and the largest: "0.46 [0.44, 0.48]". */
    String text(DoubleFunction<String> number) {
        if (isEmpty()) {
            return "–";
        }
        String range = count() == 1
                ? ""
                : " [" + number.apply(stream().min().orElseThrow()) + ", "
                        + number.apply(stream().max().orElseThrow()) + "]";
        return number.apply(mean()) + range;
    }

    String decimals(int count) {
        return text(value -> Numbers.decimals(value, count));
    }

    String signed(int count) {
        return text(value -> Numbers.signed(value, count));
    }

    String percent() {
        return text(Numbers::percent);
    }
}
