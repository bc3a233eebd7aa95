package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.study.SyntheticRuns;

class StudyPageTest {
    @TempDir
    Path base;

    @BeforeEach
    void runs() {
        SyntheticRuns runs = new SyntheticRuns(base);
        Path pretrained = runs.pretrained("t5-base");
        runs.extraction("stats/before", pretrained, new double[][] {{0.1, 0}, {0.5, 0.3}, {1, 0}});
        runs.ppo("train/ppo", pretrained, 0.1, 0.2);
    }

    @Test
    void pathsOfRunsAreRelativeToTheFolderThatHoldsAll() throws IOException {
        Path page = base.resolve("page.html");

        StudyPage.run(List.of(base.resolve("stats"), base.resolve("train")), page, Optional.empty());

        assertThat(Files.readString(page))
                .contains("<li>stats/before</li>")
                .contains("<li>train/ppo</li>")
                .contains("<h1>Vanishing gradients in reinforcement finetuning</h1>")
                .contains("CommonGen");
    }

    @Test
    void thePageIsNamedAsOne() {
        assertThatThrownBy(() -> StudyPage.run(List.of(base), base.resolve("page.md"), Optional.empty()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("must end with .html");
    }

    @Test
    void aFolderWithoutRunsIsNamed() throws IOException {
        Path empty = Files.createDirectory(base.resolve("empty"));

        assertThatThrownBy(() -> StudyPage.run(List.of(empty), base.resolve("page.html"), Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("holds no finished extraction or training");
        assertThat(base.resolve("page.html")).doesNotExist();
    }
}
