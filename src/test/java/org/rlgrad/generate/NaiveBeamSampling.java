package org.rlgrad.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.model.Gpt2;

/** The naive twin of beam sampling: every set of continuations that can be drawn, step by step, with its probability. */
final class NaiveBeamSampling {
    private static final int END = 6;
    private static final int START_LENGTH = 3;

    private final GenerationConfig config;
    private final int beams;
    private final NaiveEnumeration model;
    private final Map<List<Integer>, double[]> logProbs = new HashMap<>();
    private final Map<List<Integer>, Double> result = new HashMap<>();

    private record Beam(List<Integer> tokens, double score) {}

    private record Candidate(Beam beam, int token, double total) {}

    NaiveBeamSampling(Gpt2 model, GenerationConfig config) {
        this.config = config;
        this.beams = config.numBeams();
        this.model = new NaiveEnumeration(model, config);
    }

    Map<List<Integer>, Double> probabilities() {
        List<Beam> start = new ArrayList<>();
        for (int beam = 0; beam < beams; beam++) {
            start.add(new Beam(List.of(), 0));
        }
        walk(start, List.of(), 0, 1);
        return result;
    }

    /** @param finished hypotheses with their final scores */
    private void walk(List<Beam> running, List<Beam> finished, int step, double probability) {
        if (step == config.maxNewTokens().getAsInt()) {
            List<Beam> all = new ArrayList<>(finished);
            running.forEach(beam -> all.add(new Beam(beam.tokens(), normed(beam.score(), step))));
            end(all, probability);
            return;
        }
        List<Candidate> candidates = candidates(running);
        sets(candidates).forEach((set, chance) -> {
            List<Candidate> drawn = new ArrayList<>();
            for (int i = 0; i < candidates.size(); i++) {
                if ((set >> i & 1) == 1) {
                    drawn.add(candidates.get(i));
                }
            }
            drawn.sort(Comparator.comparingDouble(candidate -> -candidate.total()));
            advance(drawn, finished, step, probability * chance);
        });
    }

    private void advance(List<Candidate> drawn, List<Beam> finished, int step, double probability) {
        List<Beam> next = new ArrayList<>();
        List<Beam> kept = new ArrayList<>(finished);
        for (int rank = 0; rank < drawn.size() && next.size() < beams; rank++) {
            Candidate candidate = drawn.get(rank);
            List<Integer> tokens = new ArrayList<>(candidate.beam().tokens());
            tokens.add(candidate.token());
            if (candidate.token() != END) {
                next.add(new Beam(tokens, candidate.total()));
            } else if (rank < beams) {
                kept.add(new Beam(tokens, normed(candidate.total(), step)));
                kept.sort(Comparator.comparingDouble(beam -> -beam.score()));
                if (kept.size() > beams) {
                    kept.remove(beams);
                }
            }
        }
        boolean full = kept.size() == beams;
        if (full
                && (config.earlyStopping()
                        || kept.get(beams - 1).score() >= normed(drawn.get(0).total(), step))) {
            end(kept, probability);
        } else {
            walk(next, kept, step + 1, probability);
        }
    }

    private void end(List<Beam> hypotheses, double probability) {
        Beam best =
                hypotheses.stream().max(Comparator.comparingDouble(Beam::score)).orElseThrow();
        result.merge(best.tokens(), probability, Double::sum);
    }

    private double normed(double score, int tokens) {
        return score / Math.pow(START_LENGTH + tokens, config.lengthPenalty());
    }

    /** Totals of every beam's continuations, divided by the temperature; of each beam the k best, two at least. */
    private List<Candidate> candidates(List<Beam> running) {
        List<Candidate> candidates = new ArrayList<>();
        for (Beam beam : running) {
            double[] next = logProbs.computeIfAbsent(beam.tokens(), this::nextLogProbs);
            List<Candidate> own = new ArrayList<>();
            for (int token = 0; token < next.length; token++) {
                if (next[token] > Double.NEGATIVE_INFINITY) {
                    own.add(new Candidate(beam, token, (beam.score() + next[token]) / config.temperature()));
                }
            }
            own.sort(Comparator.comparingDouble(candidate -> -candidate.total()));
            int k = config.topK() == 0 ? own.size() : Math.min(own.size(), Math.max(2, config.topK()));
            candidates.addAll(own.subList(0, k));
        }
        return candidates;
    }

    private double[] nextLogProbs(List<Integer> tokens) {
        double[] logits = model.logitsAfter(tokens);
        double largest = Arrays.stream(logits).max().orElseThrow();
        double total = Arrays.stream(logits).map(l -> Math.exp(l - largest)).sum();
        double[] next =
                Arrays.stream(logits).map(l -> l - largest - Math.log(total)).toArray();
        if (tokens.size() < config.minLength()) {
            next[END] = Double.NEGATIVE_INFINITY; // and the others are not divided anew
        }
        return next;
    }

    /** Probability of each set of 2 x beams candidates, as bits, when they are drawn one after the other without replacement. */
    private Map<Integer, Double> sets(List<Candidate> candidates) {
        double largest = candidates.stream().mapToDouble(Candidate::total).max().orElseThrow();
        double[] weights = candidates.stream()
                .mapToDouble(candidate -> Math.exp(candidate.total() - largest))
                .toArray();
        double all = Arrays.stream(weights).sum();
        Map<Integer, Double> sets = Map.of(0, 1.0);
        for (int draw = 0; draw < 2 * beams; draw++) {
            Map<Integer, Double> larger = new HashMap<>();
            sets.forEach((set, probability) -> {
                double left = all;
                for (int i = 0; i < weights.length; i++) {
                    left -= (set >> i & 1) * weights[i];
                }
                for (int i = 0; i < weights.length; i++) {
                    if ((set >> i & 1) == 0) {
                        larger.merge(set | 1 << i, probability * weights[i] / left, Double::sum);
                    }
                }
            });
            sets = larger;
        }
        return sets;
    }
}
