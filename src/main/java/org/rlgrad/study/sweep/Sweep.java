package org.rlgrad.study.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.figure.SweepFigure;
import org.rlgrad.report.Table;
import org.rlgrad.study.sweep.SweepRun.Change;

/**
 * Trainings in one folder that differ in some keys of their configurations: what each value made of the reward. Which keys
 * were swept is found from the configurations themselves; {@code sweep.tsv}, where it is there, only adds the runs that were
 * asked for and have no folder (yet).
 *
 * @param folder the folder of the run folders
 * @param keys the swept keys, without the seed
 * @param seeds whether runs differ in their seed, too
 * @param runs all runs, missing ones included
 * @param points the runs by their values of the keys, in the order of the values
 */
public record Sweep(Path folder, List<String> keys, boolean seeds, List<SweepRun> runs, List<SweepPoint> points) {
    /** One row per run. */
    public static final String RUNS = "sweep.csv";

    /** One row per combination of values; only where seeds were swept. */
    public static final String SUMMARY = "sweep_summary.csv";

    static final String SEED = "seed";
    private static final String FIGURE = "sweep";

    /** Reads the runs. Throws {@code NO_INPUT} where the folder holds no trainings, {@code BAD_DATA} for a damaged one. */
    public static Sweep read(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw Failure.noInput(folder + ": there is no such folder");
        }
        List<SweepRun> runs = new ArrayList<>(SweepRun.allIn(absolute));
        if (runs.isEmpty()) {
            throw Failure.noInput(
                    folder + ": holds no run folders of trainings; name the folder that a sweep was written to");
        }
        SweepList list = SweepList.in(absolute);
        Set<String> leaves = new LinkedHashSet<>();
        runs.forEach(run -> leaves.addAll(run.settings().keySet()));
        Set<String> names = Set.copyOf(runs.stream().map(SweepRun::name).toList());
        list.settings().forEach((name, values) -> {
            if (!names.contains(name)) {
                runs.add(SweepRun.withoutResults(name, SweepRun.State.MISSING, values));
            }
        });
        refuseTwins(folder, runs);
        List<String> varied = Stream.concat(list.keys().stream().filter(leaves::contains), leaves.stream())
                .distinct()
                .filter(key -> isVaried(key, runs))
                .toList();
        List<String> keys = varied.stream().filter(key -> !key.equals(SEED)).toList();
        return new Sweep(absolute, keys, varied.contains(SEED), runs, SweepPoint.of(runs, keys));
    }

    /** Of a missing run only some values are known; the others do not count. */
    private static boolean isVaried(String key, List<SweepRun> runs) {
        return runs.stream()
                        .filter(run -> run.state() != SweepRun.State.MISSING
                                || run.settings().containsKey(key))
                        .map(run -> run.value(key))
                        .distinct()
                        .count()
                > 1;
    }

    /** A copy would count as a second seed. */
    private static void refuseTwins(Path folder, List<SweepRun> runs) {
        Map<Map<String, String>, String> seen = new HashMap<>();
        for (SweepRun run : runs) {
            String twin = run.state() == SweepRun.State.MISSING ? null : seen.put(run.settings(), run.name());
            if (twin != null) {
                throw Failure.badData(folder + ": " + twin + " and " + run.name()
                        + " have the same configuration; move one of them out of the sweep");
            }
        }
    }

    /**
     * Writes {@code sweep.csv}, {@code sweep_summary.csv} where seeds were swept, and {@code sweep.png} and {@code .svg} where
     * there is a finished run.
     *
     * @param warnings where to say that there is nothing to draw, or that this Java cannot draw pictures
     * @throws Failure {@code CANNOT_WRITE}
     */
    public void write(Path target, Consumer<String> warnings) {
        Table.withHead(SweepTable.runs(this)).writeCsv(target.resolve(RUNS));
        if (seeds) {
            Table.withHead(SweepTable.summary(this)).writeCsv(target.resolve(SUMMARY));
        }
        if (best().isEmpty()) {
            warnings.accept(target + ": no run is done that measured its reward's metric; there is nothing to draw");
            return;
        }
        String title = folder.getFileName() + ": reward after training";
        List<SweepFigure.Point> drawn = points.stream().map(SweepPoint::drawn).toList();
        new SweepFigure(title, metric(), shortKeys(), drawn).write(target, FIGURE, warnings);
    }

    /** The points as aligned text, the best marked. */
    public String text() {
        return SweepTable.text(this);
    }

    /** The reward's metric, or all of them where runs have different ones. */
    String metric() {
        return String.join(
                ", ",
                runs.stream().flatMap(run -> run.metric().stream()).distinct().toList());
    }

    /** The last part of each key; the whole key where two share it. */
    List<String> shortKeys() {
        List<String> last = keys.stream()
                .map(key -> key.substring(key.lastIndexOf('.') + 1))
                .toList();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String name = last.get(i);
            names.add(last.stream().filter(name::equals).count() == 1 ? name : keys.get(i));
        }
        return names;
    }

    /** Whether a point has a validation reward; otherwise points are compared by their train reward. */
    boolean isValidated() {
        return points.stream()
                .anyMatch(point -> point.of(SweepRun::val, Change::end).n() > 0);
    }

    /** The reward at the end by which a point is compared: of one split for all, since rewards of two do not compare. */
    double score(SweepPoint point) {
        return point.of(isValidated() ? SweepRun::val : SweepRun::train, Change::end)
                .mean();
    }

    /** The points of the highest {@link #score}: several if they are equal, none if none has one. */
    List<SweepPoint> best() {
        double highest = points.stream()
                .mapToDouble(this::score)
                .filter(score -> !Double.isNaN(score))
                .max()
                .orElse(Double.NaN);
        return points.stream().filter(point -> score(point) == highest).toList();
    }
}
