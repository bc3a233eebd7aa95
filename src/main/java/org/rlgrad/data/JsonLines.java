package org.rlgrad.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** JSON lines: one object a line; lines of white space alone are skipped. */
final class JsonLines implements RowReader {
    /** Whole stories (NarrativeQA) are longer than Jackson's default limit for one text allows. */
    private static final int LONGEST_TEXT = 200_000_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final Utf8Lines lines;

    JsonLines(Path file) {
        this.file = file;
        lines = new Utf8Lines(file);
    }

    @Override
    public Row next() {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : new Row(file, lines.number(), parse(line));
    }

    private ObjectNode parse(String line) {
        JsonNode value;
        try {
            value = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            // without the parser's own place, which counts from the start of the line
            String problem =
                    e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(start marker at .*", "");
            throw new Failure(ExitCode.BAD_DATA, file + ":" + lines.number() + ": not valid JSON: " + problem, e);
        }
        if (value instanceof ObjectNode fields) {
            return fields;
        }
        throw Failure.badData(file + ":" + lines.number()
                + ": a JSON object is needed on each line (JSON lines, not one JSON array)");
    }

    @Override
    public void close() {
        lines.close();
    }
}
