package org.rlgrad.page;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.report.Table;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.Treatment;
import org.rlgrad.study.forecast.Forecast;

/** A few inputs with what the model said before and after each finetuning. */
final class Examples {
    private static final int LONGEST = 280;

    private final SubjectRuns runs;
    private final Map<Treatment, Map<Integer, SampleRecord>> records;

    Examples(SubjectRuns runs) {
        this.runs = runs;
        this.records = new HashMap<>();
    }

    private boolean hasSamples() {
        return !runs.subject().before().isEmpty()
                && Files.exists(runs.subject().before().get(0).folder().resolve(SamplesFile.NAME));
    }

    /** Says what is missing where the extraction has no samples. */
    void write(Parts parts) {
        if (!hasSamples()) {
            parts.small("Examples need an extraction from the pretrained model with its samples.jsonl.");
            return;
        }
        ExtractionRun before = runs.subject().before().get(0);
        List<ExampleInputs.Example> examples = ExampleInputs.of(
                Forecast.read(before, runs.subject().rewardMetric()),
                runs.subject().smallAndLow(before));
        Set<Integer> wanted =
                examples.stream().map(ExampleInputs.Example::trainIndex).collect(Collectors.toSet());
        List<Treatment> shown = new ArrayList<>();
        for (Treatment treatment : runs.main()) {
            runs.ofFirstSeed(treatment)
                    .filter(run -> Files.exists(run.folder().resolve(SamplesFile.NAME)))
                    .ifPresent(run -> {
                        records.put(treatment, read(run, wanted));
                        shown.add(treatment);
                    });
        }
        examples.forEach(example -> write(parts, example, shown));
    }

    private static Map<Integer, SampleRecord> read(ExtractionRun run, Set<Integer> wanted) {
        Map<Integer, SampleRecord> found = new HashMap<>();
        SamplesFile.read(run.folder().resolve(SamplesFile.NAME), record -> {
            if (wanted.contains(record.trainIndex())) {
                found.put(record.trainIndex(), record);
            }
        });
        return found;
    }

    private void write(Parts parts, ExampleInputs.Example example, List<Treatment> shown) {
        SampleRecord asked = records.get(shown.get(0)).get(example.trainIndex());
        parts.subheading(example.title());
        parts.quotation("Prompt", shortened(asked.prompt()));
        parts.quotation(
                "Reference",
                asked.references().isEmpty()
                        ? "–"
                        : shortened(asked.references().get(0)));
        List<List<String>> rows = new ArrayList<>();
        for (Treatment treatment : shown) {
            SampleRecord record = records.get(treatment).get(example.trainIndex());
            if (record != null) {
                rows.add(row(treatment, record));
            }
        }
        parts.table(
                "Input " + example.trainIndex() + " of the train split",
                new Table(List.of("model", "a typical output", "its reward", "mean", "std"), rows));
    }

    /** The output whose reward is nearest to the mean, the first of several. */
    private List<String> row(Treatment treatment, SampleRecord record) {
        double[] rewards = record.rewards().get(runs.subject().rewardMetric());
        RewardStatistics statistics =
                RewardStatistics.of(record.trainIndex(), runs.subject().rewardMetric(), rewards);
        int typical = 0;
        for (int i = 1; i < rewards.length; i++) {
            if (Math.abs(rewards[i] - statistics.mean()) < Math.abs(rewards[typical] - statistics.mean()) - 1e-12) {
                typical = i;
            }
        }
        return List.of(
                TreatmentNames.label(treatment),
                shortened(record.texts().get(typical)),
                Numbers.decimals(rewards[typical], 3),
                Numbers.decimals(statistics.mean(), 3),
                Numbers.decimals(statistics.std(), 3));
    }

    /** Cut between characters, not within a surrogate pair. */
    private static String shortened(String text) {
        String whole = text.strip();
        if (whole.isEmpty()) {
            return "(empty)";
        }
        return whole.codePointCount(0, whole.length()) <= LONGEST
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, LONGEST)) + " …";
    }
}
