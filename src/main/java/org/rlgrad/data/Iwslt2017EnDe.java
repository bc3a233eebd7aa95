package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** IWSLT 2017 (Cettolo et al. 2017), English to German: column {@code translation} with {@code en} and {@code de}. */
final class Iwslt2017EnDe {
    private Iwslt2017EnDe() {}

    static Sample sample(PoolArgs.Iwslt2017EnDe args, Split split, int index, Row row) {
        return new Sample(
                Pools.sampleId(split, index),
                args.promptPrefix() + row.text("translation", "en") + args.promptSuffix(),
                List.of(row.text("translation", "de")),
                NullNode.instance);
    }

    static List<Sample> samples(PoolArgs.Iwslt2017EnDe args, Split split, List<Path> files) {
        return RowReader.all(files, (index, row) -> sample(args, split, index, row));
    }
}
