package org.rlgrad.config;

/** A dataset's split, by the names that configurations use; {@code val} is the hub's {@code validation}. */
public enum Split {
    TRAIN,
    VAL,
    TEST
}
