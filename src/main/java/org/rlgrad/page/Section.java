package org.rlgrad.page;

import java.util.Optional;

/** A part of the page: what the paper found, what the runs show, a figure, a table. */
interface Section {
    String title();

    /** What the paper found, in our words; numbers of the paper only as second-hand ones. Empty where it is not about findings. */
    Optional<String> paper();

    /** The runs without which there is nothing to say, in words that follow "It needs"; empty where they are there. */
    Optional<String> missing();

    /** Writes what the runs show; called only where nothing is missing. */
    void write(Parts parts);
}
