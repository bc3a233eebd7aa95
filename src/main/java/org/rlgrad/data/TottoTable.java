package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A ToTTo table and its linearisation with the headers that concern each cell (Parikh et al. 2020, baseline preprocessing).
 *
 * @param rows cells by row and position
 * @param highlighted row and position of the highlighted cells, in the given order
 */
record TottoTable(List<List<Cell>> rows, List<Position> highlighted) {
    /** @param start first column that the cell covers; {@code end} is one past the last. Row spans are ignored. */
    record Cell(String value, boolean header, int start, int end) {}

    record Position(int row, int cell) {}

    /** From columns {@code table} and {@code highlighted_cells}. */
    static TottoTable of(Row source) {
        List<List<Cell>> rows = new ArrayList<>();
        for (JsonNode row : source.list("table")) {
            List<Cell> cells = new ArrayList<>();
            int column = 0;
            for (JsonNode cell : row) {
                cells.add(cell(source, cell, column));
                column = cells.get(cells.size() - 1).end();
            }
            rows.add(cells);
        }
        List<Position> highlighted = new ArrayList<>();
        for (JsonNode position : source.list("highlighted_cells")) {
            highlighted.add(position(source, rows, position));
        }
        return new TottoTable(rows, highlighted);
    }

    private static Cell cell(Row source, JsonNode cell, int column) {
        JsonNode value = cell.path("value");
        JsonNode header = cell.path("is_header");
        JsonNode span = cell.path("column_span");
        if (!value.isTextual() || !header.isBoolean() || !span.isInt()) {
            throw source.wrong("a cell of column \"table\" lacks a text \"value\", a true or false \"is_header\""
                    + " or a whole number \"column_span\"");
        }
        return new Cell(value.textValue(), header.booleanValue(), column, column + span.intValue());
    }

    private static Position position(Row source, List<List<Cell>> rows, JsonNode position) {
        int row = position.path(0).asInt(-1);
        int cell = position.path(1).asInt(-1);
        if (row < 0 || row >= rows.size() || cell < 0 || cell >= rows.get(row).size()) {
            throw source.wrong("column \"highlighted_cells\" names " + position + ", which the table does not have");
        }
        return new Position(row, cell);
    }

    /** The highlighted cells alone. Empty titles are left out. */
    String linearizeHighlighted(String pageTitle, String sectionTitle) {
        StringBuilder out = new StringBuilder(titles(pageTitle, sectionTitle)).append("<table> ");
        highlighted.forEach(position -> appendCell(out, position, "cell"));
        return out.append("</table>").toString();
    }

    /** All cells, the highlighted ones marked as such. Empty titles are left out. */
    String linearizeAll(String pageTitle, String sectionTitle) {
        StringBuilder out = new StringBuilder(titles(pageTitle, sectionTitle)).append("<table> ");
        for (int row = 0; row < rows.size(); row++) {
            out.append("<row> ");
            for (int cell = 0; cell < rows.get(row).size(); cell++) {
                Position position = new Position(row, cell);
                appendCell(out, position, highlighted.contains(position) ? "highlighted_cell" : "cell");
            }
            out.append("</row> ");
        }
        return out.append("</table>").toString();
    }

    private static String titles(String pageTitle, String sectionTitle) {
        return (pageTitle.isEmpty() ? "" : "<page_title> " + pageTitle + " </page_title> ")
                + (sectionTitle.isEmpty() ? "" : "<section_title> " + sectionTitle + " </section_title> ");
    }

    private void appendCell(StringBuilder out, Position position, String tag) {
        Cell cell = rows.get(position.row()).get(position.cell());
        out.append('<').append(tag).append("> ").append(cell.value()).append(' ');
        columnHeaders(position).forEach(header -> out.append("<col_header> " + header + " </col_header> "));
        rowHeaders(position).forEach(header -> out.append("<row_header> " + header + " </row_header> "));
        out.append("</").append(tag).append("> ");
    }

    /** Header cells of the rows above that share a column with the cell. */
    private List<String> columnHeaders(Position position) {
        Cell below = rows.get(position.row()).get(position.cell());
        return rows.subList(0, position.row()).stream()
                .flatMap(List::stream)
                .filter(cell -> cell.header() && cell.start() < below.end() && cell.end() > below.start())
                .map(Cell::value)
                .toList();
    }

    /** Header cells to the left in the same row. */
    private List<String> rowHeaders(Position position) {
        return rows.get(position.row()).subList(0, position.cell()).stream()
                .filter(Cell::header)
                .map(Cell::value)
                .toList();
    }
}
