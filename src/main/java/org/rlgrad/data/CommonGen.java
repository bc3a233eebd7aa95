package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/**
 * CommonGen (Lin et al. 2020): a sentence that contains the given concepts. Columns {@code concepts} and {@code target}; GEM's
 * further {@code references} are not used, as in the reference.
 */
final class CommonGen {
    private CommonGen() {}

    /** An empty target (every test row has one) becomes the words {@code empty reference}. */
    static Sample sample(PoolArgs.CommonGen args, Split split, int index, Row row) {
        List<String> concepts = row.texts("concepts");
        String target = row.text("target");
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        concepts.forEach(metadata.putArray("concepts")::add);
        return new Sample(
                Pools.sampleId(split, index),
                args.prefix() + String.join(args.conceptSeparatorToken(), concepts) + args.conceptEndToken(),
                List.of(target.isEmpty() ? "empty reference" : target),
                metadata);
    }

    static List<Sample> samples(PoolArgs.CommonGen args, Split split, List<Path> files) {
        return RowReader.all(files, (index, row) -> sample(args, split, index, row));
    }
}
