package org.rlgrad.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rlgrad.Failure;
import org.rlgrad.config.Split;

/** CIFAR-10 and CIFAR-100 in the authors' binary version: records of label bytes and 3 x 32 x 32 pixel bytes. */
public final class Cifar {
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;

    /** Which of the two, and for CIFAR-100 which of its labels. */
    public enum Kind {
        CIFAR10(10, 1, 0),
        /** The 100 fine classes. */
        CIFAR100(100, 2, 1),
        /** The 20 superclasses. */
        CIFAR100_COARSE(20, 2, 0);

        private final int classes;
        private final int labelBytes;
        private final int labelAt;

        Kind(int classes, int labelBytes, int labelAt) {
            this.classes = classes;
            this.labelBytes = labelBytes;
            this.labelAt = labelAt;
        }
    }

    private Cifar() {}

    /**
     * Reads {@code data_batch_1.bin} to {@code data_batch_5.bin}, as many as there are, or {@code test_batch.bin}; for CIFAR-100
     * {@code train.bin} or {@code test.bin}.
     *
     * @param split {@code TRAIN} or {@code TEST}
     * @throws Failure if a file is missing or damaged
     */
    public static LabelledImages read(Path folder, Split split, Kind kind) {
        List<Path> files = find(folder, split, kind);
        List<byte[]> contents = files.stream().map(BinaryFile::read).toList();
        int record = kind.labelBytes + PIXELS;
        int count = 0;
        for (int f = 0; f < files.size(); f++) {
            int bytes = contents.get(f).length;
            if (bytes == 0 || bytes % record != 0) {
                throw Failure.badData(files.get(f) + ": " + bytes + " bytes are no whole number of records of " + record
                        + " bytes; is it truncated, or the Python version of the dataset?");
            }
            count += bytes / record;
        }
        byte[] pixels = new byte[count * PIXELS];
        int[] labels = new int[count];
        int row = 0;
        for (int f = 0; f < files.size(); f++) {
            byte[] bytes = contents.get(f);
            for (int at = 0; at < bytes.length; at += record, row++) {
                labels[row] = Byte.toUnsignedInt(bytes[at + kind.labelAt]);
                if (labels[row] >= kind.classes) {
                    throw Failure.badData(files.get(f) + ": label " + labels[row] + " of image " + at / record
                            + " is not one of 0 to " + (kind.classes - 1));
                }
                System.arraycopy(bytes, at + kind.labelBytes, pixels, row * PIXELS, PIXELS);
            }
        }
        return new LabelledImages(pixels, labels, 3, SIDE, SIDE, kind.classes, files, notes(folder, split, count));
    }

    private static List<String> notes(Path folder, Split split, int count) {
        int published = split == Split.TRAIN ? 50_000 : 10_000;
        return count == published
                ? List.of()
                : List.of(folder + " holds " + count + " " + (split == Split.TRAIN ? "train" : "test")
                        + " images; the published dataset has " + published
                        + ", so the same seed chooses other samples than there.");
    }

    private static List<Path> find(Path folder, Split split, Kind kind) {
        List<String> names = new ArrayList<>();
        if (kind != Kind.CIFAR10) {
            names.add(split == Split.TRAIN ? "train.bin" : "test.bin");
        } else if (split == Split.TRAIN) {
            for (int batch = 1; batch <= 5; batch++) {
                names.add("data_batch_" + batch + ".bin");
            }
        } else {
            names.add("test_batch.bin");
        }
        for (Path place : List.of(folder, folder.resolve("cifar-10-batches-bin"), folder.resolve("cifar-100-binary"))) {
            List<Path> files = names.stream()
                    .map(name -> BinaryFile.find(place, List.of(name)))
                    .flatMap(Optional::stream)
                    .toList();
            if (!files.isEmpty()) {
                return files;
            }
        }
        throw Failure.noInput(folder + ": has no " + names.get(0) + " (the dataset's binary version)");
    }
}
