package org.rlgrad.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.rlgrad.Failure;

/**
 * The event file that {@code tensorboard --logdir} shows: scalars against the step, and against the time of day.
 *
 * <p>A record is TensorFlow's TFRecord: length (64 bits), its masked CRC-32C, the message, its masked CRC-32C, all little-endian. The
 * first message names the version of the format. The times make this the one file besides {@code provenance.json} and
 * {@code log.txt} whose bytes differ between two equal runs; every value in it stands in a CSV file, too.
 */
public final class TensorBoardEvents implements AutoCloseable {
    /** Always the same, so that a resumed run goes on in it; TensorBoard looks for {@code tfevents}. */
    public static final String NAME = "events.out.tfevents.0.rlgrad";

    private static final String VERSION = "brain.Event:2";
    private static final int MASK_DELTA = 0xa282ead8;
    /** Length and its checksum. */
    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private static final int OVERHEAD = HEAD + Integer.BYTES;

    private final AppendedFile file;
    private final Clock clock;

    /** What stands at a place of the file. */
    private enum RecordState {
        WHOLE,
        /** The file ends before the record does, as a kill leaves it. */
        TORN,
        DAMAGED
    }

    /**
     * One value.
     *
     * @param tag such as {@code rollout_info/kl_div_mean}; TensorBoard groups by what stands before the slash
     * @param value shown in single precision
     */
    public record Scalar(String tag, double value) {}

    private TensorBoardEvents(AppendedFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens the run's event file behind its last whole record up to a step, or creates it.
     *
     * @param run the run's folder
     * @param lastStep of the checkpoint from which the run goes on, the last to keep; negative for none
     * @param warnings where to say that records are lost that neither a kill nor the return to the checkpoint explains
     * @throws Failure {@code CANNOT_WRITE} where it cannot be opened
     */
    public static TensorBoardEvents open(Path run, int lastStep, Consumer<String> warnings) {
        return open(run, lastStep, Clock.systemUTC(), warnings);
    }

    static TensorBoardEvents open(Path run, int lastStep, Clock clock, Consumer<String> warnings) {
        Path path = run.resolve(NAME);
        TensorBoardEvents events = new TensorBoardEvents(AppendedFile.open(path), clock);
        boolean opened = false;
        try {
            long end = endOf(path, lastStep, warnings);
            events.file.cutTo(end);
            if (end == 0) {
                events.write(EventMessage.version(events.now(), VERSION));
            }
            opened = true;
            return events;
        } finally {
            if (!opened) {
                events.close();
            }
        }
    }

    /** Appends the values of one step that is not before the last one. Throws {@code CANNOT_WRITE}; then the steps before stay. */
    public void append(int step, List<Scalar> scalars) {
        write(EventMessage.scalars(now(), step, scalars));
    }

    /** Returns when the disk has everything. Throws {@code CANNOT_WRITE}. */
    public void sync() {
        file.sync();
    }

    /** Closes the file, without a sync. */
    @Override
    public void close() {
        file.close();
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    private void write(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(data.length + OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record, 0, Long.BYTES));
        record.put(data);
        record.putInt(maskedChecksum(record, HEAD, data.length));
        file.append(record.array());
    }

    /** Masked, since a checksum of what holds checksums is weak. */
    private static int maskedChecksum(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    /** Where the records of later steps, or what is no whole record, begin. */
    private static long endOf(Path path, int lastStep, Consumer<String> warnings) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
        int end = 0;
        RecordState state = stateOf(bytes, end);
        while (state == RecordState.WHOLE && EventMessage.stepOf(bytes, end + HEAD) <= lastStep) {
            end += (int) bytes.getLong(end) + OVERHEAD;
            state = stateOf(bytes, end);
        }
        if (state == RecordState.DAMAGED) {
            // Nobody can tell where the next record begins; TensorBoard cannot either.
            warnings.accept(
                    path + ": damaged at byte " + end + " and cut off there; the CSV files beside it have all values");
        }
        return end;
    }

    private static RecordState stateOf(ByteBuffer bytes, int at) {
        int left = bytes.limit() - at;
        if (left < HEAD) {
            return RecordState.TORN;
        }
        if (bytes.getInt(at + Long.BYTES) != maskedChecksum(bytes, at, Long.BYTES)) {
            return RecordState.DAMAGED;
        }
        long length = bytes.getLong(at);
        if (length < EventMessage.LEAST_LENGTH) {
            return RecordState.DAMAGED;
        }
        if (length > left - OVERHEAD) {
            return RecordState.TORN;
        }
        int checksum = bytes.getInt(at + HEAD + (int) length);
        return checksum == maskedChecksum(bytes, at + HEAD, (int) length) ? RecordState.WHOLE : RecordState.DAMAGED;
    }
}
