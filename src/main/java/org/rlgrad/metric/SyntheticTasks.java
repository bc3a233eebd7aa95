package org.rlgrad.metric;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;

/**
 * The two rewards with which the reference's software tests itself.
 *
 * <p>Differs from the reference: a number has ASCII digits.
 */
public final class SyntheticTasks {
    /** What Python's {@code float()} takes. */
    private static final Pattern NUMBER = Pattern.compile(
            "[+-]?((D(\\.(D)?)?|\\.D)(e[+-]?D)?|inf|infinity|nan)".replace("D", "\\d+(_\\d+)*"),
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE = Pattern.compile("\\p{Nd}{4}-\\p{Nd}{2}-\\p{Nd}{2}");

    private SyntheticTasks() {}

    /**
     * The length of the strictly rising sequence that the text's numbers begin with, divided by the number of its words.
     *
     * @param minTokens half of it is the least that is divided by
     * @return 0 without a number
     */
    public static double increasingNumbers(String text, int minTokens) {
        List<String> words = PythonText.split(text);
        double[] numbers = words.stream()
                .filter(word -> NUMBER.matcher(word).matches())
                .mapToDouble(SyntheticTasks::number)
                .toArray();
        int rising = Math.min(1, numbers.length);
        while (rising > 0 && rising < numbers.length && numbers[rising] > numbers[rising - 1]) {
            rising++;
        }
        return rising / Math.max(Math.max(words.size(), minTokens / 2.0), 1);
    }

    private static double number(String word) {
        String plain = word.replace("_", "").toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
        double magnitude =
                switch (plain) {
                    case "inf", "infinity" -> Double.POSITIVE_INFINITY;
                    case "nan" -> Double.NaN;
                    default -> Double.parseDouble(plain);
                };
        return word.startsWith("-") ? -magnitude : magnitude;
    }

    /** 1 if four, two and two digits with hyphens between them occur, else 0. */
    public static double date(String text) {
        return DATE.matcher(text).find() ? 1 : 0;
    }
}
