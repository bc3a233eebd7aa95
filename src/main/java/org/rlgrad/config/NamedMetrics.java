package org.rlgrad.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;

/** The metrics that a command line names with {@code --metric}, {@code --arg} and {@code --model}. */
public final class NamedMetrics {
    /** Metrics that run a model, named by their argument {@code model_name}. */
    private static final Set<String> WITH_MODEL =
            Set.of("learned_reward", "bert_score", "intent_accuracy", "causal_perplexity");

    private final Problems problems = new Problems();

    private NamedMetrics() {}

    /**
     * The metrics of these ids.
     *
     * @param ids in the order of the result; none for all of {@code present}
     * @param arguments {@code key=value} for every metric, or {@code id.key=value} for one; the value is YAML
     * @param model stands for the argument {@code model_name} of the one metric that runs a model
     * @param present metrics of an earlier run, whose arguments hold where none is given
     * @throws Failure {@link ExitCode#USAGE} with every problem on a line of its own
     */
    public static List<MetricConfig> of(
            List<String> ids, List<String> arguments, Optional<String> model, List<MetricConfig> present) {
        return new NamedMetrics().read(ids, arguments, model, present);
    }

    private List<MetricConfig> read(
            List<String> ids, List<String> arguments, Optional<String> model, List<MetricConfig> present) {
        List<Mapping> entries = new ArrayList<>();
        if (ids.isEmpty()) {
            present.forEach(metric -> entries.add(entry(metric.id(), ResolvedConfig.metricArgs(metric), 1)));
        }
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            int ordinal = i + 1;
            List<MetricConfig> same =
                    present.stream().filter(metric -> metric.id().equals(id)).toList();
            same.forEach(metric -> entries.add(entry(id, ResolvedConfig.metricArgs(metric), ordinal)));
            if (same.isEmpty()) {
                entries.add(entry(id, Map.of(), ordinal));
            }
        }
        for (int i = 0; i < arguments.size(); i++) {
            apply(arguments.get(i), new Position("--arg", 0, i + 1), entries);
        }
        model.ifPresent(name -> applyModel(name, entries));
        List<MetricConfig> metrics = entries.stream()
                .map(entry -> MetricReader.read(BlockReader.of(entry, "", problems)))
                .toList();
        throwIfAny();
        return metrics;
    }

    private Mapping entry(String id, Map<String, Object> args, int ordinal) {
        Position position = new Position("--metric", 0, ordinal);
        Map<String, Entry> keys = new LinkedHashMap<>();
        keys.put("id", new Entry(position, new Scalar(position, Kind.TEXT, false, id)));
        keys.put("args", new Entry(position, Setting.parse(ResolvedConfig.dump(args), "args", position, problems)));
        return new Mapping(position, keys);
    }

    private void apply(String argument, Position position, List<Mapping> entries) {
        String key = argument.substring(0, Math.max(0, argument.indexOf('=')));
        int dot = key.indexOf('.');
        List<Mapping> meant = entries.stream()
                .filter(entry -> dot < 0 || id(entry).equals(key.substring(0, dot)))
                .toList();
        if (key.isEmpty() || meant.isEmpty()) {
            problems.error(
                    position,
                    argument,
                    key.isEmpty() ? "expected key=value" : "no metric " + key.substring(0, dot) + " is named");
        }
        if (!key.isEmpty()) {
            meant.forEach(entry -> Setting.apply("args." + argument.substring(dot + 1), position, entry, problems));
        }
    }

    private void applyModel(String model, List<Mapping> entries) {
        Position position = new Position("--model", 0, 1);
        List<Mapping> meant =
                entries.stream().filter(entry -> WITH_MODEL.contains(id(entry))).toList();
        if (meant.size() == 1) {
            Mapping args = (Mapping) meant.get(0).entries().get("args").value();
            args.entries().put("model_name", new Entry(position, new Scalar(position, Kind.TEXT, false, model)));
        } else {
            problems.error(
                    position,
                    model,
                    meant.isEmpty()
                            ? "none of these metrics runs a model"
                            : "several of these metrics run a model; name each one's with --arg ID.model_name=FOLDER");
        }
    }

    private static String id(Mapping entry) {
        return ((Scalar) entry.entries().get("id").value()).text();
    }

    private void throwIfAny() {
        try {
            problems.throwIfAny("that --metric, --arg and --model make");
        } catch (Failure e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
