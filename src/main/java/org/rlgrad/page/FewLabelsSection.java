package org.rlgrad.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rlgrad.figure.Figure4;
import org.rlgrad.report.Table;
import org.rlgrad.statistics.MeanAndSpread;
import org.rlgrad.study.FewLabels;

/** How little supervision suffices: figure 4. */
record FewLabelsSection(SubjectRuns runs) implements Section {
    @Override
    public String title() {
        return "How little supervision suffices";
    }

    @Override
    public Optional<String> paper() {
        return Optional.of(
                "The supervised phase can be short: relatively few steps, on as little as 1 % of the inputs, can suffice. At second"
                        + " hand, never checked against the paper: 1 % of the labels and 40 % of the steps, then RFT, reach 96 % of the"
                        + " reward of RFT after full SFT.");
    }

    @Override
    public Optional<String> missing() {
        boolean there =
                runs.fewLabels().filter(found -> found.points().size() > 1).isPresent();
        return there
                ? Optional.empty()
                : Optional.of(
                        "trainings by rewards that start from supervised ones, of which one had all labels and epochs"
                                + " (no datapool.frac_train_samples, no max_steps), with the train split evaluated");
    }

    @Override
    public void write(Parts parts) {
        FewLabels found = runs.fewLabels().orElseThrow();
        parts.run(text(found));
        parts.figure(
                Figure4.svg(List.of(found.panel(found.subject().dataset().title()))),
                "Train reward after RFT against the steps of the supervised phase before it, a line for each fraction of labels.",
                "Train reward of RFT after a supervised phase, relative to RFT after the whole one.");
        parts.table("Train reward after RFT, relative to RFT after full SFT", table(found));
    }

    private String text(FewLabels found) {
        Optional<FewLabels.Point> little = runs.little();
        if (little.isEmpty()) {
            return "No supervised phase with fewer than all labels was followed by RFT; the table has shorter phases.";
        }
        double share = mean(little.get());
        String without = found.withoutSft().isPresent()
                ? " RFT without SFT has " + Numbers.percent(found.withoutSft().getAsDouble())
                        + (share > found.withoutSft().getAsDouble() ? ", which is less." : ", which is no less.")
                : " RFT without SFT was not run with the same settings.";
        return "After SFT on " + FewLabels.name(little.get().fraction()) + " for "
                + little.get().steps() + " of "
                + found.fullSteps() + " steps, RFT reaches " + relative(little.get())
                + " of the train reward that it reaches after full SFT." + without
                + " Each number is the mean over seeds, with the smallest and the largest in brackets.";
    }

    private static double mean(FewLabels.Point point) {
        return MeanAndSpread.of(
                        point.relative().stream().mapToDouble(value -> value).toArray())
                .mean();
    }

    private static String relative(FewLabels.Point point) {
        Map<Integer, Double> values = new TreeMap<>();
        point.relative().forEach(value -> values.put(values.size(), value));
        return new Seeds(values).percent();
    }

    private Table table(FewLabels found) {
        List<List<String>> rows = new ArrayList<>();
        for (FewLabels.Point point : found.points()) {
            rows.add(List.of(
                    FewLabels.name(point.fraction()),
                    point.steps() + " (" + Numbers.percent(found.stepFraction(point)) + ")",
                    Integer.toString(point.relative().size()),
                    runs.trainReward(point.treatment()).decimals(3),
                    relative(point)));
        }
        found.withoutSft()
                .ifPresent(share -> rows.add(List.of(
                        "none (RFT alone)",
                        "0",
                        runs.rft()
                                .map(rft ->
                                        Integer.toString(runs.trainReward(rft).count()))
                                .orElse("–"),
                        Numbers.decimals(share * found.fullReward(), 3),
                        Numbers.percent(share))));
        return new Table(List.of("labels", "supervised steps", "seeds", "train reward", "relative"), rows);
    }
}
