package org.rlgrad.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Programs for the Python interpreter that the environment may name. */
final class Python {
    /** Path of the interpreter. */
    private static final String VARIABLE = "RLGRAD_PYTHON";

    private Python() {}

    /**
     * What a program of this package prints, a line {@code KEY NUMBER} for each; its standard error is passed on.
     *
     * @param libraries of which it needs some, for who has not set the variable; nothing is run then
     * @throws Failure (unavailable) if the interpreter cannot be run
     */
    static Map<String, Double> run(String program, String libraries, List<String> arguments) {
        String interpreter = System.getenv(VARIABLE);
        if (interpreter == null || interpreter.isBlank()) {
            System.err.println("benchmark: set " + VARIABLE + " to a Python with " + libraries
                    + " to have them measured beside rlgrad");
            return Map.of();
        }
        try (InputStream text = Python.class.getResourceAsStream(program)) {
            List<String> command = new ArrayList<>(
                    List.of(interpreter, "-c", new String(text.readAllBytes(), StandardCharsets.UTF_8)));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Map<String, Double> numbers = new HashMap<>();
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                int blank = line.lastIndexOf(' ');
                numbers.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
            });
            return numbers;
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE, VARIABLE + ": cannot run " + interpreter + ": " + e.getMessage(), e);
        }
    }
}
