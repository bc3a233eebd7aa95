package org.rlgrad.controlled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.config.ControlledDataConfig;
import org.rlgrad.config.ControlledDataConfig.Dataset;
import org.rlgrad.config.Split;
import org.rlgrad.data.Mnist;

/** The reference's draws, number for number, and what must hold of any. */
class ControlledSamplesTest {
    private static final int[] TRAIN = Draws.classes(1000, 10);
    private static final int[] TEST = Draws.classes(300, 10);

    private static JsonNode golden() throws IOException {
        return new ObjectMapper()
                .readTree(Goldens.shipped("rng/label_modification.json").toFile());
    }

    static Iterable<JsonNode> cases() throws IOException {
        return golden().path("cases");
    }

    private static int[] ints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLibrariesDraws(JsonNode expected) throws IOException {
        JsonNode golden = golden();
        boolean subset = expected.path("subset").booleanValue();
        ControlledDataConfig config = Draws.config(
                subset ? golden.path("num_train_samples").intValue() : -1,
                golden.path("num_test_samples").intValue(),
                expected.path("labels_per_sample").intValue(),
                expected.path("fraction").doubleValue());
        int[] train = ints(golden.path("train_classes"));
        int[] test = ints(golden.path("test_classes"));
        ControlledSamples samples = ControlledSamples.draw(
                train, test, 10, config, golden.path("seed").longValue());
        int[][] table = samples.labelSets().table();
        for (int c = 0; c < table.length; c++) {
            assertThat(table[c]).isEqualTo(ints(expected.path("table").get(c)));
        }
        int[] positions = ints(expected.path("positions"));
        assertThat(samples.trainLabels()).isEqualTo(ints(expected.path("labels")));
        assertThat(IntStream.range(0, samples.modified().length).filter(i -> samples.modified()[i]))
                .containsExactly(Arrays.stream(positions).sorted().boxed().toArray(Integer[]::new));
        assertThat(samples.modifiedCount()).isEqualTo(positions.length);
        if (subset) {
            assertThat(samples.trainIndices()).isEqualTo(ints(golden.path("train_indices")));
            assertThat(samples.testIndices()).isEqualTo(ints(golden.path("test_indices")));
        } else {
            assertThat(samples.trainIndices())
                    .isEqualTo(IntStream.range(0, train.length).toArray());
        }
    }

    /** The reference's own draw of 256 of the first 3000 images of MNIST's test file. */
    @Test
    void theReferencesDraw() {
        GoldenTensors golden = new GoldenTensors(Goldens.golden("controlled/mlp_data_init.safetensors"));
        int[] first =
                Arrays.copyOf(Mnist.read(Goldens.data("mnist"), Split.TEST).labels(), 3000);
        ControlledSamples samples = ControlledSamples.draw(first, first, 10, Draws.config(256, -1, 5, 0.1), 192);
        assertThat(longs(samples.trainIndices())).isEqualTo(golden.longRows("used_train_indices")[0]);
        assertThat(longs(samples.originalLabels())).isEqualTo(golden.longRows("labels_original")[0]);
        assertThat(longs(samples.trainLabels())).isEqualTo(golden.longRows("labels")[0]);
        long[][] table = golden.longRows("per_class_labels");
        for (int c = 0; c < 10; c++) {
            assertThat(longs(samples.labelSets().table()[c])).isEqualTo(table[c]);
        }
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    @ParameterizedTest
    @CsvSource({"400, 5, 0.1, 40", "399, 5, 0.1, 39", "-1, 3, 0.25, 250", "1000, 9, 1, 1000", "50, 1, 0.5, 25"})
    void modifiedLabels(int train, int labelsPerSample, double fraction, int count) {
        ControlledSamples samples =
                ControlledSamples.draw(TRAIN, TEST, 10, Draws.config(train, 100, labelsPerSample, fraction), 7);
        assertThat(samples.modifiedCount()).isEqualTo(count);
        for (int i = 0; i < samples.trainLabels().length; i++) {
            int original = samples.originalLabels()[i];
            int label = samples.trainLabels()[i];
            assertThat(original).isEqualTo(TRAIN[samples.trainIndices()[i]]);
            if (samples.modified()[i]) {
                assertThat(samples.labelSets().table()[original]).doesNotContain(label);
                assertThat(label).isBetween(0, 9);
            } else {
                assertThat(label).isEqualTo(original);
            }
        }
        for (int i = 0; i < samples.testLabels().length; i++) {
            assertThat(samples.testLabels()[i]).isEqualTo(TEST[samples.testIndices()[i]]);
        }
    }

    @Test
    void pretrainingAndFinetuningSeeTheSameSamplesAndLabelSets() {
        ControlledSamples before = ControlledSamples.draw(TRAIN, TEST, 10, Draws.config(400, 100, 5, 0), 7);
        ControlledSamples after = ControlledSamples.draw(TRAIN, TEST, 10, Draws.config(400, 100, 5, 0.1), 7);
        assertThat(before.modifiedCount()).isZero();
        assertThat(before.trainLabels()).isEqualTo(before.originalLabels());
        assertThat(after.trainIndices()).isEqualTo(before.trainIndices());
        assertThat(after.testIndices()).isEqualTo(before.testIndices());
        assertThat(after.originalLabels()).isEqualTo(before.originalLabels());
        assertThat(after.labelSets().table()).isDeepEqualTo(before.labelSets().table());
        assertThat(ControlledSamples.draw(TRAIN, TEST, 10, Draws.config(400, 100, 5, 0), 8)
                        .trainIndices())
                .isNotEqualTo(before.trainIndices());
    }

    @Test
    void subsetsKeepTheSharesOfTheClasses() {
        ControlledSamples samples = ControlledSamples.draw(TRAIN, TEST, 10, Draws.config(250, 90, 5, 0.1), 7);
        assertThat(samples.trainIndices()).hasSize(250).doesNotHaveDuplicates();
        assertThat(samples.testIndices()).hasSize(90).doesNotHaveDuplicates();
        for (int c = 0; c < 10; c++) {
            assertThat(share(samples.originalLabels(), c)).isCloseTo(share(TRAIN, c) / 4, within(1.0));
            assertThat(share(samples.testLabels(), c)).isCloseTo(share(TEST, c) * 0.3, within(1.0));
        }
    }

    private static double share(int[] labels, int label) {
        return Arrays.stream(labels).filter(other -> other == label).count();
    }

    /** The place of a new label among those it can be, and that of the modified sample, are uniform. */
    @Test
    void newLabelsAreUniform() {
        long[] places = new long[5];
        long[] samplesHit = new long[1000];
        int seeds = 200;
        for (int seed = 0; seed < seeds; seed++) {
            ControlledSamples samples = ControlledSamples.draw(TRAIN, TEST, 10, Draws.config(-1, -1, 5, 0.1), seed);
            for (int i = 0; i < 1000; i++) {
                if (samples.modified()[i]) {
                    int[] outside = samples.labelSets().outside(TRAIN[i]);
                    places[Arrays.binarySearch(outside, samples.trainLabels()[i])]++;
                    samplesHit[i]++;
                }
            }
        }
        assertThat(Draws.chiSquare(places, seeds * 100 / 5.0)).isLessThan(23.5); // 1e-4, 4 degrees of freedom
        assertThat(Draws.chiSquare(samplesHit, seeds / 10.0) / 0.9).isLessThan(1177); // 1e-4, 999 degrees
    }

    /** As in the reference its validation split is never cut. */
    @Test
    void sentencePairsAreTestedOnAll() {
        ControlledDataConfig config = Draws.config(Dataset.STSB, 100, 50, 3, 0.1);
        ControlledSamples samples =
                ControlledSamples.draw(Draws.classes(500, 6), Draws.classes(200, 6), 6, config, 192);
        assertThat(samples.trainIndices()).hasSize(100);
        assertThat(samples.testIndices()).isEqualTo(IntStream.range(0, 200).toArray());
        assertThat(samples.classes()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            100 | 100 | 11 | 0   | num_labels_per_sample: 11, but the dataset has 10 classes
            100 | 100 | 10 | 0.1 | num_labels_per_sample: 10 of 10 classes leaves none for a modified label (frac_samples_to_modify_labels)
            5   | 100 | 5  | 0.1 | num_train_samples: 5 of 1000: a stratified split into 5 and 995 rows cannot hold each of 10 classes
            100 | 295 | 5  | 0.1 | num_test_samples: 295 of 300: a stratified split into 295 and 5 rows cannot hold each of 10 classes
            """)
    void whatDoesNotGoTogether(int train, int test, int labelsPerSample, double fraction, String message) {
        assertThatThrownBy(() -> ControlledSamples.draw(
                        TRAIN, TEST, 10, Draws.config(train, test, labelsPerSample, fraction), 7))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_CONFIG))
                .satisfies(failure -> assertThat(failure).hasMessage(message));
    }
}
