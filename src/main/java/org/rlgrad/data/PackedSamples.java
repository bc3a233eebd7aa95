package org.rlgrad.data;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.BiFunction;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Samples that are made anew from their deflated rows at each access. ToTTo's training tables would need some ten gigabytes as
 * JSON trees and CNN/DailyMail's articles two; deflated they need a few hundred megabytes.
 *
 * <p>Every row is tried once while reading, so that an access meets no bad row. Safe for several threads.
 */
final class PackedSamples extends AbstractList<Sample> implements RandomAccess {
    /** Escapes keep even half a surrogate pair, which UTF-8 could not hold. */
    private static final ObjectWriter WRITER = JsonLines.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private final List<PackedRow> rows;
    private final BiFunction<Integer, Row, Sample> rule;

    private static final class PackedRow {
        final Path file;
        final long line;
        final byte[] deflated;

        PackedRow(Path file, long line, byte[] deflated) {
            this.file = file;
            this.line = line;
            this.deflated = deflated;
        }
    }

    private PackedSamples(List<PackedRow> rows, BiFunction<Integer, Row, Sample> rule) {
        this.rows = rows;
        this.rule = rule;
    }

    /**
     * Reads a split.
     *
     * @param limit read at most that many rows
     * @param rule turns position (from 0) and row into a sample; without side effects
     */
    static PackedSamples read(List<Path> files, int limit, BiFunction<Integer, Row, Sample> rule) {
        List<PackedRow> packed = new ArrayList<>();
        try (RowReader rows = RowReader.open(files)) {
            while (packed.size() < limit) {
                Row row = rows.next();
                if (row == null) {
                    break;
                }
                Sample unused = rule.apply(packed.size(), row);
                packed.add(new PackedRow(row.file(), row.line(), deflate(row.fields())));
            }
        }
        if (packed.isEmpty()) {
            throw RowReader.noRows(files);
        }
        return new PackedSamples(packed, rule);
    }

    private static byte[] deflate(ObjectNode fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(WRITER.writeValueAsBytes(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    @Override
    public Sample get(int index) {
        PackedRow row = rows.get(index);
        try (InflaterInputStream inflating = new InflaterInputStream(new ByteArrayInputStream(row.deflated))) {
            ObjectNode fields = (ObjectNode) JsonLines.MAPPER.readTree(inflating);
            return rule.apply(index, new Row(row.file, row.line, fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int size() {
        return rows.size();
    }
}
