package org.rlgrad.experiment;

/** When a training is to end. */
enum Stop {
    WHEN_DONE,
    /** After the epoch, iteration or step at work, with a checkpoint. */
    AFTER_UNIT,
    /** As soon as nothing is inside libtorch; the last checkpoint must do. */
    AT_ONCE
}
