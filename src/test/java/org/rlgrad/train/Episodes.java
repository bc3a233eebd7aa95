package org.rlgrad.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Made-up episodes, and numbers. */
final class Episodes {
    private Episodes() {}

    /** Tokens 0 to L - 1 after one prompt token, with what the models are said to think of them. */
    static Episode of(int sample, boolean done, double reward, float[] logProbs, float[] reference, float[] values) {
        int[] tokens = new int[logProbs.length];
        Arrays.setAll(tokens, i -> i);
        return new Episode(
                sample, new int[] {7}, tokens, done, "", done ? (float) reward : 0, logProbs, reference, values);
    }

    /** Of random numbers. */
    static Episode random(SplittableRandom random, int length, boolean done) {
        float[] logProbs = normal(random, length, 1);
        float[] reference = new float[length];
        for (int i = 0; i < length; i++) {
            logProbs[i] -= 3;
            reference[i] = logProbs[i] + (float) random.nextGaussian() * 0.3f;
        }
        return of(0, done, random.nextGaussian(), logProbs, reference, normal(random, length, 1));
    }

    static float[] normal(SplittableRandom random, int count, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return values;
    }
}
