package org.rlgrad.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.ConfigValue.Entry;
import org.rlgrad.config.ConfigValue.Kind;
import org.rlgrad.config.ConfigValue.Mapping;
import org.rlgrad.config.ConfigValue.Scalar;
import org.rlgrad.config.ConfigValue.Sequence;

/**
 * A plan's configurations as experiments, each with all of its keys: the Cartesian product of the options in the order of
 * their keys, the last varying fastest; each of these once per seed, and each of those so many times.
 */
final class PlanExpansion {
    private static final List<String> SEEDS = List.of("random_seed", "init_rnd_seed", "samples_rnd_seed");

    private final List<Scalar> seeds;
    private final int repetitions;
    private final int most;
    private final Problems problems;

    /** @param seeds empty: each experiment has its own */
    PlanExpansion(List<Scalar> seeds, int repetitions, int most, Problems problems) {
        this.seeds = seeds;
        this.repetitions = repetitions;
        this.most = most;
        this.problems = problems;
    }

    /** How often each experiment of the product is there. */
    int copies() {
        return Math.max(1, seeds.size()) * Math.max(1, repetitions);
    }

    List<Mapping> of(List<BlockReader> configurations) {
        List<Mapping> product = new ArrayList<>();
        for (BlockReader configuration : configurations) {
            product.addAll(product(configuration));
            configuration.finish();
        }
        if ((long) product.size() * copies() > most) {
            return tooMany(product.get(0).position());
        }
        List<List<Mapping>> bySeed = new ArrayList<>();
        if (seeds.isEmpty()) {
            bySeed.add(named(product, ""));
        }
        for (Scalar seed : seeds) {
            List<Mapping> seeded = product.stream().map(PlanExpansion::copy).toList();
            seeded.forEach(e -> SEEDS.forEach(key -> e.entries().put(key, new Entry(seed.position(), seed))));
            bySeed.add(named(seeded, "_seed_" + seed.text()));
        }
        List<Mapping> experiments = new ArrayList<>();
        for (int i = 0; i < product.size(); i++) {
            for (List<Mapping> ofSeed : bySeed) {
                for (int repetition = 1; repetition <= repetitions; repetition++) {
                    experiments.add(repeated(ofSeed.get(i), repetition));
                }
            }
        }
        return experiments;
    }

    private List<Mapping> named(List<Mapping> experiments, String suffix) {
        experiments.forEach(e -> NameTemplate.fillIn(e.entries(), problems));
        ExperimentNames.tellApart(experiments, problems);
        experiments.forEach(e -> ExperimentNames.append(e, suffix));
        return experiments;
    }

    private List<Mapping> product(BlockReader configuration) {
        Mapping base = configuration.mapping("base_config", true);
        Mapping options = configuration.mapping("options", false);
        if (!configuration.isSound("base_config")) {
            return List.of();
        }
        Map<String, Entry> defaults = ExperimentDefaults.at(base.position()).entries();
        Map<String, Entry> start = new LinkedHashMap<>(defaults);
        base.entries().forEach((key, entry) -> put(start, key, entry, defaults));
        List<Map<String, Entry>> experiments = List.of(start);
        for (Map.Entry<String, Entry> option : options.entries().entrySet()) {
            String key = option.getKey();
            Entry entry = option.getValue();
            if (!(entry.value() instanceof Sequence values) || values.items().isEmpty()) {
                String shown = entry.value() instanceof Sequence
                        ? "an empty list"
                        : entry.value().describe();
                problems.error(entry.value().position(), key, "an option must be a list of values, is " + shown);
            } else if ((long) experiments.size() * values.items().size() > most) {
                return tooMany(options.position());
            } else {
                experiments = withEach(experiments, key, entry.keyPosition(), values, defaults);
            }
        }
        return experiments.stream().map(e -> new Mapping(base.position(), e)).toList();
    }

    private List<Mapping> tooMany(Position position) {
        problems.error(position, "configurations", "these are more than " + most + " experiments");
        return List.of();
    }

    private static List<Map<String, Entry>> withEach(
            List<Map<String, Entry>> experiments,
            String key,
            Position keyPosition,
            Sequence values,
            Map<String, Entry> defaults) {
        List<Map<String, Entry>> longer = new ArrayList<>();
        for (Map<String, Entry> experiment : experiments) {
            for (ConfigValue value : values.items()) {
                Map<String, Entry> with = new LinkedHashMap<>(experiment);
                put(with, key, new Entry(keyPosition, value), defaults);
                longer.add(with);
            }
        }
        return longer;
    }

    /** An empty value stands for the default. */
    private static void put(Map<String, Entry> experiment, String key, Entry entry, Map<String, Entry> defaults) {
        boolean empty = entry.value() instanceof Scalar scalar && scalar.kind() == Kind.NULL;
        experiment.put(key, empty ? defaults.getOrDefault(key, entry) : entry);
    }

    /** A repetition from the second on has a name and a batch order of its own. */
    private static Mapping repeated(Mapping experiment, int repetition) {
        if (repetition == 1) {
            return experiment;
        }
        Mapping copy = copy(experiment);
        ExperimentNames.append(copy, "_rep_" + repetition);
        Entry seed = copy.entries().get("random_seed");
        if (seed.value() instanceof Scalar scalar) {
            Scalars.integer(scalar).filter(n -> n.bitLength() < Integer.SIZE).ifPresent(n -> {
                String text = Long.toString(Math.max(n.longValueExact(), 0) + repetition - 1);
                copy.entries().put("random_seed", new Entry(seed.keyPosition(), NameTemplate.withText(scalar, text)));
            });
        }
        return copy;
    }

    private static Mapping copy(Mapping experiment) {
        return new Mapping(experiment.position(), new LinkedHashMap<>(experiment.entries()));
    }
}
