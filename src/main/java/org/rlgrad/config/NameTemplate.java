package org.rlgrad.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Scalar;

/** Every text of an experiment is a template: a field in braces stands for its value, a doubled brace for a brace. */
final class NameTemplate {
    /** A doubled brace, a field, or a brace that is neither. */
    private static final Pattern PIECE = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]");

    private static final Pattern DROPPED = Pattern.compile("[\\[\\] ]");
    private static final Pattern DASHED = Pattern.compile("[.,]");
    private static final Pattern NO_FILE_NAME = Pattern.compile("[^\\p{L}\\p{N}_+=@-]");

    private NameTemplate() {}

    /** Fills in the texts with the values as they stand in the file (a template's text, not what it becomes). */
    static void fillIn(Map<String, Entry> entries, Problems problems) {
        Map<String, Entry> before = new LinkedHashMap<>(entries);
        before.forEach((key, entry) -> {
            if (entry.value() instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
                String text = fillIn(scalar, key, before, problems);
                if (key.equals("experiment_name")) {
                    text = clean(text);
                }
                entries.put(key, new Entry(entry.keyPosition(), withText(scalar, text)));
            }
        });
    }

    static Scalar withText(Scalar scalar, String text) {
        return new Scalar(scalar.position(), scalar.kind(), scalar.plain(), text);
    }

    /** As the reference does with a name: no dots, commas, brackets and spaces. */
    private static String clean(String name) {
        return DROPPED.matcher(DASHED.matcher(name).replaceAll("-")).replaceAll("");
    }

    /** {@code _key_value} to put behind a name; whatever the value is, it does not end the folder's name. */
    static String suffix(String key, String value) {
        return "_" + key + "_" + NO_FILE_NAME.matcher(clean(value)).replaceAll("-");
    }

    /** The text that reads back as this one. */
    static String escape(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }

    private static String fillIn(Scalar template, String key, Map<String, Entry> fields, Problems problems) {
        Function<String, String> error = message -> {
            problems.error(template.position(), key, message);
            return "";
        };
        StringBuilder text = new StringBuilder();
        Matcher pieces = PIECE.matcher(template.text());
        while (pieces.find()) {
            pieces.appendReplacement(text, "");
            String field = pieces.group(1);
            if (field != null) {
                Entry entry = fields.get(field);
                text.append(
                        entry != null
                                ? PythonValue.text(entry.value())
                                : error.apply(
                                        "no field {" + field + "}" + Spelling.suggestion(field, fields.keySet())));
            } else if (pieces.group().length() == 2) {
                text.append(pieces.group().charAt(0));
            } else {
                text.append(error.apply("a brace on its own; write it twice if it is meant"));
            }
        }
        return pieces.appendTail(text).toString();
    }
}
