package org.rlgrad.model;

/** Which statistics batch normalisation uses, and what becomes of the running ones. */
public enum BatchNorm {
    /** Those of the batch; the running ones move towards them (momentum 0.1, unbiased variance). */
    TRAIN,
    /** Those of the batch; the running ones stay. */
    TRAIN_KEEPING,
    /** The running ones. */
    EVALUATE
}
