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
 * @param rows sequences that are decoded together, in both ways
 * @param topK the configuration's top_k
 */
record Workload(
        String name, Architecture architecture, int promptLength, int newTokens, int samples, int rows, int topK) {

    /** Which model; its weights are random unless a folder is given. */
    enum Architecture {
        GPT2_SMALL,
        T5_BASE
    }

    /**
     * The three shapes of the GRUE extractions that differ most. IMDB decodes about as many rows together as its configuration
     * (128); the other two fewer than theirs (256 and 100), so that the benchmark ends within minutes on two cores.
     */
    static List<Workload> all() {
        return List.of(
                new Workload("NarrativeQA", Architecture.T5_BASE, 512, 19, 10, 40, 50),
                new Workload("CNN/DM", Architecture.T5_BASE, 512, 100, 10, 40, 50),
                new Workload("IMDB", Architecture.GPT2_SMALL, 64, 48, 10, 120, 50));
    }

    /** The same with other rows. */
    Workload withRows(int count) {
        return new Workload(name, architecture, promptLength, newTokens, samples, count, topK);
    }

    /** Prompts whose samples fill one batch. */
    int promptsPerBatch() {
        return Math.max(1, rows / samples);
    }

    List<Prompt> randomPrompts(int count, int vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        List<Prompt> result = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            result.add(new Prompt(p, random.ints(promptLength, 2, vocabulary).toArray()));
        }
        return result;
    }
}
