package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Whatever a file says, the end is a configuration or a {@link Failure} that names a place, never another exception. */
class MutatedConfigTest {
    private static final String[] PIECES = {
        "\t",
        ":",
        "- ",
        "[",
        "}",
        "&a ",
        "*a",
        "!!int ",
        "!x ",
        "'",
        "\"",
        "%YAML 1.9\n",
        "? ",
        "|\n",
        ">9\n",
        "<<: ",
        "\u0000",
        "---\n",
        "#",
        "~",
        "0x",
        ".inf",
        "\\",
        "  ",
        "\n"
    };

    @TempDir
    private Path folder;

    @Test
    void extractSamplesEndsInAConfigurationOrAFailure() {
        endsInAConfigurationOrAFailure(ConfigTexts.VALID, text -> ConfigTexts.read(folder, text));
    }

    @Test
    void aPlanToo() {
        endsInAConfigurationOrAFailure(PlanTexts.VALID, text -> PlanTexts.read(folder, text));
    }

    @Test
    void trainingsToo() {
        for (String valid : new String[] {TrainTexts.SUPERVISED, TrainTexts.NLPO, TrainTexts.REINFORCE}) {
            endsInAConfigurationOrAFailure(valid, text -> TrainTexts.read(folder, text));
        }
    }

    private static void endsInAConfigurationOrAFailure(String valid, Consumer<String> reader) {
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            String text = mutate(valid, random);
            try {
                reader.accept(text);
            } catch (Failure e) {
                assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_CONFIG);
                assertThat(e.getMessage()).containsPattern("x\\.yml:\\d+:\\d+");
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("mutation " + i + ":\n" + text, e);
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    private static String mutate(String valid, Random random) {
        StringBuilder text = new StringBuilder(valid);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(text.length());
            if (random.nextBoolean()) {
                text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
            } else {
                text.insert(at, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
