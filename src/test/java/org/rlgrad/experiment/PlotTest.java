package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.EvaluationsFile;
import org.rlgrad.report.ScalarsFile;
import org.rlgrad.report.SplitMeasurement;

class PlotTest {
    @TempDir
    Path run;

    @Test
    void aTrainingIsRecognisedByItsFiles() {
        try (EvaluationsFile metrics = EvaluationsFile.open(run.resolve(EvaluationsFile.NAME));
                ScalarsFile training = ScalarsFile.open(run.resolve(ScalarsFile.TRAINING), List.of("loss"))) {
            metrics.append(List.of(new SplitMeasurement(0, "val", "lexical/meteor", 0.2)));
            training.append(1, 3.5);
        }
        Plot.run(List.of(run), Optional.empty());
        assertThat(run.resolve("training.png")).isNotEmptyFile();
        assertThat(run.resolve("training.svg")).content().contains("Training loss", "lexical/meteor");
    }

    @Test
    void otherFoldersAreNoTraining() {
        assertThatThrownBy(() -> Plot.run(List.of(run), Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("reward_stats.csv");
        assertThatThrownBy(() -> Plot.run(List.of(run.resolve("none")), Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no such run folder");
    }
}
