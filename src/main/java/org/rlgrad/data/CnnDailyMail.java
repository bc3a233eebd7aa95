package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** CNN/DailyMail 3.0.0 (See et al. 2017): columns {@code article} and {@code highlights}. */
final class CnnDailyMail {
    private CnnDailyMail() {}

    /** @param wordTokenizer NLTK's word tokenizer; asked only where the article is to be truncated */
    static Sample sample(
            PoolArgs.CnnDailyMail args, Function<String, List<String>> wordTokenizer, Split split, int index, Row row) {
        String article = row.text("article");
        if (args.truncateArticle() >= 0) {
            List<String> words = wordTokenizer.apply(article);
            article = String.join(" ", words.subList(0, Math.min(args.truncateArticle(), words.size())));
        }
        return new Sample(
                Pools.sampleId(split, index),
                args.promptPrefix() + article + args.promptSuffix(),
                List.of(row.text("highlights")),
                NullNode.instance);
    }

    /** A {@code maxSize} of 0 reads all rows, like a negative one: the reference stops after a row, never before one. */
    static List<Sample> samples(
            PoolArgs.CnnDailyMail args, Function<String, List<String>> wordTokenizer, Split split, List<Path> files) {
        int limit = args.maxSize() > 0 ? args.maxSize() : Integer.MAX_VALUE;
        return PackedSamples.read(files, limit, (index, row) -> sample(args, wordTokenizer, split, index, row));
    }
}
