package org.rlgrad.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Everything that is wrong with a configuration, gathered so that a user sees all of it at once. */
final class Problems {
    private record Problem(Position position, String key, String message) {
        String line() {
            return position.locate(key) + ": " + message;
        }
    }

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** The configuration cannot be used. */
    void error(Position position, String key, String message) {
        errors.add(new Problem(position, key, message));
    }

    /** It can, but does hardly what its author wants. */
    void warning(Position position, String key, String message) {
        warnings.add(new Problem(position, key, message));
    }

    List<String> warnings() {
        return lines(warnings);
    }

    /** Throws {@link ExitCode#BAD_CONFIG} with one line for each error, in the order of the file, if there is one. */
    void throwIfAny(String source) {
        if (errors.isEmpty()) {
            return;
        }
        List<String> lines = lines(errors);
        String count = lines.size() == 1 ? "a problem" : lines.size() + " problems";
        throw new Failure(
                ExitCode.BAD_CONFIG, count + " in the configuration " + source + "\n" + String.join("\n", lines));
    }

    boolean none() {
        return errors.isEmpty();
    }

    /** Once each, however many experiments of a plan share the value. */
    private static List<String> lines(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparing(Problem::position))
                .map(Problem::line)
                .distinct()
                .toList();
    }
}
