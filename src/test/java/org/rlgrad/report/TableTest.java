package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir
    Path folder;

    @Test
    void bothFormsHoldEveryCell() {
        Table table = new Table(List.of("name", "value"), List.of(List.of("a|b", "1"), List.of("c,d", "")));
        assertThat(table.markdown()).isEqualTo("| name | value |\n|---|---|\n| a\\|b | 1 |\n| c,d |  |\n");
        table.writeCsv(folder.resolve("t.csv"));
        assertThat(folder.resolve("t.csv")).hasContent("name,value\na|b,1\n\"c,d\",\n");
    }

    @Test
    void numbersReadBackAndUnknownOnesAreEmpty() {
        assertThat(Table.cell(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(Table.cell(Double.NaN)).isEmpty();
    }

    @Test
    void raggedRowsAreRefused() {
        assertThatThrownBy(() -> new Table(List.of("a"), List.of(List.of("1", "2"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
