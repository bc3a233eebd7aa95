package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class SupervisedFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void create() throws IOException {
        file = add("gpt2_ppo_on_supervised.yml");
    }

    private Path add(String name) throws IOException {
        return Files.createFile(folder.resolve(name));
    }

    @Test
    void isTheOnlyOneThere() throws IOException {
        Path supervised = add("my_supervised.yaml");
        add("supervised.txt");
        assertThat(SupervisedFile.beside(file)).isEqualTo(supervised);
    }

    @Test
    void orTheOneThatBeginsAlike() throws IOException {
        add("t5_supervised.yml");
        Path supervised = add("gpt2_supervised.yml");
        add("supervised.yml");
        assertThat(SupervisedFile.beside(file)).isEqualTo(supervised);
    }

    @Test
    void otherwiseAFailure() throws IOException {
        assertThatThrownBy(() -> SupervisedFile.beside(file))
                .hasMessageStartingWith(file + ": model_name: auto means")
                .hasMessageContaining("no file there ends in supervised.yml")
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.BAD_CONFIG);
        add("a_supervised.yml");
        add("b_supervised.yml");
        assertThatThrownBy(() -> SupervisedFile.beside(file))
                .hasMessageContaining("several files are one: [")
                .hasMessageContaining("b_supervised.yml");
    }

    @Test
    void everyShippedFileHasOne() {
        Path here = Path.of("configs", "training", "imdb");
        assertThat(SupervisedFile.beside(here.resolve("gpt2_nlpo_on_supervised.yml")))
                .isEqualTo(here.resolve("gpt2_supervised.yml"));
    }
}
