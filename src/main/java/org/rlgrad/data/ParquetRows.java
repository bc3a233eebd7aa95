package org.rlgrad.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Parquet, as the Hugging Face hub keeps datasets; a row's line is its position in the file, from 1. */
final class ParquetRows implements RowReader {
    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private RecordReader<Group> rows;
    private long leftInRowGroup;
    private long line;

    /** @throws Failure if the file is missing or is no Parquet file */
    ParquetRows(Path file) {
        this.file = file;
        if (!Files.isReadable(file)) {
            throw Failure.noInput(file + (Files.exists(file) ? ": may not be read" : ": no such file"));
        }
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .usePageChecksumVerification()
                .build();
        try {
            reader = ParquetFileReader.open(new LocalInputFile(file), options);
            schema = reader.getFileMetaData().getSchema();
        } catch (IOException | RuntimeException e) { // of a foreign or cut file the library throws any exception
            throw new Failure(ExitCode.BAD_DATA, file + ": not a Parquet file, or an incomplete one", e);
        }
    }

    @Override
    public Row next() {
        line++;
        try {
            while (leftInRowGroup == 0) {
                PageReadStore rowGroup = reader.readNextRowGroup();
                if (rowGroup == null) {
                    return null;
                }
                leftInRowGroup = rowGroup.getRowCount();
                rows = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(rowGroup, new GroupRecordConverter(schema));
            }
            leftInRowGroup--;
            return new Row(file, line, ParquetValues.map(rows.read()));
        } catch (IOException | RuntimeException e) { // likewise of a damaged one
            throw new Failure(ExitCode.BAD_DATA, file + ":" + line + ": cannot be read" + reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_INPUT, file + ": cannot be closed (" + e.getMessage() + ")", e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return " (" + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()) + ")";
    }
}
