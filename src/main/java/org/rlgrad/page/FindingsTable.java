package org.rlgrad.page;

import java.util.List;
import java.util.Locale;

/** The paper's findings and whether the runs show them: the table at the head of the page. */
final class FindingsTable {
    private FindingsTable() {}

    static void write(Html html, List<Finding> findings) {
        html.open("div", "class", "scroll").open("table", "class", "findings");
        html.element("caption", "The paper’s findings in this run");
        html.open("thead").open("tr");
        for (String column : List.of("Finding", "Shown?", "Condition", "This run", "Outcome")) {
            html.element("th", column, "scope", "col");
        }
        html.close().close();
        for (Finding finding : findings) {
            html.open("tbody");
            String rows = Integer.toString(finding.conditions().size());
            for (int i = 0; i < finding.conditions().size(); i++) {
                Condition condition = finding.conditions().get(i);
                html.open("tr");
                if (i == 0) {
                    html.element("th", finding.claim(), "scope", "rowgroup", "rowspan", rows);
                    writeVerdict(html, finding.verdict(), rows);
                }
                html.element("td", condition.statement());
                writeNumbers(html, condition);
                html.element("td", condition.outcome());
                html.close();
            }
            html.close();
        }
        html.close().close();
    }

    private static void writeVerdict(Html html, Verdict verdict, String rows) {
        html.open("td", "rowspan", rows, "class", "verdict");
        html.element("strong", verdict.word, "class", verdict.name().toLowerCase(Locale.ROOT));
        html.close();
    }

    private static void writeNumbers(Html html, Condition condition) {
        html.open("td");
        html.element("b", condition.isRun() ? condition.shown() : "–");
        if (condition.isRun() && !condition.behind().isEmpty()) {
            html.element("span", condition.behind(), "class", "behind");
        }
        html.close();
    }
}
