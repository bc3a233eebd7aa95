package org.rlgrad.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rlgrad.Failure;

/**
 * A split in several files: {@code train-00000-of-00003.parquet} (in older datasets with a hash before the dot), or
 * {@code train/0000.parquet}, as in the copies that the Hugging Face hub makes of datasets (revision {@code refs/convert/parquet}).
 */
final class Shards {
    /** What stands after the split's name and a hyphen. */
    static final String NUMBERS = "(\\d{5})-of-(\\d{5})(-[0-9a-f]{16})?";

    private static final Pattern NUMBERED = Pattern.compile(".*?-" + NUMBERS + "\\..*");
    private static final Pattern IN_FOLDER = Pattern.compile("(\\d{4})\\..*");

    private Shards() {}

    /** What is there of a split, in the order of its rows; empty if nothing is. */
    static List<Path> of(Path folder, String stem, String extension) {
        List<Path> numbered = list(folder, Pattern.quote(stem) + "-" + NUMBERS + Pattern.quote(extension));
        return numbered.isEmpty() ? list(folder.resolve(stem), "\\d{4}" + Pattern.quote(extension)) : numbered;
    }

    private static List<Path> list(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failure.unreadable(folder, e);
        }
    }

    /** Whether a file's name says that its split has further files. */
    static boolean isOneOfSeveral(Path file) {
        Matcher numbered = NUMBERED.matcher(file.getFileName().toString());
        return numbered.matches() && Integer.parseInt(numbered.group(2)) > 1;
    }

    /**
     * The files of a split, when none of them is missing.
     *
     * @throws Failure if the numbers in their names have a gap, or differ in how many there should be
     */
    static List<Path> complete(List<Path> files) {
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).getFileName().toString();
            Matcher numbered = NUMBERED.matcher(name);
            Matcher inFolder = IN_FOLDER.matcher(name);
            if (numbered.matches()) {
                check(files, i, Integer.parseInt(numbered.group(1)), Integer.parseInt(numbered.group(2)));
            } else if (inFolder.matches()) {
                check(files, i, Integer.parseInt(inFolder.group(1)), files.size());
            }
        }
        return files;
    }

    private static void check(List<Path> files, int position, int number, int count) {
        if (number != position || count != files.size()) {
            throw Failure.noInput(files.get(position)
                    + ": by its name not number " + (position + 1) + " of the " + files.size()
                    + " files found of this split; download the missing ones, or remove those of another version");
        }
    }
}
