package org.rlgrad.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class ModelLocationTest {
    @TempDir
    private Path folder;

    private Path snapshot(Path cache, String id, String revision) throws IOException {
        Path model = cache.resolve("models--" + id.replace("/", "--"));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), revision);
        return Files.createDirectories(model.resolve("snapshots").resolve(revision));
    }

    @Test
    void aFolderWins() {
        assertThat(ModelLocation.resolve(folder.toString(), Map.of())).isEqualTo(folder);
    }

    @Test
    void theCacheIsFoundAsInPython() throws IOException {
        Path byHome = snapshot(folder.resolve("home/.cache/huggingface/hub"), "org/a", "1");
        Path byXdg = snapshot(folder.resolve("xdg/huggingface/hub"), "org/a", "2");
        Path byHfHome = snapshot(folder.resolve("hf/hub"), "org/a", "3");
        Path byHub = snapshot(folder.resolve("cache"), "org/a", "4");
        String home = folder.resolve("home").toString();
        String xdg = folder.resolve("xdg").toString();
        String hf = folder.resolve("hf").toString();
        String cache = folder.resolve("cache").toString();
        assertThat(ModelLocation.resolve("org/a", Map.of("HOME", home))).isEqualTo(byHome);
        assertThat(ModelLocation.resolve("org/a", Map.of("HOME", home, "XDG_CACHE_HOME", xdg)))
                .isEqualTo(byXdg);
        assertThat(ModelLocation.resolve("org/a", Map.of("HOME", home, "XDG_CACHE_HOME", xdg, "HF_HOME", hf)))
                .isEqualTo(byHfHome);
        assertThat(ModelLocation.resolve("org/a", Map.of("HF_HOME", hf, "HF_HUB_CACHE", cache)))
                .isEqualTo(byHub);
        assertThat(ModelLocation.resolve("org/a", Map.of("HF_HOME", hf, "HF_HUB_CACHE", "")))
                .isEqualTo(byHfHome);
    }

    @Test
    void oldAndNewIdsAreOneModel() throws IOException {
        Map<String, String> environment = Map.of("HF_HUB_CACHE", folder.toString());
        Path t5 = snapshot(folder, "google-t5/t5-base", "abc");
        Path gpt2 = snapshot(folder, "gpt2", "def");
        assertThat(ModelLocation.resolve("t5-base", environment)).isEqualTo(t5);
        assertThat(ModelLocation.resolve("openai-community/gpt2", environment)).isEqualTo(gpt2);
    }

    @Test
    void aRevisionWithoutARef() throws IOException {
        Path only = Files.createDirectories(folder.resolve("models--a--b/snapshots/123"));
        assertThat(ModelLocation.resolve("a/b", Map.of("HF_HUB_CACHE", folder.toString())))
                .isEqualTo(only);
    }

    @Test
    void notFoundSaysWhereAndHow() {
        assertThatThrownBy(() -> ModelLocation.resolve("t5-base", Map.of("HF_HUB_CACHE", folder.toString())))
                .hasMessage("model t5-base: neither a folder here ("
                        + Path.of("t5-base").toAbsolutePath()
                        + ") nor in the Hugging Face cache (" + folder.resolve("models--t5-base") + ", "
                        + folder.resolve("models--google-t5--t5-base")
                        + "); get it with 'huggingface-cli download t5-base', or name the folder it lies in:"
                        + " --set alg.model_name=FOLDER (tokenizer.model_name, ... likewise)")
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.NO_INPUT);
    }

    @Test
    void aPathIsNoId() throws IOException {
        String absent = folder.resolve("absent").toString();
        assertThatThrownBy(() -> ModelLocation.resolve(absent, Map.of()))
                .hasMessage("model " + absent + ": no such folder");
        assertThatThrownBy(() -> ModelLocation.resolve("../no-such-folder-beside", Map.of()))
                .hasMessage("model ../no-such-folder-beside: no such folder");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> ModelLocation.resolve(file.toString(), Map.of()))
                .hasMessage("model " + file + ": is a file; name the folder that holds config.json");
    }
}
