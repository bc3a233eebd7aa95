package org.rlgrad.model;

/** T5's relative position buckets (Raffel et al. 2020, section 2.1): exact when near, logarithmic when far. */
public final class RelativePosition {
    private RelativePosition() {}

    /**
     * The bucket of a distance.
     *
     * @param relativePosition key position minus query position
     * @param bidirectional encoder (half of the buckets for keys after the query) or decoder (those share bucket 0)
     */
    public static int bucket(int relativePosition, boolean bidirectional, int buckets, int maxDistance) {
        int offset = 0;
        int available = buckets;
        int distance = -relativePosition;
        if (bidirectional) {
            available /= 2;
            if (relativePosition > 0) {
                offset = available;
            }
            distance = Math.abs(relativePosition);
        } else {
            distance = Math.max(distance, 0);
        }
        int exact = available / 2;
        if (distance < exact) {
            return offset + distance;
        }
        // float32 as in the reference: at exact powers the rounding decides the bucket
        float logarithm = (float) Math.log((float) distance / exact) / (float) Math.log((double) maxDistance / exact);
        return offset + Math.min(exact + (int) (logarithm * (available - exact)), available - 1);
    }
}
