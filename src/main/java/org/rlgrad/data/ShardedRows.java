package org.rlgrad.data;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The rows of a split that lies in several files, file after file; each is opened when its turn comes. */
final class ShardedRows implements RowReader {
    private final Iterator<Path> files;
    private RowReader current;

    /** @param files one or more, in order */
    ShardedRows(List<Path> files) {
        this.files = files.iterator();
        current = RowReader.open(this.files.next());
    }

    @Override
    public Row next() {
        Row row = current.next();
        while (row == null && files.hasNext()) {
            current.close();
            current = RowReader.open(files.next());
            row = current.next();
        }
        return row;
    }

    @Override
    public void close() {
        current.close();
    }
}
