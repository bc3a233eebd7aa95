package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.PoolArgs.Totto.Representation;
import org.rlgrad.config.Split;

/** A table worked by hand: a header over two columns, a second header row, a row header. */
class TottoTest {
    private static final PoolArgs.Totto SUBTABLE = new PoolArgs.Totto(Representation.SUBTABLE);
    private static final PoolArgs.Totto FULLTABLE = new PoolArgs.Totto(Representation.FULLTABLE);

    //      0       1       2
    //   | Year* | Sales (2 columns)* |
    //   |  -    | Home* | Abroad*    |
    //   | 1990* |  10   |  20        |
    private static final String TABLE = "[" + cells("Year:1:h", "Sales:2:h") + ", "
            + cells("-:1", "Home:1:h", "Abroad:1:h") + ", " + cells("1990:1:h", "10:1", "20:1") + "]";

    private static String cells(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.split(":"))
                .map(parts -> "{'value': '" + parts[0] + "', 'column_span': " + parts[1]
                        + ", 'row_span': 1, 'is_header': " + (parts.length > 2) + "}")
                .toList()
                .toString();
    }

    private static Row row(String highlighted, String more) {
        String json = "{'table': " + TABLE + ", 'highlighted_cells': " + highlighted
                + ", 'table_page_title': 'Page', 'table_section_title': 'Section', 'example_id': 1" + more + "}";
        try {
            return new Row(Path.of("totto.jsonl"), 3, (ObjectNode) JsonLines.MAPPER.readTree(json.replace('\'', '"')));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String annotation(String sentence) {
        return "{'original_sentence': 'o', 'sentence_after_deletion': 'd', 'sentence_after_ambiguity': 'a',"
                + " 'final_sentence': '" + sentence + "'}";
    }

    private static final String ANNOTATED =
            ", 'sentence_annotations': [" + annotation("First.") + ", " + annotation("Second.") + "]";

    @Test
    void subtable() {
        Sample sample = Totto.sample(SUBTABLE, Split.TRAIN, 8, row("[[2, 2], [0, 1]]", ANNOTATED));
        String cells = "<table> <cell> 20 <col_header> Sales </col_header> <col_header> Abroad </col_header>"
                + " <row_header> 1990 </row_header> </cell>"
                + " <cell> Sales <row_header> Year </row_header> </cell> </table>";
        assertThat(sample.id()).isEqualTo("train_8");
        assertThat(sample.prompt())
                .isEqualTo(cells + "<page_title> Page </page_title> <section_title> Section </section_title> " + cells);
        assertThat(sample.references()).containsExactly("First.", "Second.");
    }

    @Test
    void fulltable() {
        String cells = "<table> <row> <cell> Year </cell> <cell> Sales <row_header> Year </row_header> </cell> </row> "
                + "<row> <cell> - <col_header> Year </col_header> </cell> "
                + "<cell> Home <col_header> Sales </col_header> </cell> "
                + "<cell> Abroad <col_header> Sales </col_header> <row_header> Home </row_header> </cell> </row> "
                + "<row> <cell> 1990 <col_header> Year </col_header> </cell> "
                + "<highlighted_cell> 10 <col_header> Sales </col_header> <col_header> Home </col_header>"
                + " <row_header> 1990 </row_header> </highlighted_cell> "
                + "<cell> 20 <col_header> Sales </col_header> <col_header> Abroad </col_header>"
                + " <row_header> 1990 </row_header> </cell> </row> </table>";
        assertThat(Totto.sample(FULLTABLE, Split.VAL, 0, row("[[2, 1]]", ANNOTATED))
                        .prompt())
                .isEqualTo(cells + "<page_title> Page </page_title> <section_title> Section </section_title> " + cells);
    }

    @Test
    void emptyTitlesAndNoCells() {
        Row row = row("[]", ANNOTATED);
        row.fields().put("table_page_title", "").putNull("table_section_title");
        assertThat(Totto.sample(SUBTABLE, Split.TRAIN, 0, row).prompt()).isEqualTo("<table> </table><table> </table>");
    }

    @Test
    void rawTableIsTheSameFromTheAuthorsAndTheHubsRow() {
        String hub = ", 'overlap_subset': 'True', 'sentence_annotations': {'original_sentence': ['o', 'o'],"
                + " 'sentence_after_deletion': ['d', 'd'], 'sentence_after_ambiguity': ['a', 'a'],"
                + " 'final_sentence': ['First.', 'Second.']}";
        Sample authors = Totto.sample(SUBTABLE, Split.VAL, 0, row("[[2, 2]]", ANNOTATED + ", 'overlap_subset': true"));
        assertThat(Totto.sample(SUBTABLE, Split.VAL, 0, row("[[2, 2]]", hub))).isEqualTo(authors);
        JsonNode rawTable = authors.metadata().get("raw_table");
        assertThat(rawTable.get("overlap_subset")).hasToString("true");
        assertThat(rawTable.at("/sentence_annotations/1/final_sentence").textValue())
                .isEqualTo("Second.");
        assertThat(rawTable.at("/table/0/1/column_span").intValue()).isEqualTo(2);
        assertThat(rawTable.get("table_page_title").textValue()).isEqualTo("Page");
    }

    @Test
    void overlapIsFalseWhereTheRowDoesNotSayTrue() {
        for (String overlap : List.of("", ", 'overlap_subset': 'none'", ", 'overlap_subset': false")) {
            Sample sample = Totto.sample(SUBTABLE, Split.TRAIN, 0, row("[[2, 2]]", ANNOTATED + overlap));
            assertThat(sample.metadata().at("/raw_table/overlap_subset")).hasToString("false");
        }
    }

    @Test
    void testRowsHaveOneEmptyReference() {
        Sample sample = Totto.sample(SUBTABLE, Split.TEST, 2, row("[[2, 2]]", ""));
        assertThat(sample.references()).containsExactly("");
        assertThat(sample.metadata().at("/raw_table/sentence_annotations"))
                .hasToString("[{\"original_sentence\":\"none\",\"sentence_after_deletion\":\"none\","
                        + "\"sentence_after_ambiguity\":\"none\",\"final_sentence\":\"none\"}]");
        Sample annotated = Totto.sample(SUBTABLE, Split.TEST, 2, row("[[2, 2]]", ANNOTATED));
        assertThat(annotated.references()).containsExactly("");
        assertThat(annotated.metadata().at("/raw_table/sentence_annotations")).hasSize(1);
    }

    @Test
    void badRows() {
        assertThatThrownBy(() -> Totto.sample(SUBTABLE, Split.TRAIN, 0, row("[[2, 3]]", ANNOTATED)))
                .isInstanceOf(Failure.class)
                .hasMessage("totto.jsonl:3: column \"highlighted_cells\" names [2,3], which the table does not have");
        assertThatThrownBy(() -> Totto.sample(SUBTABLE, Split.TRAIN, 0, row("[]", "")))
                .hasMessage("totto.jsonl:3: no column \"sentence_annotations\"; found: table, highlighted_cells,"
                        + " table_page_title, table_section_title, example_id");
        assertThatThrownBy(() -> Totto.sample(SUBTABLE, Split.TRAIN, 0, row("[]", ", 'sentence_annotations': []")))
                .hasMessage("totto.jsonl:3: column \"sentence_annotations\" holds no sentence; rows without one are a"
                        + " test split");
        assertThatThrownBy(() -> Totto.sample(
                        SUBTABLE, Split.TRAIN, 0, row("[]", ", 'sentence_annotations': [{'final_sentence': 'x'}]")))
                .hasMessage("totto.jsonl:3: column \"sentence_annotations\" has no text \"original_sentence\" at"
                        + " position 0");
        Row row = row("[]", ANNOTATED);
        ((ObjectNode) row.fields().at("/table/0/0")).remove("column_span");
        assertThatThrownBy(() -> Totto.sample(SUBTABLE, Split.TRAIN, 0, row))
                .hasMessage("totto.jsonl:3: a cell of column \"table\" lacks a text \"value\", a true or false"
                        + " \"is_header\" or a whole number \"column_span\"");
    }
}
