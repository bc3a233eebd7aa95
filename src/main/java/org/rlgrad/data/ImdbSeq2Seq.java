package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/**
 * The rows of {@link Imdb} for supervised training: the reference is the second half of the review. Train always keeps
 * positive reviews alone.
 *
 * <p>Differs from the reference: a negative seed, there a different shuffle in each run, is taken for 0.
 */
final class ImdbSeq2Seq {
    private ImdbSeq2Seq() {}

    static Sample sample(Split split, int index, Imdb.Review review) {
        return new Sample(
                Pools.sampleId(split, index),
                review.firstHalf(),
                List.of(review.secondHalf()),
                JsonNodeFactory.instance.objectNode().put("reference", review.text()));
    }

    static List<Sample> samples(PoolArgs.ImdbSeq2Seq args, Split split, List<Imdb.Review> rows) {
        List<Imdb.Review> part = Imdb.part(rows, split, Math.max(0, args.seed()));
        List<Sample> samples = new ArrayList<>();
        for (int index = 0; index < part.size(); index++) {
            if (split != Split.TRAIN || part.get(index).positive()) {
                samples.add(sample(split, index, part.get(index)));
            }
        }
        return split == Split.TRAIN ? samples.subList(0, (int) (samples.size() * args.positiveRatio())) : samples;
    }
}
