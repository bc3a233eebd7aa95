package org.rlgrad.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The finished sequences of one prompt: at most {@code beams}, the worst leaves when a better one comes. */
final class BeamHypotheses {
    private static final Comparator<BeamSearch.Hypothesis> BY_SCORE =
            Comparator.comparingDouble(BeamSearch.Hypothesis::score);

    private final int beams;
    private final double lengthPenalty;
    private final boolean earlyStopping;
    private final List<BeamSearch.Hypothesis> kept = new ArrayList<>();
    private boolean done;

    BeamHypotheses(int beams, double lengthPenalty, boolean earlyStopping) {
        this.beams = beams;
        this.lengthPenalty = lengthPenalty;
        this.earlyStopping = earlyStopping;
    }

    boolean done() {
        return done;
    }

    /** @param length the length that the penalty counts: start length and tokens, without the end token */
    void add(int[] tokens, double sumOfLogProbs, int length) {
        kept.add(new BeamSearch.Hypothesis(tokens, sumOfLogProbs / Math.pow(length, lengthPenalty)));
        if (kept.size() > beams) {
            kept.remove(worst());
        }
    }

    /** Ends the search for this prompt when no running beam can still beat the worst kept one, or at once if so asked. */
    void update(double bestRunning, int length) {
        done = done
                || (kept.size() == beams
                        && (earlyStopping || worst().score() >= bestRunning / Math.pow(length, lengthPenalty)));
    }

    List<BeamSearch.Hypothesis> best(int count) {
        return kept.stream().sorted(BY_SCORE.reversed()).limit(count).toList();
    }

    private BeamSearch.Hypothesis worst() {
        return kept.stream().min(BY_SCORE).orElseThrow();
    }
}
