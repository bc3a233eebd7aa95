package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** CSV (RFC 4180) whose first line names the columns; every cell is text. */
final class CsvRows implements RowReader {
    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;

    CsvRows(Path file) {
        this.file = file;
        records =
                CsvReader.builder().ofCsvRecord(new Utf8Lines(file).asReader()).iterator();
        CsvRecord first = nextRecord();
        header = first == null ? List.of() : List.copyOf(first.getFields());
    }

    private CsvRecord nextRecord() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new Failure(ExitCode.BAD_DATA, file + ": not valid CSV: " + e.getMessage(), e);
        }
    }

    @Override
    public Row next() {
        CsvRecord record = nextRecord();
        if (record == null) {
            return null;
        }
        if (record.getFieldCount() != header.size()) {
            throw Failure.badData(file + ":" + record.getStartingLineNumber() + ": " + record.getFieldCount()
                    + " cells, but the first line names " + header.size() + " columns");
        }
        ObjectNode fields = JsonLines.MAPPER.createObjectNode();
        for (int i = 0; i < header.size(); i++) {
            fields.put(header.get(i), record.getField(i));
        }
        return new Row(file, record.getStartingLineNumber(), fields);
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_INPUT, file + ": cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
