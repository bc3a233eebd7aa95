package org.rlgrad.study.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.rlgrad.report.AlignedText;
import org.rlgrad.report.Table;
import org.rlgrad.statistics.MeanAndSpread;
import org.rlgrad.study.sweep.SweepRun.Change;

/** The tables of a sweep: one row per run, one per combination of values, and one to be read. */
final class SweepTable {
    private SweepTable() {}

    /** A quantity that is compared, as a column. */
    private record Column(String name, Function<SweepRun, Change> quantity, Function<Change, Double> moment) {
        double of(SweepRun run) {
            return moment.apply(quantity.apply(run));
        }

        MeanAndSpread of(SweepPoint point) {
            return point.of(quantity, moment);
        }
    }

    private static final Column TRAIN_START = new Column("train_start", SweepRun::train, Change::start);
    private static final Column TRAIN_END = new Column("train_end", SweepRun::train, Change::end);
    private static final Column VAL_START = new Column("val_start", SweepRun::val, Change::start);
    private static final Column VAL_END = new Column("val_end", SweepRun::val, Change::end);
    private static final Column PROBE_FIRST = new Column("probe_reward_first", SweepRun::probeReward, Change::start);
    private static final Column PROBE_LAST = new Column("probe_reward_last", SweepRun::probeReward, Change::end);
    private static final Column STD_FIRST = new Column("probe_std_first", SweepRun::probeStd, Change::start);
    private static final Column STD_LAST = new Column("probe_std_last", SweepRun::probeStd, Change::end);

    private static final List<Column> COLUMNS = List.of(
            TRAIN_START,
            TRAIN_END,
            new Column("train_best", SweepRun::train, Change::best),
            VAL_START,
            VAL_END,
            new Column("val_best", SweepRun::val, Change::best),
            PROBE_FIRST,
            PROBE_LAST,
            STD_FIRST,
            STD_LAST);

    /** {@code sweep.csv}; cells of what is not done or was not measured are empty. */
    static List<List<String>> runs(Sweep sweep) {
        List<String> keys = new ArrayList<>(sweep.keys());
        if (sweep.seeds()) {
            keys.add(Sweep.SEED);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(List.of(
                Stream.of("run", "status"),
                keys.stream(),
                Stream.of("metric"),
                COLUMNS.stream().map(Column::name))));
        for (SweepPoint point : sweep.points()) {
            for (SweepRun run : point.runs()) {
                rows.add(row(List.of(
                        Stream.of(run.name(), run.state().word()),
                        keys.stream().map(run::value),
                        Stream.of(run.metric().orElse("")),
                        COLUMNS.stream().map(column -> Table.cell(column.of(run))))));
            }
        }
        return rows;
    }

    /** {@code sweep_summary.csv}: means and population standard deviations over the finished runs. */
    static List<List<String>> summary(Sweep sweep) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(List.of(
                sweep.keys().stream(),
                Stream.of("runs", "done"),
                COLUMNS.stream().flatMap(column -> Stream.of(column.name() + "_mean", column.name() + "_std")))));
        for (SweepPoint point : sweep.points()) {
            rows.add(row(List.of(
                    point.values().stream(),
                    Stream.of(
                            Integer.toString(point.runs().size()),
                            Integer.toString(point.done().size())),
                    COLUMNS.stream()
                            .map(column -> column.of(point))
                            .flatMap(over -> Stream.of(Table.cell(over.mean()), Table.cell(over.std()))))));
        }
        return rows;
    }

    /** A line for each combination of values, the best with a star, and a line for each run that is not done. */
    static String text(Sweep sweep) {
        StringBuilder text = new StringBuilder();
        long done = sweep.runs().stream().filter(SweepRun::isDone).count();
        text.append(done).append(" of ").append(sweep.runs().size()).append(" runs done");
        text.append(sweep.metric().isEmpty() ? "" : "; metric: " + sweep.metric())
                .append("\n\n");
        List<List<String>> lines = new ArrayList<>();
        lines.add(row(List.of(
                Stream.of(""),
                sweep.shortKeys().stream(),
                Stream.of("done", "train reward", "val reward", "probe reward", "probe std"))));
        for (SweepPoint point : sweep.points()) {
            boolean best = sweep.best().contains(point);
            lines.add(row(List.of(
                    Stream.of(best ? "*" : ""),
                    point.values().stream(),
                    Stream.of(
                            point.done().size() + " of " + point.runs().size(),
                            change(point, TRAIN_START, TRAIN_END),
                            change(point, VAL_START, VAL_END),
                            change(point, PROBE_FIRST, PROBE_LAST),
                            change(point, STD_FIRST, STD_LAST)))));
        }
        AlignedText.append(text, lines);
        text.append(sweep.seeds() ? "\nstart -> end, mean over seeds +- their std" : "\nstart -> end");
        if (!sweep.best().isEmpty()) {
            text.append("; * highest ")
                    .append(sweep.isValidated() ? "val" : "train")
                    .append(" reward at the end");
        }
        text.append('\n');
        sweep.runs().stream().filter(run -> !run.isDone()).forEach(run -> text.append(
                        run.state().word())
                .append(": ")
                .append(run.name())
                .append('\n'));
        return text.toString();
    }

    private static String change(SweepPoint point, Column from, Column to) {
        MeanAndSpread end = to.of(point);
        if (end.n() == 0) {
            return "-";
        }
        String spread = end.n() > 1 ? " +- " + number(end.std()) : "";
        return number(from.of(point).mean()) + " -> " + number(end.mean()) + spread;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }

    private static List<String> row(List<Stream<String>> cells) {
        return cells.stream().flatMap(some -> some).toList();
    }
}
