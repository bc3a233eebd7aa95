package org.rlgrad.metric;

import java.util.List;
import java.util.stream.IntStream;

/** The parts of ToTTo's development and test data that results are given for. */
public enum TottoSubset {
    OVERALL,
    /** Samples whose headers also occur in the training data. */
    OVERLAP,
    NON_OVERLAP;

    /** The positions of this subset's samples. */
    IntStream members(List<TottoLines> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> this == OVERALL || lines.get(i).overlap() == (this == OVERLAP));
    }
}
