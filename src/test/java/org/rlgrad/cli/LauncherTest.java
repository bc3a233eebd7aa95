package org.rlgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/rlgrad} in a toy repository, with a {@code java} that prints its arguments and a {@code mvn} that counts. */
class LauncherTest {
    @TempDir
    private Path folder;

    private Path repository;
    private Path binaries;

    private record Outcome(int status, String out, String err) {}

    @BeforeEach
    void toyRepository() throws IOException {
        repository = Files.createDirectories(folder.resolve("a repository"));
        binaries = Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(repository.resolve("scripts"));
        Files.createDirectories(repository.resolve("src/main"));
        Files.writeString(repository.resolve("pom.xml"), "<project/>");
        Files.writeString(repository.resolve("src/main/A.java"), "");
        long past = Instant.now().minusSeconds(60).toEpochMilli();
        for (String source : List.of("pom.xml", "src/main/A.java", "src/main")) {
            Files.setLastModifiedTime(repository.resolve(source), FileTime.fromMillis(past));
        }
        executable(repository.resolve("scripts/rlgrad"), Files.readString(Path.of("scripts", "rlgrad")));
        executable(binaries.resolve("javac"), "#!/bin/sh\n");
        executable(
                binaries.resolve("java"),
                "#!/bin/sh\npwd\necho \"pid $$\"\nfor a; do echo \"[$a]\"; done\nenv | grep -E '^(MALLOC_|PYTORCH_|OPT_)' | sort\n");
        executable(
                binaries.resolve("mvn"),
                """
                #!/bin/sh
                echo build >>builds
                echo chatter
                sleep 0.2
                mkdir -p target/classes target/lib
                : >target/lib/a.jar
                : >target/lib/pytorch-native-cpu-1.jar
                """);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path script, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", binaries + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome await(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, err);
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        return await(start(repository.resolve("scripts/rlgrad"), environment, arguments));
    }

    private long builds() throws IOException {
        return Files.readAllLines(repository.resolve("builds")).size();
    }

    @Test
    void buildsOnFirstUseAndBecomesJava() throws Exception {
        Outcome first = run(Map.of(), "a b", "--x=*", "");
        assertThat(first.status()).isZero();
        assertThat(first.err()).isEqualTo("rlgrad: building (once, and when sources change)\nchatter\n");
        assertThat(first.out().lines())
                .startsWith(folder.toRealPath().toString())
                .containsSubsequence("[org.rlgrad.cli.Main]", "[a b]", "[--x=*]", "[]")
                .contains(
                        "[-Dai.djl.offline=true]",
                        "[" + repository.toRealPath() + "/target/classes:" + repository.toRealPath()
                                + "/target/lib/a.jar:" + repository.toRealPath()
                                + "/target/lib/pytorch-native-cpu-1.jar]",
                        "MALLOC_ARENA_MAX=1",
                        "MALLOC_MMAP_MAX_=0",
                        "MALLOC_TOP_PAD_=268435456",
                        "MALLOC_TRIM_THRESHOLD_=8589934592",
                        "OPT_OUT_TRACKING=true");
    }

    @Test
    void buildsAgainOnlyWhenSomethingIsNewerOrMissing() throws Exception {
        run(Map.of());
        assertThat(run(Map.of()).err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(
                repository.resolve("src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(1)));
        run(Map.of());
        assertThat(builds()).isEqualTo(2);
        Files.setLastModifiedTime(
                repository.resolve("src/main/A.java"),
                FileTime.from(Instant.now().minusSeconds(60)));
        Files.delete(repository.resolve("target/lib/a.jar"));
        run(Map.of());
        assertThat(builds()).isEqualTo(3);
        run(Map.of());
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void parallelFirstUsesBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(repository.resolve("scripts/rlgrad"), Map.of()));
        }
        for (Process process : processes) {
            assertThat(await(process).status()).isZero();
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void signalsReachJavaBecauseItTakesTheLaunchersPlace() throws Exception {
        run(Map.of());
        Process process = start(repository.resolve("scripts/rlgrad"), Map.of());
        assertThat(await(process).out()).contains("pid " + process.pid() + "\n");
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("one"), Path.of("a repository/scripts/rlgrad"));
        Path second = Files.createSymbolicLink(binaries.resolve("two"), link);
        assertThat(await(start(second, Map.of())).out()).contains("a repository/target/classes:");
    }

    @Test
    void withoutAGpuItsLibtorchIsNotUsed() throws Exception {
        assumeFalse(Files.exists(Path.of("/dev/nvidia0")) || Files.exists(Path.of("/usr/bin/nvidia-smi")), "has a GPU");
        assertThat(run(Map.of("PYTORCH_LIBRARY_PATH", "/torch/lib")).out()).doesNotContain("PYTORCH_");
        assertThat(run(Map.of("PYTORCH_LIBRARY_PATH", "/torch/lib", "PYTORCH_FLAVOR", "cpu"))
                        .out())
                .contains("PYTORCH_LIBRARY_PATH=/torch/lib\n", "pytorch-native-cpu");
        assertThat(run(Map.of()).out()).contains("pytorch-native-cpu");
    }

    @Test
    void withAGpuAndItsLibtorchTheCpuOneIsLeftOut() throws Exception {
        executable(binaries.resolve("nvidia-smi"), "#!/bin/sh\n");
        Outcome outcome = run(Map.of("PYTORCH_LIBRARY_PATH", "/torch/lib"));
        assertThat(outcome.out())
                .contains("target/lib/a.jar]", "PYTORCH_VERSION=2.7.1\n", "PYTORCH_FLAVOR=cu128\n")
                .doesNotContain("pytorch-native-cpu");
        assertThat(run(Map.of("PYTORCH_LIBRARY_PATH", "/torch/lib", "PYTORCH_FLAVOR", "cu126"))
                        .out())
                .contains("PYTORCH_FLAVOR=cu126\n");
    }

    @Test
    void honoursItsVariables() throws Exception {
        Map<String, String> environment = Map.of("RLGRAD_THREADS", "3", "RLGRAD_JAVA_OPTS", "-Xmx8g -Da=b");
        assertThat(run(environment).out().lines())
                .containsSubsequence("[-Xmx4g]", "[-Dai.djl.pytorch.num_threads=3]", "[-Xmx8g]", "[-Da=b]");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Outcome noJdk = run(Map.of("JAVA_HOME", "/no/jdk"));
        assertThat(noJdk.status()).isEqualTo(69);
        assertThat(noJdk.err())
                .isEqualTo(
                        "rlgrad: JAVA_HOME is /no/jdk, but there is no bin/java in it; point it at a JDK 17 or newer\n");
        Path old = Files.createDirectories(folder.resolve("jdk11/bin"));
        executable(old.resolve("java"), "#!/bin/sh\n");
        Files.writeString(folder.resolve("jdk11/release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertThat(run(Map.of("JAVA_HOME", folder.resolve("jdk11").toString())).err())
                .contains("is Java 11; install a JDK 17 or newer");
    }

    @Test
    void aFailedBuildEndsTheRun() throws Exception {
        executable(binaries.resolve("mvn"), "#!/bin/sh\necho broken\nexit 1\n");
        Outcome outcome = run(Map.of());
        assertThat(outcome.status()).isEqualTo(70);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("broken\nrlgrad: the build failed; see above");
    }
}
