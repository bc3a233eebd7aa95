package org.rlgrad.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.PoolArgs;

class DatasetLocationTest {
    @TempDir
    private Path folder;

    @Test
    void thePathOfTheConfigurationWins() {
        assertThat(DatasetLocation.resolve(
                        new PoolArgs.NarrativeQa(), Optional.of(folder), Map.of("RLGRAD_DATA", "/nowhere")))
                .isEqualTo(folder);
    }

    @Test
    void theVariablesFolderHoldsOneFolderPerDataset() throws IOException {
        Map<PoolArgs, String> folders = Map.of(
                new PoolArgs.NarrativeQa(), "narrativeqa",
                new PoolArgs.Totto(PoolArgs.Totto.Representation.SUBTABLE), "totto",
                new PoolArgs.CommonGen("", "", ""), "common_gen",
                new PoolArgs.Iwslt2017EnDe("", ""), "iwslt2017",
                new PoolArgs.CnnDailyMail("", "", -1, -1), "cnn_dailymail",
                new PoolArgs.DailyDialog(5), "daily_dialog",
                new PoolArgs.Imdb(42, true), "imdb",
                new PoolArgs.ImdbSeq2Seq(42, 1), "imdb");
        for (Map.Entry<PoolArgs, String> entry : folders.entrySet()) {
            Path expected = Files.createDirectories(folder.resolve(entry.getValue()));
            assertThat(DatasetLocation.resolve(
                            entry.getKey(), Optional.empty(), Map.of("RLGRAD_DATA", folder.toString())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void notFoundSaysTheWayOut() {
        PoolArgs pool = new PoolArgs.DailyDialog(5);
        assertThatThrownBy(() -> DatasetLocation.resolve(pool, Optional.empty(), Map.of()))
                .hasMessage("no data for the pool daily_dialog: name its folder with --set datapool.path=FOLDER, or set"
                        + " RLGRAD_DATA to the folder that holds daily_dialog/")
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.NO_INPUT);
        assertThatThrownBy(
                        () -> DatasetLocation.resolve(pool, Optional.empty(), Map.of("RLGRAD_DATA", folder.toString())))
                .hasMessage("no data for the pool daily_dialog: " + folder.resolve("daily_dialog")
                        + " (from RLGRAD_DATA) does not exist; put the dataset there, or name its folder with --set"
                        + " datapool.path=FOLDER");
        assertThatThrownBy(() -> DatasetLocation.resolveOfRun(pool, Optional.empty(), Map.of()))
                .hasMessage(
                        "no data for the pool daily_dialog: set RLGRAD_DATA to the folder that holds daily_dialog/");
        assertThatThrownBy(() ->
                        DatasetLocation.resolveOfRun(pool, Optional.empty(), Map.of("RLGRAD_DATA", folder.toString())))
                .hasMessageEndingWith("does not exist; put the dataset there");
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> DatasetLocation.resolve(pool, Optional.of(absent), Map.of()))
                .hasMessage("datapool.path: " + absent + ": no such file or folder");
    }
}
