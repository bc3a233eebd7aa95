package org.rlgrad.experiment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a run's inputs, for as many processes.
 *
 * @param index which part, from 1
 * @param count how many parts
 */
public record Shard(int index, int count) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** Throws {@link IllegalArgumentException} unless {@code 1 <= index <= count}. */
    public Shard {
        if (index < 1 || index > count) {
            throw new IllegalArgumentException(
                    "shard " + index + "/" + count + ": the first number must be from 1 to the second");
        }
    }

    /** Reads {@code I/N}; throws {@link IllegalArgumentException} with a message for the user. */
    public static Shard parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected I/N, for example 1/4, is '" + text + "'");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
