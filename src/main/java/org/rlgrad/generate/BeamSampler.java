package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;

/**
 * Beam sampling's continuations (transformers 4.18): a beam's total score and its continuations' log-probabilities, divided by
 * the temperature and filtered by top-k and top-p beam by beam, are one distribution over all beams of a prompt, from which twice
 * as many as beams are drawn without replacement.
 *
 * <p>Drawn by adding Gumbel numbers and taking the largest, so that each draw depends on its prompt's random stream alone. The
 * divided scores are the new totals, as in the reference, where a temperature so compounds from step to step.
 *
 * <p>Differs from the reference: with {@code top_p} a beam may be left with one token, there with no fewer than two.
 *
 * @param filter temperature, top-k and top-p
 */
record BeamSampler(TokenSampler filter, int beams, RandomStreams random) {
    /** What the reference keeps of each beam at least, so that there are twice as many as beams to draw. */
    private static final int FEWEST_TOKENS = 2;

    /** Candidates of a prompt beyond k for each beam, for ties with a k-th. */
    private static final int SPARE = 16;

    static BeamSampler of(GenerationConfig config, RandomStreams random) {
        int topK = config.topK() == 0 ? 0 : Math.max(FEWEST_TOKENS, config.topK());
        return new BeamSampler(
                new TokenSampler(true, config.temperature(), topK, config.topP()), config.numBeams(), random);
    }

    /**
     * Drawn continuations, in the form and order of {@link SamplingOps#bestContinuations}.
     *
     * @param logProbs {@code [P x beams, V]} after {@link LogitsRules}
     * @param beamScores {@code [P x beams, 1]}
     * @param sample number of the search
     * @return {@code [2, P, 2 x beams]}: totals in falling order, and their places in {@code beams x V}
     */
    double[] draw(NDArray logProbs, NDArray beamScores, List<Prompt> prompts, int sample, int step) {
        long places = beams * logProbs.getShape().get(1);
        int candidates = (int) (filter.topK() == 0 ? places : Math.min(places, (long) beams * filter.topK() + SPARE));
        double[] best = SamplingOps.bestContinuations(
                filter.filter(logProbs), Ops.divide(beamScores, filter.temperature()), prompts.size(), candidates);
        int draws = 2 * beams;
        int total = prompts.size() * draws;
        double[] drawn = new double[2 * total];
        for (int p = 0; p < prompts.size(); p++) {
            int first = p * candidates;
            double[] keys = new double[candidates];
            for (int c = 0; c < candidates; c++) {
                int place = (int) best[prompts.size() * candidates + first + c];
                keys[c] = best[first + c] + random.gumbel(prompts.get(p).key(), sample, step, place);
            }
            int[] chosen = largest(keys, draws);
            for (int d = 0; d < draws; d++) {
                drawn[p * draws + d] = best[first + chosen[d]];
                drawn[total + p * draws + d] = best[prompts.size() * candidates + first + chosen[d]];
            }
        }
        return drawn;
    }

    /** Places of the largest keys, in the order of the places. */
    private static int[] largest(double[] keys, int count) {
        PriorityQueue<Integer> kept = new PriorityQueue<>(Comparator.comparingDouble(place -> keys[place]));
        for (int place = 0; place < keys.length; place++) {
            kept.add(place);
            if (kept.size() > count) {
                kept.remove();
            }
        }
        return kept.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
