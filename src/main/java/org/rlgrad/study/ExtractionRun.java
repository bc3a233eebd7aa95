package org.rlgrad.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.DatapoolConfig;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.ExtractionConfig;
import org.rlgrad.config.ModelConfig;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.rlgrad.report.RunFolder;

/**
 * A finished extraction: the reward's mean and standard deviation of each input under one model.
 *
 * @param folder its run folder, absolute
 * @param config what was run
 * @param rows of {@code reward_stats.csv}: inputs in the order of the run, each with all metrics
 * @param files model, tokenizer and data, with their hashes
 * @param lineage how the model came about
 */
public record ExtractionRun(
        Path folder,
        ExtractSamplesConfig config,
        List<RewardStatistics> rows,
        List<HashedFile> files,
        Lineage lineage) {

    /** The name of the table of statistics in a run folder. */
    public static final String STATISTICS = "reward_stats.csv";

    /** Whether a folder is that of an extraction, finished or not. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(STATISTICS));
    }

    /** Reads the run. Throws {@code NO_INPUT} if there is none or it is not finished, {@code BAD_DATA} if it is damaged. */
    public static ExtractionRun read(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!isIn(absolute)) {
            throw Failure.noInput(folder + ": holds no " + STATISTICS + ", so it is no extraction"
                    + (Files.isDirectory(absolute) ? " that has finished" : "; there is no such folder"));
        }
        return new ExtractionRun(
                absolute,
                ConfigFile.extractSamples(absolute.resolve(RunFolder.CONFIG), List.of())
                        .config(),
                RewardStatisticsFile.read(absolute.resolve(STATISTICS)),
                Provenance.filesOf(absolute),
                Lineage.of(absolute));
    }

    /** The run folder's name. */
    public String name() {
        return folder.getFileName().toString();
    }

    /** The metrics that were measured, in the order of the configuration. */
    public List<String> metrics() {
        return rows.stream().map(RewardStatistics::metric).distinct().toList();
    }

    /**
     * What decides the rewards of an input beside the model and the metrics, whatever its files are called: the configuration
     * without metrics, names, paths, seeds and sizes of batches.
     */
    public ExtractSamplesConfig conditions() {
        TokenizerConfig tokenizer = config.tokenizer();
        ModelConfig model = config.alg();
        return new ExtractSamplesConfig(
                new TokenizerConfig(
                        "",
                        tokenizer.paddingSide(),
                        tokenizer.truncationSide(),
                        tokenizer.padTokenAsEosToken(),
                        tokenizer.maxLength()),
                new DatapoolConfig(
                        config.datapool().args(),
                        0,
                        0,
                        Optional.empty(),
                        config.datapool().split()),
                new ModelConfig("", model.modelType(), "", model.generationKwargs()),
                new ExtractionConfig(1, config.evaluation().numSamplesPerInput(), List.of()),
                config.fidelity(),
                0);
    }

    /** Whether another run drew as many outputs in the same way for the same inputs, from whichever model. */
    public boolean isComparableTo(ExtractionRun other) {
        return conditions().equals(other.conditions()) && inputs().equals(other.inputs());
    }

    private List<Integer> inputs() {
        return rows.stream()
                .map(RewardStatistics::trainIndex)
                .distinct()
                .sorted()
                .toList();
    }

    /** The inputs' statistics under one metric. */
    public List<RewardStatistics> of(String metric) {
        return rows.stream().filter(row -> row.metric().equals(metric)).toList();
    }
}
