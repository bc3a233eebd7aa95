package org.rlgrad.data;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.Failure;
import org.rlgrad.config.Split;

/** MNIST and its twins (Fashion-MNIST, our own digits) from IDX files: LeCun's names, gzipped or not. */
public final class Mnist {
    private static final int CLASSES = 10;
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    private Mnist() {}

    /**
     * Reads {@code train-images-idx3-ubyte} or {@code t10k-images-idx3-ubyte} and the labels beside it.
     *
     * @param split {@code TRAIN} or {@code TEST}
     * @throws Failure if a file is missing, damaged, or does not fit the other
     */
    public static LabelledImages read(Path folder, Split split) {
        String stem = split == Split.TRAIN ? "train" : "t10k";
        Path imageFile = find(folder, stem, "images", 3);
        Path labelFile = find(folder, stem, "labels", 1);
        ByteBuffer images = open(imageFile, IMAGES, 4);
        int count = images.getInt(4);
        int height = images.getInt(8);
        int width = images.getInt(12);
        long held = images.capacity() - 16L;
        long size = (long) height * width; // of one image; that of all of a damaged header may exceed a long
        if (count < 1 || height < 1 || width < 1 || size > held || count * size != held) {
            throw Failure.badData(imageFile + ": its header speaks of " + count + " images of " + height + "x" + width
                    + " pixels, but " + held + " bytes follow it");
        }
        byte[] pixels = new byte[images.capacity() - 16];
        images.get(16, pixels);
        int[] labels = labels(labelFile, count, imageFile);
        int published = split == Split.TRAIN ? 60_000 : 10_000;
        List<String> notes = new ArrayList<>();
        if (count != published) {
            notes.add(imageFile + " holds " + count + " images; the published file has " + published
                    + ", so the same seed chooses other samples than there.");
        }
        return new LabelledImages(
                pixels, labels, 1, height, width, CLASSES, List.of(imageFile, labelFile), List.copyOf(notes));
    }

    private static int[] labels(Path file, int count, Path imageFile) {
        ByteBuffer bytes = open(file, LABELS, 2);
        if (bytes.getInt(4) != count || bytes.capacity() - 8 != count) {
            throw Failure.badData(file + ": its header speaks of " + bytes.getInt(4) + " labels, it holds "
                    + (bytes.capacity() - 8) + "; " + imageFile.getFileName() + " has " + count + " images");
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = Byte.toUnsignedInt(bytes.get(8 + i));
            if (labels[i] >= CLASSES) {
                throw Failure.badData(file + ": label " + labels[i] + " of image " + i + " is not one of 0 to 9");
            }
        }
        return labels;
    }

    private static ByteBuffer open(Path file, int magic, int headerInts) {
        ByteBuffer bytes = ByteBuffer.wrap(BinaryFile.read(file));
        if (bytes.capacity() < 4 * headerInts) {
            throw Failure.badData(file + ": truncated: " + bytes.capacity() + " bytes are no IDX file");
        }
        if (bytes.getInt(0) != magic) {
            throw Failure.badData(String.format(
                    "%s: begins with %08x, an IDX file of this kind with %08x", file, bytes.getInt(0), magic));
        }
        return bytes;
    }

    private static Path find(Path folder, String stem, String what, int dimensions) {
        String name = stem + "-" + what + "-idx" + dimensions + "-ubyte";
        String dotted = stem + "-" + what + ".idx" + dimensions + "-ubyte";
        return BinaryFile.find(folder, List.of(name, dotted)).orElseThrow(() -> {
            String reason = Files.isDirectory(folder) ? "has no " + name + " (or " + name + ".gz)" : "is no folder";
            return Failure.noInput(folder + ": " + reason);
        });
    }
}
