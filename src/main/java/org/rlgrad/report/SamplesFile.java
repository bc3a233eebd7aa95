package org.rlgrad.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.Failure;

/** {@code samples.jsonl}: the finished run's records, one a line, by position, in whatever order they were computed. */
public final class SamplesFile {
    /** Its name in a run folder. */
    public static final String NAME = "samples.jsonl";

    /** The name that means standard input, as everywhere in the shell. */
    private static final Path STANDARD_INPUT = Path.of("-");

    private SamplesFile() {}

    /** Replaces the file. Throws {@code CANNOT_WRITE}. */
    public static void write(Path path, Collection<SampleRecord> records) {
        List<SampleRecord> ordered = records.stream()
                .sorted(Comparator.comparingInt(SampleRecord::position))
                .toList();
        AtomicFile.write(path, out -> {
            for (SampleRecord record : ordered) {
                out.write(record.toJson().getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        });
    }

    /** Passes on one record after the other; {@code -} is standard input. Throws {@code NO_INPUT}, or {@code BAD_DATA} naming the line. */
    public static void read(Path path, Consumer<SampleRecord> records) {
        try (BufferedReader reader = path.equals(STANDARD_INPUT)
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()))
                : Files.newBufferedReader(path)) {
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                records.accept(SampleRecord.fromJson(line, path + ":" + number));
                number++;
            }
        } catch (java.nio.charset.CharacterCodingException e) {
            throw Failure.badData(path + ": is not UTF-8");
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
    }
}
