package org.rlgrad.config;

/**
 * Which numbers a key may have.
 *
 * @param least smallest number allowed, unless {@code open}
 * @param open {@code least} itself is not allowed
 * @param most largest number allowed
 * @param words completes "must be ..."
 */
record NumberRange(double least, boolean open, double most, String words) {
    static final NumberRange ANY =
            new NumberRange(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, "a finite number");

    static NumberRange atLeast(int least) {
        return new NumberRange(least, false, Double.POSITIVE_INFINITY, "at least " + least);
    }

    static NumberRange above(int least) {
        return new NumberRange(least, true, Double.POSITIVE_INFINITY, "above " + least);
    }

    static NumberRange below(int most) {
        return new NumberRange(Double.NEGATIVE_INFINITY, true, Math.nextDown((double) most), "below " + most);
    }

    static NumberRange atLeastBelow(int least, int most) {
        return new NumberRange(least, false, Math.nextDown((double) most), "at least " + least + " and below " + most);
    }

    static NumberRange between(int least, int most) {
        return new NumberRange(least, false, most, "between " + least + " and " + most);
    }

    static NumberRange aboveUpTo(int least, int most) {
        return new NumberRange(least, true, most, "above " + least + " and at most " + most);
    }

    /** Infinities and NaN are in no range. */
    boolean contains(double number) {
        return Double.isFinite(number) && number <= most && (open ? number > least : number >= least);
    }
}
