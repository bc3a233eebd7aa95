package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.rlgrad.figure.RewardFigure;
import org.rlgrad.report.AtRiskFile;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.rlgrad.report.RewardSummary;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.study.ExtractionRun;
import org.rlgrad.study.forecast.Forecast;

/** The files of a finished extraction. All of them follow from its records, and so do not depend on how it was run. */
final class ExtractionResults {
    private ExtractionResults() {}

    /** Writes samples, tables, summary and figures. */
    static void write(Path folder, Collection<SampleRecord> records, Consumer<String> warnings) {
        SamplesFile.write(folder.resolve(SamplesFile.NAME), records);
        List<RewardStatistics> rows = records.stream()
                .sorted(Comparator.comparingInt(SampleRecord::position))
                .flatMap(record -> record.rewards().entrySet().stream()
                        .map(entry -> RewardStatistics.of(record.trainIndex(), entry.getKey(), entry.getValue())))
                .toList();
        RewardStatisticsFile.write(folder.resolve(ExtractionRun.STATISTICS), rows);
        List<Forecast> forecasts = Forecast.of(records);
        AtRiskFile.write(
                folder.resolve(AtRiskFile.NAME),
                forecasts.stream()
                        .flatMap(forecast -> forecast.atRiskRows().stream())
                        .toList());
        RewardSummary.write(
                folder.resolve("summary.json"),
                RewardSummary.of(rows),
                forecasts.stream().map(Forecast::summary).toList());
        if (!rows.isEmpty()) {
            draw(folder, warnings);
        }
    }

    /** Draws the figure from the table. */
    static void draw(Path folder, Consumer<String> warnings) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        RewardFigure.draw(folder.resolve(ExtractionRun.STATISTICS), folder, name, warnings);
    }

    /** Prints the folder, then one line per metric, then the forecast under the first metric, from the files. */
    static void print(Path folder) {
        System.out.println(folder);
        RewardSummary.of(RewardStatisticsFile.read(folder.resolve(ExtractionRun.STATISTICS)))
                .forEach(summary -> System.out.println(summary.toLine()));
        List<SampleRecord> records = new ArrayList<>();
        read(folder, records::add);
        Forecast.of(records).stream()
                .findFirst()
                .ifPresent(forecast -> System.out.println(forecast.summary().toParagraph()));
    }

    /** A finished run's records. */
    static void read(Path folder, Consumer<SampleRecord> records) {
        SamplesFile.read(folder.resolve(SamplesFile.NAME), records);
    }
}
