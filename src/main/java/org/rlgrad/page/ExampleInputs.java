package org.rlgrad.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.study.forecast.Forecast;
import org.rlgrad.study.forecast.InputForecast;

/** Which inputs are shown as examples: chosen by their numbers before finetuning alone, ties by the smallest index. */
final class ExampleInputs {
    /** An input and why it is shown. */
    record Example(int trainIndex, String title) {}

    private static final Comparator<InputForecast> BY_INDEX =
            Comparator.comparingInt(input -> input.statistics().trainIndex());

    private ExampleInputs() {}

    /** At risk: with the largest gap, and with the median one. Of median std among those with more than a small one. Mastered. */
    static List<Example> of(Forecast forecast, Set<Integer> atRisk) {
        List<Example> examples = new ArrayList<>();
        List<InputForecast> inputs = forecast.inputs();
        Comparator<InputForecast> byGap = Comparator.comparingDouble(InputForecast::gap);
        Optional<InputForecast> most = largest(inputs, input -> atRisk.contains(index(input)), byGap);
        most.ifPresent(input -> examples.add(new Example(index(input), "At risk, with the most to gain")));
        median(inputs, input -> atRisk.contains(index(input)), byGap)
                .filter(input -> index(input) != index(most.orElseThrow()))
                .ifPresent(input -> examples.add(new Example(index(input), "At risk, with a median gap")));
        Comparator<InputForecast> byStd =
                Comparator.comparingDouble(input -> input.statistics().std());
        median(inputs, input -> !isSmall(input), byStd)
                .ifPresent(input ->
                        examples.add(new Example(index(input), "Of median std among the inputs with a larger one")));
        largest(
                        inputs,
                        input -> isSmall(input) && !atRisk.contains(index(input)),
                        Comparator.comparingDouble(input -> input.statistics().mean()))
                .ifPresent(input -> examples.add(new Example(index(input), "Small std at a high reward")));
        return examples;
    }

    private static Optional<InputForecast> median(
            List<InputForecast> inputs, Predicate<InputForecast> condition, Comparator<InputForecast> order) {
        List<InputForecast> sorted = inputs.stream()
                .filter(condition)
                .sorted(order.thenComparing(BY_INDEX))
                .toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
    }

    private static Optional<InputForecast> largest(
            List<InputForecast> inputs, Predicate<InputForecast> condition, Comparator<InputForecast> order) {
        return inputs.stream().filter(condition).max(order.thenComparing(BY_INDEX.reversed()));
    }

    private static boolean isSmall(InputForecast input) {
        return input.statistics().std() <= RewardSummary.SHOWN_THRESHOLD;
    }

    private static int index(InputForecast input) {
        return input.statistics().trainIndex();
    }
}
