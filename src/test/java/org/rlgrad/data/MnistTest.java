package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.rlgrad.data.BinaryFiles.assertFails;
import static org.rlgrad.data.BinaryFiles.bytes;
import static org.rlgrad.data.BinaryFiles.gzip;
import static org.rlgrad.data.BinaryFiles.idx;
import static org.rlgrad.data.BinaryFiles.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Goldens;
import org.rlgrad.config.Split;

class MnistTest {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    /** Two images of two rows and three columns. */
    private static final byte[] PIXELS = bytes(0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 128, 11);

    @TempDir
    private Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void writeTwoImages() throws IOException {
        images = write(folder, "train-images-idx3-ubyte", idx(PIXELS, IMAGES, 2, 2, 3));
        labels = write(folder, "train-labels-idx1-ubyte", idx(bytes(9, 0), LABELS, 2));
    }

    private void assertTwoImages(LabelledImages read) {
        assertThat(read.pixels()).isEqualTo(PIXELS);
        assertThat(read.labels()).containsExactly(9, 0);
        assertThat(read.imageSize()).isEqualTo(6);
        assertThat(read.height()).isEqualTo(2);
        assertThat(read.width()).isEqualTo(3);
        assertThat(read.classes()).isEqualTo(10);
    }

    @Test
    void plainFiles() {
        LabelledImages read = Mnist.read(folder, Split.TRAIN);
        assertTwoImages(read);
        assertThat(read.files()).containsExactly(images, labels);
        assertThat(read.notes())
                .containsExactly(
                        images + " holds 2 images; the published file has 60000, so the same seed chooses other"
                                + " samples than there.");
    }

    @Test
    void gzippedAndDottedNamesAndTestFiles() throws IOException {
        Path zipped = write(folder, "t10k-images.idx3-ubyte.gz", gzip(Files.readAllBytes(images)));
        Path dotted = write(folder, "t10k-labels.idx1-ubyte", Files.readAllBytes(labels));
        LabelledImages read = Mnist.read(folder, Split.TEST);
        assertTwoImages(read);
        assertThat(read.files()).containsExactly(zipped, dotted);
        assertThat(read.notes().get(0)).contains("the published file has 10000");
    }

    /** What unpacks a file without renaming it, or packs it without, does no harm. */
    @Test
    void theContentDecidesWhetherItIsPacked() throws IOException {
        Files.write(images, gzip(Files.readAllBytes(images)));
        assertTwoImages(Mnist.read(folder, Split.TRAIN));
    }

    @Test
    void normalized() {
        float[] values = Mnist.read(folder, Split.TRAIN)
                .normalized(new int[] {1, 0, 1}, new float[] {0.1307f}, new float[] {0.3081f});
        assertThat(values).hasSize(18);
        for (int v = 0; v < 18; v++) {
            int pixel = PIXELS[(v / 6 == 1 ? 0 : 6) + v % 6] & 0xff;
            assertThat((double) values[v]).isCloseTo((pixel / 255.0 - 0.1307) / 0.3081, within(1e-6));
        }
    }

    @Test
    void missingFiles() throws IOException {
        assertFails(
                () -> Mnist.read(folder, Split.TEST),
                ExitCode.NO_INPUT,
                folder + ": has no t10k-images-idx3-ubyte (or t10k-images-idx3-ubyte.gz)");
        Files.delete(labels);
        assertFails(
                () -> Mnist.read(folder, Split.TRAIN),
                ExitCode.NO_INPUT,
                folder + ": has no train-labels-idx1-ubyte (or train-labels-idx1-ubyte.gz)");
        Path absent = folder.resolve("absent");
        assertFails(() -> Mnist.read(absent, Split.TRAIN), ExitCode.NO_INPUT, absent + ": is no folder");
    }

    @Test
    void damagedImages() throws IOException {
        refuse(images, new byte[0], "truncated: 0 bytes are no IDX file");
        refuse(images, idx(new byte[0], IMAGES, 2, 2), "truncated: 12 bytes are no IDX file");
        refuse(images, idx(PIXELS, LABELS, 2, 2, 3), "begins with 00000801, an IDX file of this kind with 00000803");
        String header = "its header speaks of ";
        refuse(
                images,
                idx(Arrays.copyOf(PIXELS, 11), IMAGES, 2, 2, 3),
                header + "2 images of 2x3 pixels, but 11 bytes follow it");
        refuse(images, idx(PIXELS, IMAGES, 3, 2, 3), header + "3 images of 2x3 pixels, but 12 bytes follow it");
        refuse(images, idx(PIXELS, IMAGES, -2, 2, -3), header + "-2 images of 2x-3 pixels, but 12 bytes follow it");
        refuse(images, idx(new byte[0], IMAGES, 0, 2, 3), header + "0 images of 2x3 pixels, but 0 bytes follow it");
        int huge = 1 << 22; // 2^22 * 2^21 * 2^21 is 0 modulo 2^64
        refuse(
                images,
                idx(new byte[0], IMAGES, huge, huge / 2, huge / 2),
                header + "4194304 images of 2097152x2097152 pixels, but 0 bytes follow it");
    }

    @Test
    void damagedLabels() throws IOException {
        refuse(labels, idx(bytes(1, 2), IMAGES, 2), "begins with 00000803, an IDX file of this kind with 00000801");
        refuse(labels, bytes(0, 0, 8, 1), "truncated: 4 bytes are no IDX file");
        String images2 = "; train-images-idx3-ubyte has 2 images";
        refuse(labels, idx(bytes(1, 2, 3), LABELS, 3), "its header speaks of 3 labels, it holds 3" + images2);
        refuse(labels, idx(bytes(1), LABELS, 2), "its header speaks of 2 labels, it holds 1" + images2);
        refuse(labels, idx(bytes(1, 10), LABELS, 2), "label 10 of image 1 is not one of 0 to 9");
        refuse(labels, idx(bytes(255, 0), LABELS, 2), "label 255 of image 0 is not one of 0 to 9");
    }

    @Test
    void damagedGzip() throws IOException {
        byte[] whole = gzip(Files.readAllBytes(images));
        refuse(images, Arrays.copyOf(whole, whole.length - 9), "truncated gzip data");
        refuse(images, Arrays.copyOf(whole, 5), "truncated gzip data");
        byte[] wrongSum = whole.clone();
        wrongSum[whole.length - 8] ^= 1;
        refuse(images, wrongSum, "damaged gzip data: Corrupt GZIP trailer");
    }

    private void refuse(Path file, byte[] content, String problem) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Files.write(file, content);
        assertFails(() -> Mnist.read(folder, Split.TRAIN), ExitCode.BAD_DATA, file + ": " + problem);
        Files.write(file, before);
    }

    @Test
    void ourDigits() {
        LabelledImages digits = Mnist.read(Path.of("configs", "smoke", "digits"), Split.TRAIN);
        assertThat(digits.labels()).hasSize(600);
        assertThat(digits.imageSize()).isEqualTo(784);
        for (int c = 0; c < 10; c++) {
            int digit = c;
            assertThat(Arrays.stream(digits.labels()).filter(label -> label == digit))
                    .hasSize(60);
        }
    }

    @Test
    void realFiles() {
        LabelledImages train = Mnist.read(Goldens.data("mnist"), Split.TRAIN);
        assertThat(train.labels()).hasSize(60_000).startsWith(5, 0, 4, 1, 9);
        assertThat(train.imageSize()).isEqualTo(784);
        assertThat(train.notes()).isEmpty();
        double sum = 0;
        for (byte pixel : train.pixels()) {
            sum += Byte.toUnsignedInt(pixel);
        }
        assertThat(sum / train.pixels().length / 255).isCloseTo(0.1307, within(5e-5));
        LabelledImages test = Mnist.read(Goldens.data("mnist"), Split.TEST);
        assertThat(test.labels()).startsWith(7, 2, 1, 0, 4);
        assertThat(test.notes()).hasSize(test.labels().length == 10_000 ? 0 : 1);
    }
}
