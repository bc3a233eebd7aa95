package org.rlgrad.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Numbers as they are set in text: a fixed count of decimals, a true minus, a dash for what is not known. */
final class Numbers {
    private Numbers() {}

    static String decimals(double value, int count) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(count, RoundingMode.HALF_EVEN);
        return rounded.toPlainString().replace('-', '−');
    }

    /** With a plus before what is not negative. */
    static String signed(double value, int count) {
        String text = decimals(value, count);
        return text.startsWith("−") || text.equals("–") ? text : "+" + text;
    }

    /** A fraction as a whole number of hundredths. */
    static String percent(double fraction) {
        return decimals(100 * fraction, 0) + (Double.isFinite(fraction) ? "\u00a0%" : "");
    }

    /** "one seed" or "3 seeds". */
    static String count(int number, String thing) {
        return number == 1 ? "one " + thing : number + " " + thing + "s";
    }

    /** "a", "a and b", "a, b and c". */
    static String list(List<String> things) {
        int last = things.size() - 1;
        return last < 1
                ? String.join("", things)
                : String.join(", ", things.subList(0, last)) + " and " + things.get(last);
    }
}
