package org.rlgrad.metric;

/**
 * The edits of TER: greedily, the shift that shortens the edit distance most, as long as one does; then the edit distance. Limits and
 * the ranking of shifts are Tercom's as sacreBLEU has them.
 */
final class TerEdits {
    private static final int MAX_SHIFT_SIZE = 10;
    private static final int MAX_SHIFT_DISTANCE = 50;
    private static final int MAX_CANDIDATES = 1000;

    private final int[] reference;
    private final BandedEditDistance distance;
    private int candidates;

    /** The best of the shifts tried: exchanges the adjacent blocks [from, middle) and [middle, to). */
    private int bestGain;

    private int bestLength;
    private int bestStart;
    private int bestTarget;
    private boolean any;

    private TerEdits(int[] hypothesis, int[] reference) {
        this.reference = reference;
        this.distance = new BandedEditDistance(hypothesis, reference);
    }

    /**
     * Fewest edits that turn one text into the other.
     *
     * @param hypothesis numbers of its words
     * @param reference likewise
     */
    static long fewest(int[] hypothesis, int[] reference) {
        return reference.length == 0 ? hypothesis.length : new TerEdits(hypothesis, reference).fewest();
    }

    private long fewest() {
        int shifts = 0;
        while (true) {
            tryShifts();
            if (candidates >= MAX_CANDIDATES || !any || bestGain <= 0) {
                return shifts + (long) distance.value();
            }
            Shift shift = Shift.of(bestStart, bestLength, bestTarget, distance.hypothesisLength());
            distance.shift(shift.from, shift.middle, shift.to);
            shifts++;
        }
    }

    /** A move of words as an exchange of the adjacent blocks [from, middle) and [middle, to). */
    private record Shift(int from, int middle, int to) {
        static Shift of(int start, int length, int target, int words) {
            if (target < start) {
                return new Shift(target, start, start + length);
            }
            int end = target > start + length ? target : Math.min(words, target + length);
            return new Shift(start, start + length, end);
        }
    }

    /** Tries blocks of words that the reference has elsewhere, where both sides have an error. */
    private void tryShifts() {
        any = false;
        BandedEditDistance.Alignment alignment = distance.alignment();
        int[] hypothesis = distance.hypothesis();
        for (int start = 0; start < hypothesis.length; start++) {
            int reach = Math.min(hypothesis.length, start + MAX_SHIFT_SIZE);
            if (!alignment.hypothesisErrs(start, reach)) {
                continue;
            }
            int last = Math.min(reference.length - 1, start + MAX_SHIFT_DISTANCE);
            for (int at = Math.max(0, start - MAX_SHIFT_DISTANCE); at <= last; at++) {
                int longest = Math.min(reach - start, reference.length - at);
                for (int length = 1;
                        length <= longest && hypothesis[start + length - 1] == reference[at + length - 1];
                        length++) {
                    int partner = alignment.partner(at);
                    boolean inside = start <= partner && partner < start + length;
                    if (!inside
                            && alignment.hypothesisErrs(start, start + length)
                            && alignment.referenceErrs(at, at + length)) {
                        tryTargets(start, at, length, alignment);
                        if (candidates >= MAX_CANDIDATES) {
                            return;
                        }
                    }
                }
            }
        }
    }

    /** Tries to put a block before, and after each word of, the place where the reference has it. */
    private void tryTargets(int start, int at, int length, BandedEditDistance.Alignment alignment) {
        int tried = -1;
        for (int offset = -1; offset < length; offset++) {
            int target = at + offset < 0 ? 0 : alignment.partner(at + offset) + 1;
            if (target == tried) {
                continue;
            }
            tried = target;
            Shift shift = Shift.of(start, length, target, distance.hypothesisLength());
            int gain = distance.value() - distance.valueAfter(shift.from, shift.middle, shift.to);
            candidates++;
            if (!any || isBetter(gain, length, start, target)) {
                any = true;
                bestGain = gain;
                bestLength = length;
                bestStart = start;
                bestTarget = target;
            }
        }
    }

    /** Largest gain, then longest block, then earliest block, then earliest target. */
    private boolean isBetter(int gain, int length, int start, int target) {
        if (gain != bestGain) {
            return gain > bestGain;
        }
        if (length != bestLength) {
            return length > bestLength;
        }
        return start != bestStart ? start < bestStart : target < bestTarget;
    }
}
