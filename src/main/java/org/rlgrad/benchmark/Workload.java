package org.rlgrad.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.rlgrad.generate.Prompt;

/**
 * An extraction's shape.
 *
 * @param promptLength tokens of every prompt
 * @param newTokens tokens of every sample
 * @param samples samples per prompt
 * @param prompts prompts in all; also the rows that are decoded together, for both ways
 * @param topK the configuration's top_k
 */
record Workload(
        String name, Architecture architecture, int promptLength, int newTokens, int samples, int prompts, int topK) {

    /** Which model, with random weights: speed does not depend on them. */
    enum Architecture {
        GPT2_SMALL,
        T5_BASE
    }

    /** The three shapes of the GRUE extractions that differ most. */
    static List<Workload> all(int scale) {
        return List.of(
                new Workload("NarrativeQA", Architecture.T5_BASE, 512, 19, 10, 8 * scale, 50),
                new Workload("CNN/DM", Architecture.T5_BASE, 512, 100, 10, 4 * scale, 50),
                new Workload("IMDB", Architecture.GPT2_SMALL, 64, 48, 10, 16 * scale, 50));
    }

    List<Prompt> randomPrompts(int vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        List<Prompt> result = new ArrayList<>();
        for (int p = 0; p < prompts; p++) {
            result.add(new Prompt(p, random.ints(promptLength, 2, vocabulary).toArray()));
        }
        return result;
    }
}
