package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;

class ConfigLeavesTest {
    @TempDir
    private Path folder;

    @Test
    void keysAreThoseOfSet() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yml"),
                """
                seed: 7
                a:
                  b: [x, 2]
                  metrics:
                    - id: meteor
                      args: {}
                    - id: bleu
                  text: 'NA'
                  none: null
                """);
        assertThat(ConfigLeaves.of(file))
                .isEqualTo(Map.of(
                        "seed", "7",
                        "a.b", "[x, 2]",
                        "a.metrics.0.id", "meteor",
                        "a.metrics.0.args", "{}",
                        "a.metrics.1.id", "bleu",
                        "a.text", "NA",
                        "a.none", "null"));
    }

    @Test
    void oneNumberHasOneSpelling() {
        for (String written : List.of("2e-5", "2.0E-5", "0.00002", "2.e-05")) {
            assertThat(ConfigLeaves.spelled(written)).isEqualTo("2e-5");
        }
        assertThat(List.of("0.020", "0", "0.0", "1.0", "12000000", "-1.5", "1.25e-7", "3e20").stream()
                        .map(ConfigLeaves::spelled))
                .containsExactly("0.02", "0", "0", "1", "12000000", "-1.5", "1.25e-7", "3e20");
        assertThat(ConfigLeaves.spelled("{a: 1}")).isEqualTo("{a: 1}");
        assertThat(ConfigLeaves.spelled("'2e-5'")).isEqualTo("2e-5");
    }

    @Test
    void aFileThatIsNoYamlIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yml"), "a: [");
        assertThatThrownBy(() -> ConfigLeaves.of(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a.yml");
    }
}
