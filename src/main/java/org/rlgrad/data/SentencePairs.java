package org.rlgrad.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.Split;

/**
 * STS-B: pairs of sentences with a similarity from 0 to 5, rounded to the nearest of six classes; halves go to the even one,
 * as in Python (Cer et al. 2017; GLUE's {@code stsb}).
 *
 * @param first sentences, in the order of the file
 * @param second the sentences that they are compared with
 * @param labels classes 0 to 5
 * @param files what was read
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
public record SentencePairs(List<String> first, List<String> second, int[] labels, List<Path> files) {
    /** Number of classes. */
    public static final int CLASSES = 6;

    /**
     * Reads a split in the hub's columns: {@code sentence1}, {@code sentence2}, {@code label}.
     *
     * @throws org.rlgrad.Failure if it is missing or damaged, or a label is not in 0 to 5 (GLUE's test split has none: -1)
     */
    public static SentencePairs read(Path folder, Split split) {
        List<Path> files = DatasetFiles.ofSplit(folder, split);
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<Integer> labels = RowReader.all(files, (index, row) -> {
            first.add(row.text("sentence1"));
            second.add(row.text("sentence2"));
            double score = row.number("label");
            if (!(score >= 0 && score <= 5)) {
                throw row.wrong("label " + score + " is not in 0 to 5");
            }
            return (int) Math.rint(score);
        });
        return new SentencePairs(
                List.copyOf(first),
                List.copyOf(second),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                files);
    }
}
