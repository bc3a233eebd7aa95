package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.SamplingOps;
import org.rlgrad.tensor.Scopes;

/**
 * Beam search as the reference's library does it (transformers 4.18): the rules act on log-probabilities, twice as many
 * continuations as beams are looked at, and an end token counts only among the first {@code num_beams} of them.
 *
 * <p>Beam sampling draws the continuations ({@link BeamSampler}) instead, and begins with all beams of a prompt alike.
 */
public final class BeamSearch {
    /** Keeps a prompt's copies apart at the first step: only beam 0 may be continued. */
    private static final float NOT_YET = -1e9f;

    private final LanguageModel model;
    private final GenerationConfig config;
    private final Limits limits;
    private final LogitsRules rules;
    private final int endToken;
    private final int beams;
    private final Optional<MaskModel> mask;

    /** Without a mask. */
    public BeamSearch(LanguageModel model, GenerationConfig config, Limits limits, int endToken) {
        this(model, config, limits, endToken, Optional.empty());
    }

    public BeamSearch(
            LanguageModel model, GenerationConfig config, Limits limits, int endToken, Optional<MaskModel> mask) {
        this.model = model;
        this.config = config;
        this.limits = limits;
        this.rules = LogitsRules.of(config, limits, endToken);
        this.endToken = endToken;
        this.beams = config.numBeams();
        this.mask = mask;
    }

    /**
     * A finished sequence.
     *
     * @param tokens new tokens, the end token included where it was reached
     * @param score sum of log-probabilities / length^length_penalty
     */
    public record Hypothesis(int[] tokens, double score) {}

    /** Chooses each prompt's continuations, in the form of {@link SamplingOps#bestContinuations}. */
    private interface Choice {
        double[] of(NDArray logProbs, NDArray beamScores, int step);
    }

    /**
     * The best hypotheses of each prompt, best first.
     *
     * @param count how many of each, at most {@code num_beams}
     */
    public List<List<Hypothesis>> search(List<Prompt> prompts, int count) {
        return run(
                prompts,
                count,
                NOT_YET,
                (logProbs, beamScores, step) ->
                        SamplingOps.bestContinuations(logProbs, beamScores, prompts.size(), 2 * beams));
    }

    /**
     * The same of beams whose continuations are drawn.
     *
     * @param sample number of this search among those of the same prompts; another one draws other continuations
     */
    public List<List<Hypothesis>> sample(List<Prompt> prompts, int count, RandomStreams random, int sample) {
        BeamSampler sampler = BeamSampler.of(config, random);
        return run(
                prompts,
                count,
                0,
                (logProbs, beamScores, step) -> sampler.draw(logProbs, beamScores, prompts, sample, step));
    }

    /** @param others score that all beams of a prompt but the first begin with */
    private List<List<Hypothesis>> run(List<Prompt> prompts, int count, float others, Choice choice) {
        List<BeamHypotheses> finished = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            finished.add(new BeamHypotheses(beams, config.lengthPenalty(), config.earlyStopping()));
        }
        int rows = prompts.size() * beams;
        int[][] sequences = new int[rows][0];
        float[] scores = new float[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = row % beams == 0 ? 0 : others;
        }
        try (MaskedDecoding decoding = MaskedDecoding.start(model, mask, prompts, limits.maxNewTokens())) {
            for (int step = 0; ; step++) {
                double[] best = continuations(decoding, prompts, sequences, scores, step, choice);
                if (step == 0) {
                    decoding.select(
                            IntStream.range(0, rows).map(row -> row / beams).toArray());
                }
                Beams next = advance(best, prompts.size(), sequences, finished);
                sequences = next.sequences();
                scores = next.scores();
                if (step + 1 == limits.maxNewTokens() || finished.stream().allMatch(BeamHypotheses::done)) {
                    return results(finished, sequences, scores, count);
                }
                decoding.select(next.parents());
                decoding.step(next.tokens());
            }
        }
    }

    /** {@code [2, P, 2 x beams]}: totals, and places in {@code beams x V}. */
    private double[] continuations(
            MaskedDecoding decoding, List<Prompt> prompts, int[][] sequences, float[] scores, int step, Choice choice) {
        return Scopes.step(() -> {
            NDArray rows = step > 0
                    ? null
                    : Ops.indices(
                            decoding.logits(null).getManager(),
                            IntStream.range(0, sequences.length)
                                    .map(row -> row / beams)
                                    .toArray());
            NDArray logProbs = Ops.logSoftmax(decoding.logits(rows));
            rules.apply(logProbs, rules.needHistory() ? history(prompts, sequences) : null, step);
            if (mask.isPresent()) {
                mask.get().mask().restrictInPlace(logProbs, decoding.ranking(logProbs, rows));
            }
            NDArray beamScores = Ops.floats(logProbs.getManager(), scores).expandDims(1);
            return choice.of(logProbs, beamScores, step);
        });
    }

    /** The beams of all prompts after a step; rows of finished prompts go on idly. */
    private record Beams(int[][] sequences, float[] scores, int[] parents, long[] tokens) {
        static Beams of(int rows) {
            return new Beams(new int[rows][], new float[rows], new int[rows], new long[rows]);
        }

        void put(int row, int parent, int[] parentSequence, int token, float score) {
            sequences[row] = appended(parentSequence, token);
            scores[row] = score;
            parents[row] = parent;
            tokens[row] = token;
        }
    }

    private Beams advance(double[] best, int prompts, int[][] sequences, List<BeamHypotheses> finished) {
        int candidates = 2 * beams;
        int vocabulary = model.vocabularySize();
        int length = limits.startLength() + sequences[0].length;
        Beams next = Beams.of(sequences.length);
        for (int p = 0; p < prompts; p++) {
            BeamHypotheses hypotheses = finished.get(p);
            int row = p * beams;
            for (int rank = 0; rank < candidates && row < (p + 1) * beams; rank++) {
                int at = p * candidates + rank;
                float score = (float) best[at];
                long place = (long) best[prompts * candidates + at];
                int parent = p * beams + (int) (place / vocabulary);
                int token = (int) (place % vocabulary);
                if (hypotheses.done()) {
                    next.put(row, row, sequences[row], endToken, 0);
                    row++;
                } else if (token != endToken) {
                    next.put(row, parent, sequences[parent], token, score);
                    row++;
                } else if (rank < beams) {
                    hypotheses.add(appended(sequences[parent], endToken), score, length);
                }
            }
            hypotheses.update(best[p * candidates], length);
        }
        return next;
    }

    private static int[] appended(int[] sequence, int token) {
        int[] longer = Arrays.copyOf(sequence, sequence.length + 1);
        longer[sequence.length] = token;
        return longer;
    }

    private List<List<Hypothesis>> results(
            List<BeamHypotheses> finished, int[][] sequences, float[] scores, int count) {
        List<List<Hypothesis>> results = new ArrayList<>();
        for (int p = 0; p < finished.size(); p++) {
            BeamHypotheses hypotheses = finished.get(p);
            if (!hypotheses.done()) {
                for (int row = p * beams; row < (p + 1) * beams; row++) {
                    hypotheses.add(sequences[row], scores[row], limits.startLength() + sequences[row].length);
                }
            }
            results.add(hypotheses.best(count));
        }
        return results;
    }

    private History history(List<Prompt> prompts, int[][] sequences) {
        int[][] rows = new int[sequences.length][];
        for (int row = 0; row < rows.length; row++) {
            int[] prefix = model.contextOf(prompts.get(row / beams).tokens());
            rows[row] = IntStream.concat(Arrays.stream(prefix), Arrays.stream(sequences[row]))
                    .toArray();
        }
        return new History(rows);
    }
}
