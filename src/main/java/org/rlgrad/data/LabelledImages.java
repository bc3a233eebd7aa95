package org.rlgrad.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Images of one size with a class each, in the order of their files.
 *
 * @param pixels {@code [n, channels, height, width]}, unsigned bytes
 * @param labels {@code [n]}, from 0
 * @param classes number of classes of the dataset
 * @param files what was read
 * @param notes where it is not the published dataset, one sentence each
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
public record LabelledImages(
        byte[] pixels,
        int[] labels,
        int channels,
        int height,
        int width,
        int classes,
        List<Path> files,
        List<String> notes) {

    /** Values of one image. */
    public int imageSize() {
        return channels * height * width;
    }

    /**
     * Some images as the networks read them: bytes / 255, then (x - mean) / std of the channel.
     *
     * @param mean per channel
     * @param std per channel
     * @return {@code [indices, channels, height, width]}
     */
    public float[] normalized(int[] indices, float[] mean, float[] std) {
        int size = imageSize();
        int plane = height * width;
        float[] values = new float[indices.length * size];
        for (int i = 0; i < indices.length; i++) {
            for (int v = 0; v < size; v++) {
                int channel = v / plane;
                float scaled = Byte.toUnsignedInt(pixels[indices[i] * size + v]) / 255f;
                values[i * size + v] = (scaled - mean[channel]) / std[channel];
            }
        }
        return values;
    }
}
