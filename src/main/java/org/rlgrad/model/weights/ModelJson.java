package org.rlgrad.model.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.rlgrad.Failure;
import org.rlgrad.hub.FolderFile;

/** {@code config.json} of a checkpoint folder, read key by key with clear errors. */
public record ModelJson(Path file, JsonNode root) {

    /** Opens {@code folder/config.json}. */
    public static ModelJson open(Path folder) {
        Path file = folder.resolve("config.json");
        return new ModelJson(file, FolderFile.json(file));
    }

    /** {@code model_type}, or the empty string. */
    public String modelType() {
        return root.path("model_type").asText("");
    }

    /** A required positive integer. */
    public int positive(String key) {
        JsonNode value = root.path(key);
        if (!value.canConvertToInt() || value.asInt() <= 0) {
            throw Failure.badData(file + ": " + key + ": expected a positive integer, found "
                    + (value.isMissingNode() ? "nothing" : value));
        }
        return value.asInt();
    }

    /** An integer, or the default if absent or null. */
    public int integer(String key, int absent) {
        return root.hasNonNull(key) ? positiveOrZero(key) : absent;
    }

    /** An integer, if present. */
    public OptionalInt optional(String key) {
        return root.hasNonNull(key) ? OptionalInt.of(positiveOrZero(key)) : OptionalInt.empty();
    }

    /** A number, or the default. */
    public double number(String key, double absent) {
        return root.path(key).asDouble(absent);
    }

    /** A probability below 1, or the default. */
    public double rate(String key, double absent) {
        double rate = number(key, absent);
        if (!(rate >= 0 && rate < 1)) {
            throw Failure.badData(file + ": " + key + ": expected a number from 0 to below 1, found " + root.path(key));
        }
        return rate;
    }

    /** A flag, or the default. */
    public boolean flag(String key, boolean absent) {
        return root.path(key).asBoolean(absent);
    }

    /** A string that must be one of those given; the first is the default. */
    public String choice(String key, List<String> allowed) {
        String value = root.path(key).asText(allowed.get(0));
        if (!allowed.contains(value)) {
            throw Failure.badData(
                    file + ": " + key + ": " + value + " is not supported (" + String.join(", ", allowed) + ")");
        }
        return value;
    }

    /** Checks that {@code whole} divides into {@code parts}. */
    public void divides(int whole, int parts, String what) {
        if (whole % parts != 0) {
            throw Failure.badData(file + ": " + what + ": " + whole + " is no multiple of " + parts);
        }
    }

    private int positiveOrZero(String key) {
        JsonNode value = root.path(key);
        if (!value.canConvertToInt() || value.asInt() < 0) {
            throw Failure.badData(file + ": " + key + ": expected a whole number, found " + value);
        }
        return value.asInt();
    }
}
