package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.TensorBoardEvents.Scalar;

class TensorBoardEventsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC);

    /** Two records from the Python classes of tensorboard 2.21.0: the version, and two values at step 300. */
    private static final String FROZEN =
            "1800000000000000a37f4b22093bdf0740fc54d9411a0d627261696e2e4576656e743a3206674b6e"
                    + "3c00000000000000c8b7a352093bdf0740fc54d94110ac022a2e0a1f0a18726f6c6c6f75745f696e"
                    + "666f2f6b6c5f6469765f6d65616e150000403f0a0b0a046c6f7373150000c07f608bcae7";

    @TempDir
    Path run;

    private Path file;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void name() {
        file = run.resolve(TensorBoardEvents.NAME);
    }

    private static List<Scalar> scalars(int step) {
        return List.of(new Scalar("rollout_info/kl_div_mean", step / 4.0), new Scalar("val/lexical/é€", 1e300));
    }

    private void append(int lastStep, int... steps) {
        try (TensorBoardEvents events = TensorBoardEvents.open(run, lastStep, CLOCK, warnings::add)) {
            Arrays.stream(steps).forEach(step -> events.append(step, scalars(step)));
            events.sync();
        }
    }

    /** A message as text; our own decoder, which knows nothing of the writer. */
    static List<String> decode(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> messages = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] message = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(message);
            assertThat(bytes.getInt()).isEqualTo(masked(message));
            messages.add(event(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return messages;
    }

    /** CRC-32C bit by bit (polynomial 0x1EDC6F41, reflected), then TensorFlow's mask. */
    private static int masked(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= Byte.toUnsignedInt(b);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    private static String event(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            switch (bytes.get()) {
                case 0x09 -> text.append("time ").append(bytes.getDouble());
                case 0x10 -> text.append(" step ").append(varint(bytes));
                case 0x1a -> text.append(" version ").append(string(bytes));
                case 0x2a -> {
                    ByteBuffer summary = slice(bytes);
                    while (summary.hasRemaining()) {
                        assertThat(summary.get()).isEqualTo((byte) 0x0a);
                        text.append(' ').append(value(slice(summary)));
                    }
                }
                default -> throw new AssertionError("unknown field before byte " + bytes.position());
            }
        }
        return text.toString();
    }

    private static String value(ByteBuffer bytes) {
        assertThat(bytes.get()).isEqualTo((byte) 0x0a);
        String tag = string(bytes);
        assertThat(bytes.get()).isEqualTo((byte) 0x15);
        String value = tag + "=" + bytes.getFloat();
        assertThat(bytes.hasRemaining()).isFalse();
        return value;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = bytes.get();
            value += (long) (b & 127) << shift;
            shift += 7;
        } while ((b & 128) != 0);
        return value;
    }

    private static ByteBuffer slice(ByteBuffer bytes) {
        int length = (int) varint(bytes);
        ByteBuffer slice = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return slice;
    }

    private static String string(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(slice(bytes)).toString();
    }

    @Test
    void everyValueStandsAtItsStep() throws IOException {
        append(-1, 0, 3, 70_000);
        assertThat(decode(file))
                .containsExactly(
                        "time 1.700000000123E9 version brain.Event:2",
                        "time 1.700000000123E9 rollout_info/kl_div_mean=0.0 val/lexical/é€=Infinity",
                        "time 1.700000000123E9 step 3 rollout_info/kl_div_mean=0.75 val/lexical/é€=Infinity",
                        "time 1.700000000123E9 step 70000 rollout_info/kl_div_mean=17500.0 val/lexical/é€=Infinity");
        assertThat(warnings).isEmpty();
    }

    @Test
    void theBytesAreThoseOfTensorBoard() throws IOException {
        try (TensorBoardEvents events = TensorBoardEvents.open(run, -1, CLOCK, warnings::add)) {
            events.append(300, List.of(new Scalar("rollout_info/kl_div_mean", 0.75), new Scalar("loss", Double.NaN)));
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(FROZEN);
    }

    @Test
    void aResumedFileHasTheRecordsOfAnUninterruptedOne() throws IOException {
        append(-1, 1, 2, 3, 4);
        byte[] whole = Files.readAllBytes(file);
        int later = 2 * (whole.length - 40) / 4;
        for (int cut = whole.length; cut > whole.length - later; cut--) {
            Files.write(file, Arrays.copyOf(whole, cut));
            append(2, 3, 4);
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
        append(-1, 1, 2, 3, 4);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(warnings).isEmpty();
    }

    @Test
    void damageIsCutOffWithAWarning() throws IOException {
        append(-1, 1, 2);
        byte[] whole = Files.readAllBytes(file);
        append(2, 3);
        byte[] longer = Files.readAllBytes(file);
        // A changed length, then a changed message.
        for (int place : new int[] {whole.length, whole.length + 20}) {
            byte[] damaged = longer.clone();
            damaged[place]++;
            Files.write(file, damaged);
            warnings.clear();
            append(3);
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
            assertThat(warnings)
                    .containsExactly(file + ": damaged at byte " + whole.length
                            + " and cut off there; the CSV files beside it have all values");
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> TensorBoardEvents.open(run.resolve("none"), -1, warnings::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot write " + run.resolve("none"));
    }
}
