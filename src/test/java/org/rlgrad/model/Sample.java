package org.rlgrad.model;

import ai.djl.ndarray.NDArray;

/**
 * What a tensor's values look like, to check an initialisation by.
 *
 * @param std about the mean
 * @param largest magnitude
 */
record Sample(int count, double mean, double std, double largest) {

    static Sample of(NDArray tensor) {
        float[] values = tensor.toFloatArray();
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
            largest = Math.max(largest, Math.abs(value));
        }
        double mean = sum / values.length;
        double variance = squares / values.length - mean * mean;
        return new Sample(values.length, mean, Math.sqrt(Math.max(0, variance)), largest);
    }
}
