package org.rlgrad.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON as rlgrad writes it: the same value gives the same bytes, on every JDK and system. */
public final class Json {
    /** Jackson's own writer of doubles: {@code Double.toString} gives other digits before JDK 19 than after. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** Reads and builds documents. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Fields of one object. */
    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /** An object on one line without line feed; not-finite numbers are the strings NaN, Infinity and -Infinity. */
    static String line(Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string in memory cannot be written", e);
        }
        return escapeLoneSurrogates(line.toString());
    }

    /** A field with an array of texts. */
    static void writeTexts(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** The shortest decimal that reads back as the same double; {@code NaN}, {@code Infinity}, {@code -Infinity}. */
    public static String number(double value) {
        return NumberOutput.toString(value, true);
    }

    /** A field with a number, or null where it cannot be computed, which every JSON reader knows. */
    public static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    /** What is wrong with a text, without the parser's place in it. */
    static String problem(JsonProcessingException e) {
        return e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
    }

    /** Indented by two, arrays on one line, with a final line feed. */
    public static String pretty(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return escapeLoneSurrogates(MAPPER.writer(printer).writeValueAsString(node)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree in memory cannot be written", e);
        }
    }

    /**
     * Half a surrogate pair, which a byte-level tokenizer can leave behind, has no UTF-8 form; as an escape it survives.
     * In JSON text it can only stand inside a string, so the whole text may be searched.
     */
    static String escapeLoneSurrogates(String json) {
        StringBuilder escaped = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1));
            if (Character.isSurrogate(c) && !paired) {
                escaped = escaped == null ? new StringBuilder(json.length() + 16).append(json, 0, i) : escaped;
                escaped.append("\\u").append(Integer.toHexString(c));
            } else if (escaped != null) {
                escaped.append(c);
            }
            if (paired) {
                i++;
                if (escaped != null) {
                    escaped.append(json.charAt(i));
                }
            }
        }
        return escaped == null ? json : escaped.toString();
    }
}
