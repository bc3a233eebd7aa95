package org.rlgrad.report;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.rlgrad.Failure;

/**
 * One pass over a journal.
 *
 * <p>A tail that does not fit is what a kill or a power cut leaves, and is dropped; the same before a later commit line
 * is damage, which no killed process makes, and is refused.
 *
 * @param end bytes up to the end of the last whole unit
 * @param units how many whole units there are
 */
record JournalScan(long end, int units) {
    static final String COMMIT = "{\"unit\":";

    /** Possessive: without backtracking the matcher's stack does not grow with the number of lines. */
    private static final Pattern COMMIT_LINE =
            Pattern.compile("\\{\"unit\":(\\d{1,9}),\"crc32\":\\[(\"[0-9a-f]{8}\"(?:,\"[0-9a-f]{8}\")*+)]}");

    /** Passes on the lines of whole units. Throws {@code BAD_DATA} naming the damaged line. */
    static JournalScan of(Path path, Consumer<String> recovered) throws IOException {
        List<byte[]> pending = new ArrayList<>();
        String damage = null;
        long offset = 0;
        long end = 0;
        int units = 0;
        int line = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            for (byte[] bytes = readLine(in); bytes != null; bytes = readLine(in)) {
                line++;
                offset += bytes.length + 1;
                Matcher commit = commit(bytes);
                if (commit == null) {
                    pending.add(bytes);
                    continue;
                }
                if (damage != null) {
                    throw damaged(path, damage);
                }
                damage = misfit(commit, units, pending, line - pending.size());
                if (Integer.parseInt(commit.group(1)) != units) {
                    // The end of an earlier unit is gone, so this is not just a torn last one.
                    throw damaged(path, damage);
                }
                if (damage == null) {
                    pending.forEach(whole -> recovered.accept(new String(whole, StandardCharsets.UTF_8)));
                    end = offset;
                    units++;
                }
                pending.clear();
            }
        }
        // A last unit that does not fit, with nothing after it, is computed again.
        return new JournalScan(end, units);
    }

    /** Eight hexadecimal digits. */
    static String checksum(byte[] line) {
        CRC32 crc = new CRC32();
        crc.update(line);
        return String.format("%08x", crc.getValue());
    }

    private static Failure damaged(Path path, String damage) {
        return Failure.badData(path + " " + damage
                + "; the file was left as it is: cut it off before that line to keep what comes first, or --overwrite");
    }

    /** What is wrong with a unit, and at which line; null if nothing. */
    private static String misfit(Matcher commit, int expected, List<byte[]> lines, int firstLine) {
        String[] checksums = commit.group(2).replace("\"", "").split(",", -1);
        for (int i = 0; i < Math.min(lines.size(), checksums.length); i++) {
            if (!checksum(lines.get(i)).equals(checksums[i])) {
                return "line " + (firstLine + i) + ": damaged (its checksum differs)";
            }
        }
        if (lines.size() != checksums.length || Integer.parseInt(commit.group(1)) != expected) {
            int at = firstLine + Math.min(lines.size(), checksums.length);
            return "line " + at + ": damaged (unit " + expected + " does not end where it should)";
        }
        return null;
    }

    private static Matcher commit(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != '{') {
            return null;
        }
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!line.startsWith(COMMIT)) {
            return null;
        }
        Matcher matcher = COMMIT_LINE.matcher(line);
        return matcher.matches() ? matcher : null;
    }

    /** A line without its line feed; null at the end of the file, and for a last line that has no line feed. */
    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toByteArray();
            }
            line.write(b);
        }
        return null;
    }
}
