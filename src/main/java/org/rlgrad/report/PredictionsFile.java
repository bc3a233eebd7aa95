package org.rlgrad.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code predictions/<split>.<step>.jsonl} of a training run: every output of one evaluation, in the order of the split. */
public final class PredictionsFile {
    /** The folder of these files in the run's folder. */
    public static final String FOLDER = "predictions";

    private static final Pattern NAME = Pattern.compile("\\w+\\.(\\d{1,9})\\.jsonl");

    private PredictionsFile() {}

    /** The name of an evaluation's file. */
    public static String name(String split, int step) {
        return split + "." + step + ".jsonl";
    }

    /** The step that such a file is of; empty for another file. */
    public static OptionalInt step(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }

    /**
     * Replaces the file as a whole.
     *
     * @param run the run's folder
     * @param step as in {@code metrics.csv}
     * @return the file
     * @throws org.rlgrad.Failure {@code CANNOT_WRITE}; then an old file is untouched
     */
    public static Path write(Path run, String split, int step, Iterable<Prediction> predictions) {
        Path folder = run.resolve(FOLDER);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
        Path file = folder.resolve(name(split, step));
        AtomicFile.write(file, out -> {
            for (Prediction prediction : predictions) {
                out.write(prediction.toJson().getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        });
        return file;
    }
}
