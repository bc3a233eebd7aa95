package org.rlgrad.metric;

import java.util.List;
import org.rlgrad.Failure;

/** The one demand that metrics make on a sample's references. */
final class References {
    private References() {}

    /**
     * @throws Failure if there is none
     */
    static List<String> required(List<String> references, String metric) {
        if (references.isEmpty()) {
            throw Failure.badData(metric + ": a sample has no references; choose another metric for this data pool");
        }
        return references;
    }
}
