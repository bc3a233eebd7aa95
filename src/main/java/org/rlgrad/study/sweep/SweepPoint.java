package org.rlgrad.study.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.rlgrad.figure.SweepFigure;
import org.rlgrad.statistics.MeanAndSpread;
import org.rlgrad.study.sweep.SweepRun.Change;

/**
 * One combination of values of a sweep, with its runs: one for each seed.
 *
 * @param values of the swept keys
 * @param runs with these values, finished or not
 */
record SweepPoint(List<String> values, List<SweepRun> runs) {
    /** Groups runs by their values of some keys; numbers in ascending order, key by key. */
    static List<SweepPoint> of(List<SweepRun> runs, List<String> keys) {
        Map<List<String>, List<SweepRun>> groups = new LinkedHashMap<>();
        for (SweepRun run : runs) {
            groups.computeIfAbsent(keys.stream().map(run::value).toList(), values -> new ArrayList<>())
                    .add(run);
        }
        return groups.entrySet().stream()
                .map(group -> new SweepPoint(group.getKey(), group.getValue()))
                .sorted((one, other) -> compare(one.values, other.values))
                .toList();
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = Comparator.comparing(SweepPoint::isText)
                    .thenComparing(value -> isText(value) ? BigDecimal.ZERO : new BigDecimal(value))
                    .thenComparing(Comparator.naturalOrder())
                    .compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean isText(String value) {
        return !value.matches("-?\\d+(\\.\\d+)?(e-?\\d+)?");
    }

    List<SweepRun> done() {
        return runs.stream().filter(SweepRun::isDone).toList();
    }

    /** Over the finished runs. */
    MeanAndSpread of(Function<SweepRun, Change> quantity, Function<Change, Double> moment) {
        return MeanAndSpread.of(done().stream()
                .mapToDouble(run -> moment.apply(quantity.apply(run)))
                .toArray());
    }

    SweepFigure.Point drawn() {
        return new SweepFigure.Point(values, runs.size(), level(SweepRun::train), level(SweepRun::val));
    }

    private SweepFigure.Level level(Function<SweepRun, Change> quantity) {
        return new SweepFigure.Level(of(quantity, Change::start).mean(), of(quantity, Change::end));
    }
}
