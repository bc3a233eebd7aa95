package org.rlgrad.page;

import java.util.List;

/**
 * One of the paper's findings beside the runs.
 *
 * @param claim in our words
 * @param conditions what it predicts here, at least one
 */
record Finding(String claim, List<Condition> conditions) {
    Verdict verdict() {
        return Verdict.of(conditions);
    }
}
