package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.rlgrad.data.BinaryFiles.assertFails;
import static org.rlgrad.data.BinaryFiles.gzip;
import static org.rlgrad.data.BinaryFiles.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Goldens;
import org.rlgrad.config.Split;
import org.rlgrad.data.Cifar.Kind;

class CifarTest {
    private static final int PIXELS = 3072;

    @TempDir
    private Path folder;

    /** Records of these label bytes each, whose pixels count up from {@code first}. */
    private static byte[] records(int first, int[]... labels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i++) {
            for (int label : labels[i]) {
                bytes.write(label);
            }
            for (int p = 0; p < PIXELS; p++) {
                bytes.write(first + i + p);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void cifar10InItsOrderAndAsManyBatchesAsThereAre() throws IOException {
        Path second = write(folder, "data_batch_2.bin", gzip(records(50, new int[] {7})));
        Path first = write(folder, "data_batch_1.bin.gz", gzip(records(10, new int[] {3}, new int[] {0})));
        LabelledImages read = Cifar.read(folder, Split.TRAIN, Kind.CIFAR10);
        assertThat(read.files()).containsExactly(first, second);
        assertThat(read.labels()).containsExactly(3, 0, 7);
        assertThat(read.channels()).isEqualTo(3);
        assertThat(read.imageSize()).isEqualTo(PIXELS);
        assertThat(read.classes()).isEqualTo(10);
        int[] starts = {10, 11, 50};
        for (int i = 0; i < 3; i++) {
            for (int p = 0; p < PIXELS; p++) {
                assertThat(read.pixels()[i * PIXELS + p]).isEqualTo((byte) (starts[i] + p));
            }
        }
        assertThat(read.notes())
                .containsExactly(folder + " holds 3 train images; the published dataset has 50000, so the same seed"
                        + " chooses other samples than there.");
    }

    @Test
    void channelsAreNormalizedByTheirOwn() throws IOException {
        write(folder, "test_batch.bin", records(5, new int[] {1}, new int[] {2}));
        float[] mean = {0.491f, 0.482f, 0.446f};
        float[] std = {0.247f, 0.243f, 0.261f};
        float[] values = Cifar.read(folder, Split.TEST, Kind.CIFAR10).normalized(new int[] {1}, mean, std);
        for (int v : new int[] {0, 1023, 1024, 2047, 2048, 3071}) {
            double expected = ((6 + v) % 256 / 255.0 - mean[v / 1024]) / std[v / 1024];
            assertThat((double) values[v]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void cifar100HasTwoLabels() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("cifar-100-binary"));
        write(inner, "train.bin", records(0, new int[] {19, 99}, new int[] {4, 20}));
        LabelledImages fine = Cifar.read(folder, Split.TRAIN, Kind.CIFAR100);
        LabelledImages coarse = Cifar.read(folder, Split.TRAIN, Kind.CIFAR100_COARSE);
        assertThat(fine.labels()).containsExactly(99, 20);
        assertThat(fine.classes()).isEqualTo(100);
        assertThat(coarse.labels()).containsExactly(19, 4);
        assertThat(coarse.classes()).isEqualTo(20);
        assertThat(coarse.pixels()).isEqualTo(fine.pixels()).startsWith(0, 1, 2);
    }

    @Test
    void refused() throws IOException {
        assertFails(
                () -> Cifar.read(folder, Split.TRAIN, Kind.CIFAR10),
                ExitCode.NO_INPUT,
                folder + ": has no data_batch_1.bin (the dataset's binary version)");
        Path file = folder.resolve("test_batch.bin");
        byte[] whole = records(0, new int[] {1}, new int[] {10});
        String truncated = " bytes are no whole number of records of 3073 bytes; is it truncated, or the Python version"
                + " of the dataset?";
        refuse(file, Arrays.copyOf(whole, 5000), "5000" + truncated);
        refuse(file, new byte[0], "0" + truncated);
        refuse(file, whole, "label 10 of image 1 is not one of 0 to 9");
        refuse(file, Arrays.copyOf(gzip(whole), 60), "truncated gzip data");
        Path train = write(folder, "train.bin", records(0, new int[] {20, 5}));
        assertFails(
                () -> Cifar.read(folder, Split.TRAIN, Kind.CIFAR100_COARSE),
                ExitCode.BAD_DATA,
                train + ": label 20 of image 0 is not one of 0 to 19");
    }

    private void refuse(Path file, byte[] content, String problem) throws IOException {
        Files.write(file, content);
        assertFails(() -> Cifar.read(folder, Split.TEST, Kind.CIFAR10), ExitCode.BAD_DATA, file + ": " + problem);
    }

    @Test
    void realFiles() {
        LabelledImages train = Cifar.read(Goldens.data("cifar10"), Split.TRAIN, Kind.CIFAR10);
        assertThat(train.labels()).hasSizeGreaterThanOrEqualTo(10_000).startsWith(6, 9, 9, 4, 1);
        for (Split split : new Split[] {Split.TRAIN, Split.TEST}) {
            LabelledImages images = Cifar.read(Goldens.data("cifar10"), split, Kind.CIFAR10);
            assertThat(Arrays.stream(images.labels()).distinct().count()).isEqualTo(10);
            assertThat(images.pixels()).hasSize(images.labels().length * PIXELS);
        }
    }
}
