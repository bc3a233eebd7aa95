package org.rlgrad.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.rlgrad.report.Table;

/**
 * What sections are made of: paragraphs, figures, tables.
 *
 * @param html where they go
 * @param level of a section's heading, 2 or 3
 */
record Parts(Html html, int level) {
    /** A whole section, or why it is not there. */
    void section(int number, Section section) {
        html.open("section");
        html.element("h" + level, number + ". " + section.title());
        section.paper().ifPresent(text -> note("paper", "The paper", text));
        section.missing()
                .ifPresentOrElse(
                        missing -> note("missing", "Not in these runs", "It needs " + missing + "."),
                        () -> section.write(this));
        html.close();
    }

    /** A paragraph behind a label that says who speaks. */
    void note(String kind, String label, String text) {
        html.open("p", "class", "note " + kind);
        html.element("b", label);
        html.text(text).close();
    }

    /** What the runs show. */
    void run(String text) {
        note("run", "This run", text);
    }

    void paragraph(String text) {
        html.element("p", text);
    }

    void small(String text) {
        html.element("p", text, "class", "small");
    }

    void subheading(String text) {
        html.element("h" + (level + 1), text);
    }

    /** A text from a data set or a model, in whatever script, behind its label. */
    void quotation(String label, String text) {
        html.open("p", "class", "quotation");
        html.element("b", label);
        html.element("q", text, "dir", "auto");
        html.close();
    }

    /** A figure inside the page. */
    void figure(String svg, String alternative, String caption) {
        String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
        html.open("figure");
        html.open("div", "class", "scroll picture");
        html.empty("img", "src", "data:image/svg+xml;base64," + data, "alt", alternative);
        html.close();
        html.element("figcaption", caption);
        html.close();
    }

    /** A list of short texts under a heading. */
    void list(String title, List<String> items) {
        subheading(title);
        html.open("ul", "class", "runs");
        items.forEach(item -> html.element("li", item));
        html.close();
    }

    /** A table whose first column heads its rows; numbers stand to the right. */
    void table(String caption, Table table) {
        html.open("div", "class", "scroll").open("table");
        html.element("caption", caption);
        html.open("thead").open("tr");
        for (int column = 0; column < table.columns().size(); column++) {
            int place = column;
            boolean numbers = column > 0 && table.rows().stream().anyMatch(row -> isNumber(row.get(place)));
            html.element("th", table.columns().get(column), "scope", "col", "class", numbers ? "number" : "words");
        }
        html.close().close().open("tbody");
        for (List<String> row : table.rows()) {
            html.open("tr");
            html.element("th", row.get(0), "scope", "row");
            row.stream()
                    .skip(1)
                    .forEach(cell -> html.element("td", cell, "class", isNumber(cell) ? "number" : "words"));
            html.close();
        }
        html.close().close().close();
    }

    private static boolean isNumber(String cell) {
        return cell.equals("–") || cell.matches("[+−]?[0-9].*");
    }
}
