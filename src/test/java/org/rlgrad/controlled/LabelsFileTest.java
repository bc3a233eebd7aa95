package org.rlgrad.controlled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class LabelsFileTest {
    private static final int[] TRAIN = Draws.classes(300, 10);
    private static final int[] TEST = Draws.classes(100, 10);

    @TempDir
    private Path folder;

    private Path file;

    private static ControlledSamples draw(int[] train, int subset, int labelsPerSample, double fraction, long seed) {
        return ControlledSamples.draw(train, TEST, 10, Draws.config(subset, -1, labelsPerSample, fraction), seed);
    }

    @BeforeEach
    void pretrain() {
        file = folder.resolve("labels.json");
        LabelsFile.write(file, draw(TRAIN, 100, 5, 0, 192));
    }

    @Test
    void theSameDrawFitsAndItsModifiedLabelsDoNotMatter() {
        assertThat(LabelsFile.mismatch(file, draw(TRAIN, 100, 5, 0, 192))).isEmpty();
        assertThat(LabelsFile.mismatch(file, draw(TRAIN, 100, 5, 0.3, 192))).isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        String sets = "the label sets differ (num_labels_per_sample, samples_rnd_seed)";
        assertThat(LabelsFile.mismatch(file, draw(TRAIN, 100, 5, 0.1, 193))).contains(sets);
        assertThat(LabelsFile.mismatch(file, draw(TRAIN, 100, 4, 0.1, 192))).contains(sets);
        assertThat(LabelsFile.mismatch(file, draw(TRAIN, 101, 5, 0.1, 192)))
                .contains("the train samples differ (num_train_samples, samples_rnd_seed, or the dataset's file)");
        ControlledSamples same = draw(TRAIN, 100, 5, 0.1, 192);
        int[] otherClasses = same.originalLabels().clone();
        otherClasses[99] = (otherClasses[99] + 1) % 10;
        ControlledSamples other = new ControlledSamples(
                same.trainIndices(),
                same.testIndices(),
                otherClasses,
                otherClasses,
                same.testLabels(),
                same.modified(),
                same.labelSets());
        assertThat(LabelsFile.mismatch(file, other))
                .contains("the train samples have other classes: the dataset's file is another one");
    }

    @Test
    void modifiedLabelsAreListed() throws IOException {
        ControlledSamples samples = draw(TRAIN, 100, 5, 0.1, 192);
        LabelsFile.write(file, samples);
        JsonNode modified = new ObjectMapper().readTree(file.toFile()).path("modified");
        assertThat(modified).hasSize(10);
        for (JsonNode entry : modified) {
            int position = entry.path("position").intValue();
            assertThat(samples.modified()[position]).isTrue();
            assertThat(entry.path("class").intValue()).isEqualTo(samples.originalLabels()[position]);
            assertThat(entry.path("label").intValue()).isEqualTo(samples.trainLabels()[position]);
        }
    }

    @Test
    void damagedFiles() throws IOException {
        ControlledSamples samples = draw(TRAIN, 100, 5, 0.1, 192);
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> LabelsFile.mismatch(file, samples))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_DATA))
                .satisfies(failure -> assertThat(failure).hasMessageStartingWith(file + ": not valid JSON: "))
                .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1));
        for (String other : new String[] {"", "[]", "{}", "{\"label_sets\": 3}", "null"}) {
            Files.writeString(file, other);
            assertThat(LabelsFile.mismatch(file, samples)).as(other).isPresent();
        }
    }
}
