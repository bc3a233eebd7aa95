package org.rlgrad.study;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.AlgorithmConfig.OnPolicy;
import org.rlgrad.config.AlgorithmConfig.Proximal;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.AlgorithmConfig.Supervised;
import org.rlgrad.config.ConfigDifference;
import org.rlgrad.config.TrainConfig;

/**
 * The usual settings among several trainings of one data set, and what tells each of the others from them.
 *
 * <p>No name says which run is the default one. In a study that changes one thing at a time it is the configuration from which the
 * others differ in the fewest keys; of several such, that with the lowest temperature, entropy coefficient and learning rate, since
 * the paper's heuristics (section 5.1, second-hand) raise these. Labels and steps of supervised training are what section 5.2
 * varies, and count as its size, not as a setting.
 */
final class Defaults {
    private static final Set<String> SIZE = Set.of("datapool.frac_train_samples", "alg.training_args.max_steps");
    private static final int MOST_NAMED = 3;

    /** Where in a sequence of trainings a configuration stands, and in what kind of sequence. */
    private record Place(Lineage.Kind kind, boolean supervised) {}

    private final Map<Place, TrainConfig> usual = new HashMap<>();

    /** Of all recipes of one data set and pretrained model, by kind. */
    Defaults(Map<Recipe, Lineage.Kind> recipes) {
        List<TrainConfig> all = recipes.keySet().stream()
                .flatMap(recipe -> recipe.steps().stream())
                .toList();
        Map<Place, List<TrainConfig>> candidates = new HashMap<>();
        recipes.forEach((recipe, kind) -> recipe.steps().forEach(step -> candidates
                .computeIfAbsent(place(kind, step), key -> new ArrayList<>())
                .add(step)));
        candidates.forEach((place, steps) -> usual.put(place, mostCentral(steps, all)));
    }

    /** All supervised steps share one place, so that a short one before RFT is compared with a whole one. */
    private static Place place(Lineage.Kind kind, TrainConfig step) {
        boolean supervised = step.alg() instanceof Supervised;
        return new Place(supervised ? Lineage.Kind.SFT : kind, supervised);
    }

    private static TrainConfig mostCentral(List<TrainConfig> candidates, Collection<TrainConfig> all) {
        boolean supervised = candidates.get(0).alg() instanceof Supervised;
        List<TrainConfig> voters = all.stream()
                .filter(step -> step.alg() instanceof Supervised == supervised)
                .toList();
        return candidates.stream()
                .min(Comparator.<TrainConfig>comparingInt(candidate -> voters.stream()
                                .mapToInt(voter -> differences(candidate, voter).size())
                                .sum())
                        .thenComparingDouble(
                                step -> step.alg().generationKwargs().temperature())
                        .thenComparingDouble(step -> entropyCoefficient(step.alg()))
                        .thenComparingDouble(step -> learningRate(step.alg())))
                .orElseThrow();
    }

    private static List<ConfigDifference> differences(TrainConfig from, TrainConfig to) {
        return ConfigDifference.between(from, to).stream()
                .filter(difference -> !SIZE.contains(difference.key()) || from.alg() instanceof OnPolicy)
                .toList();
    }

    private static double entropyCoefficient(AlgorithmConfig alg) {
        if (alg instanceof Proximal proximal) {
            return proximal.args().entCoef();
        }
        return alg instanceof Reinforce reinforce ? reinforce.args().entCoef() : 0;
    }

    private static double learningRate(AlgorithmConfig alg) {
        if (alg instanceof Proximal proximal) {
            return proximal.args().learningRate();
        }
        return alg instanceof Reinforce reinforce
                ? reinforce.args().learningRate()
                : ((Supervised) alg).trainingArgs().learningRate();
    }

    /** Whether every training of a recipe has the usual settings and, if supervised, all labels and epochs. */
    boolean isDefault(Lineage.Kind kind, Lineage lineage) {
        return lineage.trainings().stream()
                .allMatch(training -> unusual(kind, training).isEmpty()
                        && (!training.isSupervised()
                                || (training.fraction() == 1
                                        && training.maxSteps().isEmpty())));
    }

    /** The trainings in words, each with what is unusual about it. */
    String label(Lineage.Kind kind, Lineage lineage) {
        return lineage.trainings().stream()
                .map(training -> training.label() + suffix(unusual(kind, training)))
                .collect(Collectors.joining(" → "));
    }

    private List<ConfigDifference> unusual(Lineage.Kind kind, TrainingRun training) {
        TrainConfig step = Recipe.step(training.config());
        return differences(usual.get(place(kind, step)), step);
    }

    private static String suffix(List<ConfigDifference> unusual) {
        String named = unusual.stream()
                .filter(difference -> !difference.key().equals("alg.id"))
                .limit(MOST_NAMED)
                .map(difference -> ", " + difference.name() + " " + number(difference.to()))
                .collect(Collectors.joining());
        return unusual.size() <= MOST_NAMED
                ? named
                : named + " and " + (unusual.size() - MOST_NAMED) + " more settings";
    }

    /** 0.0005 for 5.0E-4, 2e-6 for 2.0E-6; what is no number stays as it is. */
    private static String number(String value) {
        if (!value.matches("-?[0-9.]+(E-?[0-9]+)?")) {
            return value;
        }
        BigDecimal number = new BigDecimal(value).stripTrailingZeros();
        return number.scale() > 5 ? number.toString().replace('E', 'e') : number.toPlainString();
    }
}
