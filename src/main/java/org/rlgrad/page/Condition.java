package org.rlgrad.page;

import java.util.function.DoublePredicate;

/**
 * Something that a finding predicts and that one number per seed decides.
 *
 * @param statement what must hold, as a sentence without a full stop
 * @param shown the number that decides, over seeds
 * @param behind the numbers that it is made of; may be empty
 * @param tested what is judged; empty where the runs are missing, NaN where it is undefined and so does not hold
 * @param holds for one value
 */
record Condition(String statement, String shown, String behind, Seeds tested, DoublePredicate holds) {
    boolean isRun() {
        return !tested.isEmpty();
    }

    boolean holdsEverywhere() {
        return isRun() && tested.countOf(holds) == tested.count();
    }

    boolean holdsOnAverage() {
        return isRun() && holds.test(tested.mean());
    }

    /** "holds in 2 of 3 seeds". */
    String outcome() {
        if (!isRun()) {
            return "not run";
        }
        int count = tested.countOf(holds);
        if (tested.count() == 1) {
            return count == 1 ? "holds" : "does not hold";
        }
        return "holds in " + count + " of\u00a0" + tested.count() + " seeds";
    }
}
