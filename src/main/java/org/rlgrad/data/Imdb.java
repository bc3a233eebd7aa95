package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;
import org.rlgrad.random.NumpyGenerator;

/**
 * IMDB reviews (Maas et al. 2011): the first half of a review, to be continued. Columns {@code text} and {@code label} (1 for
 * a positive review).
 *
 * <p>The hub's train rows are shuffled with the seed and cut: four fifths are {@code train}, the rest {@code val}; {@code test}
 * is the first 5,000 of the shuffled test rows. Which review lands where depends on the hub's row order.
 */
final class Imdb {
    private static final double TRAIN_RATIO = 0.8;
    private static final int TEST_SIZE = 5000;

    private Imdb() {}

    /** A row of the file. */
    record Review(String text, boolean positive) {
        /** The first half of the blank-separated pieces, rounded down; empty pieces count. */
        String firstHalf() {
            String[] pieces = text.split(" ", -1);
            return String.join(" ", Arrays.copyOf(pieces, pieces.length / 2));
        }

        /** The other pieces. The blank between the halves is in neither. */
        String secondHalf() {
            String[] pieces = text.split(" ", -1);
            return String.join(" ", Arrays.copyOfRange(pieces, pieces.length / 2, pieces.length));
        }
    }

    static List<Review> read(List<Path> files) {
        return RowReader.all(files, (index, row) -> new Review(row.text("text"), row.integer("label") == 1));
    }

    /** The reviews of a split, shuffled as {@code Dataset.shuffle(seed)} does. */
    static List<Review> part(List<Review> rows, Split split, int seed) {
        List<Review> shuffled = Arrays.stream(new NumpyGenerator(seed).permutation(rows.size()))
                .mapToObj(rows::get)
                .toList();
        int cut = (int) (rows.size() * TRAIN_RATIO);
        return switch (split) {
            case TRAIN -> shuffled.subList(0, cut);
            case VAL -> shuffled.subList(cut, rows.size());
            case TEST -> shuffled.subList(0, Math.min(TEST_SIZE, rows.size()));
        };
    }

    static Sample sample(Split split, int index, Review review) {
        return new Sample(Pools.sampleId(split, index), review.firstHalf(), List.of(review.text()), NullNode.instance);
    }

    /** Only train is ever filtered; ids count the rows before that. */
    static List<Sample> samples(PoolArgs.Imdb args, Split split, List<Review> rows) {
        List<Review> part = part(rows, split, args.seed());
        boolean filtered = args.onlyPositiveSamples() && split == Split.TRAIN;
        List<Sample> samples = new ArrayList<>();
        for (int index = 0; index < part.size(); index++) {
            if (!filtered || part.get(index).positive()) {
                samples.add(sample(split, index, part.get(index)));
            }
        }
        return samples;
    }
}
