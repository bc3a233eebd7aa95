package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aRewardModelIsItsWeightsAndWhateverItsTokenizerReads() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}");
        for (String name : List.of("special_tokens_map.json", "tokenizer_config.json", "added_tokens.json")) {
            Files.writeString(folder.resolve(name), "{}");
        }
        for (String name : List.of("vocab.txt", "model.safetensors", "pytorch_model.bin", "README.md")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(names())
                .containsExactly(
                        "reward model/config.json",
                        "reward model/model.safetensors",
                        "reward tokenizer/config.json",
                        "reward tokenizer/tokenizer_config.json",
                        "reward tokenizer/special_tokens_map.json",
                        "reward tokenizer/vocab.txt",
                        "reward tokenizer/added_tokens.json");
        Files.writeString(folder.resolve("tokenizer.json"), "{}"); // says all that the vocabulary and added tokens say
        assertThat(names())
                .endsWith("reward tokenizer/special_tokens_map.json", "reward tokenizer/tokenizer.json")
                .hasSize(6);
    }

    private List<String> names() {
        return SourceFiles.rewardModel(folder).stream()
                .map(file -> file.role() + "/" + file.name())
                .toList();
    }
}
