package org.rlgrad.experiment;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.report.Progress;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.RunJournal;
import org.rlgrad.report.SampleRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an extraction has done so far, on disk: the journal while it runs, the finished files at its end.
 *
 * <p>SIGINT and SIGTERM end the process with exit code 75 at once; the journal holds whole units, so nothing recorded is lost
 * then, nor by {@code kill -9}.
 */
final class ExtractionRecord implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExtractionRecord.class);
    private static final String JOURNAL = "samples.partial.jsonl";

    private final RunFolder folder;
    private final ExtractionPlan plan;
    private final RunOptions options;
    private final Shard shard;
    private final Map<Integer, SampleRecord> records = new HashMap<>();
    private final RunJournal journal;
    private final MeasuringSession session;
    private final Interruption interruption;
    private long newSamples;
    private long newTokens;

    /** Opens the record of a new or interrupted run. */
    ExtractionRecord(
            RunFolder folder,
            ExtractionPlan plan,
            RunOptions options,
            String resolvedConfig,
            Device device,
            Interruption interruption) {
        this.folder = folder;
        this.plan = plan;
        this.options = options;
        this.interruption = interruption;
        this.shard = options.shard().orElse(new Shard(1, 1));
        Path journalFile = folder.file(JOURNAL);
        this.journal = RunJournal.open(journalFile, line -> {
            SampleRecord record = SampleRecord.fromJson(line, journalFile.toString());
            records.put(record.position(), record);
        });
        try {
            this.session = new MeasuringSession(
                    folder,
                    options,
                    new Provenance.Run(resolvedConfig, seeds(plan.config()), SourceFiles.of(plan)),
                    device,
                    interruption,
                    this::speeds);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** The units of this process that are not recorded yet. */
    List<int[]> remainingUnits() {
        return plan.unitsOf(shard).stream()
                .filter(unit -> !Arrays.stream(unit).allMatch(records::containsKey))
                .toList();
    }

    /** Shows how far the samples of this process are. */
    Progress progress(int samplesPerInput) {
        long inputs =
                plan.unitsOf(shard).stream().mapToLong(unit -> unit.length).sum();
        return session.progress(
                "samples", "samples", inputs * samplesPerInput, (long) records.size() * samplesPerInput, LOG);
    }

    /** Records a unit; when this returns, it will survive the process. */
    void append(List<Scored> unit, Progress progress) {
        List<String> lines = new ArrayList<>();
        long tokens = 0;
        for (Scored input : unit) {
            SampleRecord record = new SampleRecord(
                    input.position(),
                    plan.trainIndices()[input.position()],
                    input.sample().id(),
                    input.sample().prompt(),
                    input.sample().references(),
                    input.texts(),
                    input.tokens(),
                    new LinkedHashMap<>(input.rewards()),
                    new LinkedHashMap<>(input.referenceRewards()));
            records.put(record.position(), record);
            lines.add(record.toJson());
            tokens += input.tokens().stream().mapToLong(sample -> sample.length).sum();
        }
        journal.append(lines);
        long samples = unit.stream().mapToLong(input -> input.texts().size()).sum();
        newSamples += samples;
        newTokens += tokens;
        progress.advance(samples, tokens);
    }

    /** Writes the finished files, {@code DONE} last. */
    void finish() {
        if (options.shard().isPresent()) {
            ShardFile.write(folder.path(), shard, plan.inputs());
        }
        ExtractionResults.write(folder.path(), records.values(), LOG::warn);
        session.done();
        deleteJournal(folder);
    }

    /** The journal of a finished run says nothing that its files do not. */
    static void deleteJournal(RunFolder folder) {
        try {
            Files.deleteIfExists(folder.file(JOURNAL));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.CANNOT_WRITE, folder.file(JOURNAL) + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    static Map<String, Long> seeds(ExtractSamplesConfig config) {
        Map<String, Long> seeds = new LinkedHashMap<>();
        seeds.put("sampling", (long) config.seed());
        seeds.put("subset", (long) config.subsetSeed());
        return seeds;
    }

    private Map<String, Double> speeds(double seconds) {
        return Map.of(
                "seconds", seconds,
                "samples_per_second", newSamples / seconds,
                "tokens_per_second", newTokens / seconds);
    }

    @Override
    public void close() {
        if (interruption.release()) {
            try (journal) {
                session.close();
            }
        }
    }
}
