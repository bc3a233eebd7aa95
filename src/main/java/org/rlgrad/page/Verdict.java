package org.rlgrad.page;

import java.util.List;

/** Whether runs show a finding. */
enum Verdict {
    YES("yes"),
    PARTLY("partly"),
    NO("no"),
    NOT_RUN("not run");

    /** The rule that {@link #of} follows, for the reader. */
    static final String RULE =
            "Yes: every condition of the finding holds in every seed. No: none of them holds for the mean over seeds."
                    + " Partly: anything in between, or one of the conditions was not run.";

    final String word;

    Verdict(String word) {
        this.word = word;
    }

    static Verdict of(List<Condition> conditions) {
        if (conditions.stream().noneMatch(Condition::isRun)) {
            return NOT_RUN;
        } else if (conditions.stream().allMatch(Condition::holdsEverywhere)) {
            return YES;
        }
        return conditions.stream().noneMatch(Condition::holdsOnAverage) ? NO : PARTLY;
    }
}
