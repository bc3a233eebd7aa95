package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class PredictionsFileTest {
    @TempDir
    Path run;

    private static Prediction prediction(String id, String text) {
        LinkedHashMap<String, OptionalDouble> scores = new LinkedHashMap<>();
        scores.put("lexical/rouge_l_max", OptionalDouble.of(1 / 3.0));
        scores.put("lexical/meteor", OptionalDouble.empty());
        scores.put("lexical/cider", OptionalDouble.of(Double.NaN));
        return new Prediction(id, "a \"prompt\"\n", text, List.of("first", "zweite ä😀"), scores);
    }

    @Test
    void aLineHoldsAllOfASample() throws IOException {
        Path file = PredictionsFile.write(
                run, "val", 20, List.of(prediction("val_0", "one\n"), prediction("val_1", "half \ud83d a pair")));
        assertThat(file).isEqualTo(run.resolve("predictions/val.20.jsonl"));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .isEqualTo("{\"id\":\"val_0\",\"prompt\":\"a \\\"prompt\\\"\\n\",\"text\":\"one\\n\","
                        + "\"references\":[\"first\",\"zweite ä😀\"],\"scores\":{\"lexical/rouge_l_max\":"
                        + "0.3333333333333333,\"lexical/meteor\":null,\"lexical/cider\":\"NaN\"}}");
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.get("text").textValue()).isEqualTo("half \ud83d a pair");
        assertThat(second.at("/scores").fieldNames())
                .toIterable()
                .containsExactly("lexical/rouge_l_max", "lexical/meteor", "lexical/cider");
    }

    @Test
    void theFileIsReplacedAsAWhole() throws IOException {
        Path file = PredictionsFile.write(run, "test", 0, List.of(prediction("a", "x"), prediction("b", "y")));
        Iterable<Prediction> broken = () -> {
            throw new IllegalStateException("a defect while predictions are written");
        };
        assertThatThrownBy(() -> PredictionsFile.write(run, "test", 0, broken))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.readAllLines(file)).hasSize(2);
        PredictionsFile.write(run, "test", 0, List.of());
        assertThat(file).isEmptyFile();
        assertThat(run.resolve("predictions").toFile().list()).containsExactly("test.0.jsonl");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(run.resolve("predictions"), "a file");
        assertThatThrownBy(() -> PredictionsFile.write(run, "val", 0, List.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot write " + run.resolve("predictions"))
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.CANNOT_WRITE);
    }
}
