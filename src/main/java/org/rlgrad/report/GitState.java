package org.rlgrad.report;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which sources ran.
 *
 * @param commit the full hash of HEAD
 * @param dirty whether tracked files differ from it
 */
public record GitState(String commit, boolean dirty) {
    private static final int TIMEOUT_SECONDS = 10;

    /** The checkout that the running classes come from; empty for an installed rlgrad, and where git cannot tell. */
    public static Optional<GitState> ofSources() {
        try {
            Path classes = Path.of(GitState.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = classes; folder != null; folder = folder.getParent()) {
                if (isOurCheckout(folder)) {
                    return of(folder);
                }
            }
            return Optional.empty();
        } catch (URISyntaxException | IOException e) {
            return Optional.empty();
        }
    }

    /** The state of the repository around a folder; empty if there is none, or git is missing, refuses or hangs. */
    public static Optional<GitState> of(Path folder) {
        try {
            Answer head = git(folder, "rev-parse", "--verify", "HEAD");
            if (head.status != 0 || !head.output.matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
                return Optional.empty();
            }
            int differs = git(folder, "diff", "--quiet", "HEAD", "--").status;
            return differs < 0 || differs > 1 ? Optional.empty() : Optional.of(new GitState(head.output, differs == 1));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A jar inside somebody else's repository must not report their commit. */
    private static boolean isOurCheckout(Path folder) throws IOException {
        Path pom = folder.resolve("pom.xml");
        return Files.exists(folder.resolve(".git"))
                && Files.isReadable(pom)
                && Files.readString(pom).contains("<artifactId>rlgrad</artifactId>");
    }

    private record Answer(int status, String output) {}

    private static Answer git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // A caller inside a git hook has these set, and they would point to another repository.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process git = builder.start();
        git.getOutputStream().close();
        if (!git.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            git.destroyForcibly();
            return new Answer(-1, "");
        }
        try (InputStream output = git.getInputStream()) {
            return new Answer(git.exitValue(), new String(output.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }
}
