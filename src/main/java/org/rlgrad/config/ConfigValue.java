package org.rlgrad.config;

import java.util.List;
import java.util.Map;

/** A YAML value with its place: aliases are expanded, merge keys merged, and duplicate keys already reported. */
sealed interface ConfigValue {
    Position position();

    /** What it is, for an error message: {@code the list}, {@code the text 'abc'}. */
    String describe();

    /** What YAML 1.1 takes a scalar for. */
    enum Kind {
        TEXT("text"),
        INTEGER("whole number"),
        FLOAT("number"),
        BOOLEAN("truth value"),
        NULL("empty value");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** @param plain not quoted */
    record Scalar(Position position, Kind kind, boolean plain, String text) implements ConfigValue {
        private static final int SHOWN = 60;

        @Override
        public String describe() {
            return kind == Kind.NULL ? "empty" : "the " + kind.words + " '" + shown() + "'";
        }

        /** The text, cut where it would fill the screen, on one line. */
        String shown() {
            String oneLine = text.replaceAll("\\p{Cntrl}", " ");
            return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "...";
        }
    }

    /** @param items may be changed by settings */
    record Sequence(Position position, List<ConfigValue> items) implements ConfigValue {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** @param entries in the order of the file; may be changed by settings */
    record Mapping(Position position, Map<String, Entry> entries) implements ConfigValue {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** One entry of a mapping. */
    record Entry(Position keyPosition, ConfigValue value) {}
}
