package org.rlgrad.page;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.report.Table;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.GroupRewards;
import org.rlgrad.study.Treatment;
import org.rlgrad.study.forecast.Forecast;
import org.rlgrad.study.forecast.ForecastScore;
import org.rlgrad.study.forecast.InputForecast;

/** Which inputs RFT would hardly move, as told before any training, and whether that came true. */
final class ForecastSection implements Section {
    /** One forecast held against one finetuning. */
    private record Scored(Treatment treatment, int seed, double shareAtRisk, ForecastScore score) {}

    private final SubjectRuns runs;
    private final List<Scored> scores = new ArrayList<>();

    ForecastSection(SubjectRuns runs) {
        this.runs = runs;
        Map<ExtractionRun, Forecast> forecasts = new HashMap<>();
        Stream.of(runs.rft(), runs.sft()).flatMap(Optional::stream).forEach(treatment -> {
            for (ExtractionRun after : runs.subject().comparable(treatment)) {
                ExtractionRun before = runs.subject().before(after).orElseThrow();
                if (Files.exists(before.folder().resolve(SamplesFile.NAME))) {
                    String metric = runs.subject().rewardMetric();
                    Forecast forecast = forecasts.computeIfAbsent(before, run -> Forecast.read(run, metric));
                    scores.add(new Scored(
                            treatment,
                            GroupRewards.seedOf(after),
                            (double) forecast.inputs().stream()
                                            .filter(InputForecast::atRisk)
                                            .count()
                                    / forecast.inputs().size(),
                            ForecastScore.of(forecast, after.rows())));
                }
            }
        });
    }

    @Override
    public String title() {
        return "The forecast, scored";
    }

    @Override
    public Optional<String> paper() {
        return Optional.of(
                "It follows from the paper that inputs which RFT will hardly move can be told before training, from samples of the"
                        + " pretrained model: small std at low reward. The forecast below is ours, not the paper’s. It calls an input at"
                        + " risk if its std is small and its mean is below half of what its references earn, and stuck if it then closes"
                        + " less than a tenth of that gap. It is a forecast of RFT: after SFT it should fail.");
    }

    @Override
    public Optional<String> missing() {
        return scores.isEmpty()
                ? Optional.of(
                        "an extraction from the pretrained model with its samples.jsonl, and one after RFT or SFT with the"
                                + " usual settings")
                : Optional.empty();
    }

    @Override
    public void write(Parts parts) {
        List<String> sentences = new ArrayList<>();
        runs.rft().ifPresent(treatment -> sentence(treatment, "RFT", sentences));
        runs.sft().ifPresent(treatment -> sentence(treatment, "SFT", sentences));
        parts.run(String.join(" ", sentences));
        parts.table("The forecast against what happened, for each seed", table());
        parts.small(
                "Precision: of the inputs at risk, those that are stuck; by chance: of all inputs with a gap worth closing, those"
                        + " that are. Recall: of the stuck inputs, those at risk. Spearman: of the forecast slowdown with the share of the"
                        + " gap that was closed, expected to be negative.");
    }

    private void sentence(Treatment treatment, String name, List<String> sentences) {
        Seeds precision = of(treatment, ForecastScore::precision);
        if (precision.isEmpty()) {
            return;
        }
        Seeds stuck = of(treatment, ForecastScore::stuck);
        int without = stuck.countOf(count -> count == 0);
        String text = "After " + name + ", ";
        if (without == stuck.count()) {
            text += "no input with a gap worth closing is stuck, at risk or not";
        } else {
            Seeds chance = of(treatment, ForecastScore::baseRate);
            text += precision.percent() + " of the inputs at risk are stuck"
                    + (precision.mean() > chance.mean() ? ", more than" : ", no more than") + " the " + chance.percent()
                    + " of all inputs with a gap"
                    + (without > 0 ? " (in " + Numbers.count(without, "seed") + " none is)" : "");
        }
        sentences.add(text + "; those at risk closed "
                + of(treatment, score -> score.closedAtRisk().share()).percent() + " of their gaps, the others "
                + of(treatment, score -> score.closedOthers().share()).percent() + ".");
    }

    private Seeds of(Treatment treatment, ToDoubleFunction<ForecastScore> quantity) {
        Map<Integer, Double> values = new HashMap<>();
        scores.stream()
                .filter(scored -> scored.treatment.equals(treatment))
                .forEach(scored -> values.put(scored.seed, quantity.applyAsDouble(scored.score)));
        return new Seeds(values);
    }

    private Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Optional<Treatment> treatment : List.of(runs.rft(), runs.sft())) {
            List<Scored> own = scores.stream()
                    .filter(scored -> treatment.filter(scored.treatment::equals).isPresent())
                    .toList();
            own.forEach(scored -> rows.add(row("seed " + scored.seed, List.of(scored))));
            if (own.size() > 1) {
                rows.add(row("mean", own));
            }
        }
        return new Table(
                List.of(
                        "finetuning",
                        "inputs at risk",
                        "precision",
                        "by chance",
                        "recall",
                        "Spearman",
                        "gap closed, at risk",
                        "gap closed, others"),
                rows);
    }

    private static List<String> row(String which, List<Scored> scored) {
        return List.of(
                TreatmentNames.label(scored.get(0).treatment) + ", " + which,
                Numbers.percent(mean(scored, Scored::shareAtRisk)),
                Numbers.percent(mean(scored, one -> one.score.precision())),
                Numbers.percent(mean(scored, one -> one.score.baseRate())),
                Numbers.percent(mean(scored, one -> one.score.recall())),
                Numbers.decimals(mean(scored, one -> one.score.spearman()), 2),
                Numbers.percent(mean(scored, one -> one.score.closedAtRisk().share())),
                Numbers.percent(mean(scored, one -> one.score.closedOthers().share())));
    }

    private static double mean(List<Scored> scored, ToDoubleFunction<Scored> quantity) {
        return scored.stream().mapToDouble(quantity).average().orElse(Double.NaN);
    }
}
