package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ChildProcess;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class RunJournalTest {
    private static final List<List<String>> UNITS = List.of(
            List.of("{\"position\":0,\"text\":\"ä€😀\"}", "{\"position\":1}"),
            List.of("{\"position\":2}"),
            List.of("{\"position\":3}", "{\"position\":4}", "{\"position\":5}"));

    @TempDir
    Path folder;

    private Path journal() {
        return folder.resolve("samples.partial.jsonl");
    }

    private List<String> reopen() {
        List<String> lines = new ArrayList<>();
        RunJournal.open(journal(), lines::add).close();
        return lines;
    }

    /** Writes the three units; returns where each ends, in bytes. */
    private List<Long> writeAll() throws IOException {
        List<Long> ends = new ArrayList<>();
        try (RunJournal run = RunJournal.open(journal(), line -> {})) {
            for (List<String> unit : UNITS) {
                run.append(unit);
                ends.add(Files.size(journal()));
            }
            assertThat(run.units()).isEqualTo(3);
        }
        return ends;
    }

    private static List<String> lines(int units) {
        return UNITS.subList(0, units).stream().flatMap(List::stream).toList();
    }

    @Test
    void whatWasAppendedComesBackInOrder() throws IOException {
        writeAll();
        assertThat(reopen()).isEqualTo(lines(3));
        assertThat(Files.readAllLines(journal())).hasSize(9).contains("{\"position\":2}");
    }

    @Test
    void killedAtEveryByteNoWholeUnitIsLostAndTheWorkGoesOn() throws IOException {
        List<Long> ends = writeAll();
        byte[] whole = Files.readAllBytes(journal());
        for (int length = 0; length <= whole.length; length++) {
            Files.write(journal(), Arrays.copyOf(whole, length));
            int bytes = length;
            int units = (int) ends.stream().filter(end -> end <= bytes).count();
            List<String> lines = new ArrayList<>();
            try (RunJournal run = RunJournal.open(journal(), lines::add)) {
                assertThat(lines).as("cut at %d", length).isEqualTo(lines(units));
                UNITS.subList(units, 3).forEach(run::append);
            }
            assertThat(Files.readAllBytes(journal()))
                    .as("resumed at %d", length)
                    .isEqualTo(whole);
        }
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        List<Long> ends = writeAll();
        byte[] whole = Files.readAllBytes(journal());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(journal(), damaged);
            if (at < ends.get(1)) {
                assertThatThrownBy(this::reopen)
                        .as("flipped at %d", at)
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("damaged")
                        .extracting(e -> ((Failure) e).exitCode())
                        .isEqualTo(ExitCode.BAD_DATA);
                assertThat(Files.readAllBytes(journal())).isEqualTo(damaged);
            } else if (numberOfTheLastUnit(whole, at)) {
                assertThatThrownBy(this::reopen).hasMessageContaining("unit 2 does not end where it should");
            } else {
                // The last unit may have been torn by a power cut: it is computed again.
                assertThat(reopen()).as("flipped at %d", at).isEqualTo(lines(2));
            }
        }
    }

    /** With another number the last unit claims that one before it is missing, which is refused. */
    private static boolean numberOfTheLastUnit(byte[] whole, int at) {
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        return at == text.lastIndexOf("{\"unit\":") + "{\"unit\":".length();
    }

    @Test
    void aUnitOfManyLinesComesBack() {
        List<String> unit = java.util.stream.IntStream.range(0, 20_000)
                .mapToObj(position -> "{\"position\":" + position + "}")
                .toList();
        try (RunJournal run = RunJournal.open(journal(), line -> {})) {
            run.append(unit);
            run.append(List.of("{\"position\":20000}"));
        }
        assertThat(reopen()).hasSize(20_001).startsWith(unit.toArray(String[]::new));
    }

    @Test
    void theDamagedLineIsNamed() throws IOException {
        writeAll();
        List<String> text = Files.readAllLines(journal());
        text.set(3, "{\"position\":9}");
        Files.write(journal(), text);
        assertThatThrownBy(this::reopen).hasMessageContaining("samples.partial.jsonl line 4: damaged (its checksum");
        text.remove(3);
        Files.write(journal(), text);
        assertThatThrownBy(this::reopen).hasMessageContaining("line 4: damaged (unit 1 does not end where it should)");
    }

    @Test
    void zerosAfterAPowerCutAreCutOff() throws IOException {
        List<Long> ends = writeAll();
        byte[] whole = Files.readAllBytes(journal());
        Arrays.fill(whole, (int) (long) ends.get(1), whole.length, (byte) 0);
        Files.write(journal(), whole);
        assertThat(reopen()).isEqualTo(lines(2));
        assertThat(Files.size(journal())).isEqualTo(ends.get(1));
    }

    @Test
    void linesThatCouldNotBeReadBackAreDefects() {
        try (RunJournal run = RunJournal.open(journal(), line -> {})) {
            for (List<String> unit : List.of(
                    List.<String>of(), List.of("two\nlines"), List.of("{\"unit\":1}"), List.of("half \ud800 pair"))) {
                assertThatThrownBy(() -> run.append(unit)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(reopen()).isEmpty();
    }

    @Test
    void anInterruptDoesNotCloseTheJournal() throws IOException {
        try (RunJournal run = RunJournal.open(journal(), line -> {})) {
            Thread.currentThread().interrupt();
            run.append(UNITS.get(0));
            assertThat(Thread.interrupted()).isTrue();
            run.append(UNITS.get(1));
        }
        assertThat(reopen()).isEqualTo(lines(2));
    }

    @Test
    void whatWasCompleteBeforeTheLimitStays() throws Exception {
        String output =
                ChildProcess.run("ulimit -f 8;", RunJournalTest.class, journal().toString());
        assumeTrue(output.contains("units"), () -> "SKIPPED: no shell with a limit on file sizes: " + output);
        assertThat(output).contains("CANNOT_WRITE cannot write " + journal(), "too large; make room");
        int units = Integer.parseInt(output.replaceAll("(?s).*units (\\d+).*", "$1"));
        assertThat(units).isPositive();
        assertThat(reopen()).hasSize(units);
    }

    /** The process of the test above: appends until the limit of its shell. */
    public static void main(String[] arguments) {
        int units = 0;
        try (RunJournal run = RunJournal.open(Path.of(arguments[0]), line -> {})) {
            while (units < 100_000) {
                run.append(List.of("{\"position\":" + units + "}"));
                units++;
            }
        } catch (Failure e) {
            System.out.println(e.exitCode() + " " + e.getMessage());
        }
        System.out.println("units " + units);
    }
}
