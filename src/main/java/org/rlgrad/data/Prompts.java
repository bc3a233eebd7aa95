package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.Split;

/** A task of one's own: columns {@code prompt} (text) and {@code references} (a list of at least one text); others are not read. */
final class Prompts {
    private Prompts() {}

    static Sample sample(Split split, int index, Row row) {
        List<String> references = row.texts("references");
        if (references.isEmpty()) {
            throw row.wrong("column \"references\" is an empty list; a prompt needs at least one reference");
        }
        return new Sample(
                Pools.sampleId(split, index), row.text("prompt"), references, JsonNodeFactory.instance.objectNode());
    }

    static List<Sample> samples(Split split, List<Path> files) {
        return RowReader.all(files, (index, row) -> sample(split, index, row));
    }
}
