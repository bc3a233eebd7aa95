package org.rlgrad.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.rlgrad.config.AlgorithmConfig.OnPolicy;
import org.rlgrad.config.AlgorithmConfig.Supervised;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.report.RunFolder;

/**
 * A training of a language model.
 *
 * @param folder its run folder, absolute
 * @param config what was run
 */
public record TrainingRun(Path folder, TrainConfig config) {
    /** The trained model's folder in a run folder. */
    public static final String MODEL = "model";

    /** Whether a folder is that of a training with a trained model. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(RunFolder.CONFIG)) && Files.isDirectory(folder.resolve(MODEL));
    }

    /** Reads what was run. Throws {@code NO_INPUT} or {@code BAD_CONFIG}. */
    public static TrainingRun read(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new TrainingRun(
                absolute,
                ConfigFile.train(absolute.resolve(RunFolder.CONFIG), List.of()).config());
    }

    /** Whether it made a language model from nothing. */
    public boolean isPretraining() {
        return config.alg() instanceof Supervised supervised
                && supervised.initialWeights() == Supervised.InitialWeights.RANDOM;
    }

    /** Whether it learnt from references; otherwise from rewards. */
    public boolean isSupervised() {
        return !(config.alg() instanceof OnPolicy);
    }

    /** The fraction of the train samples that it saw. */
    public double fraction() {
        double written = config.datapool().fracTrainSamples();
        return written > 0 && written <= 1 ? written : 1;
    }

    /** The limit on its steps, where it had one. */
    public Optional<Integer> maxSteps() {
        return config.alg() instanceof Supervised supervised
                        && supervised.trainingArgs().maxSteps() > 0
                ? Optional.of(supervised.trainingArgs().maxSteps())
                : Optional.empty();
    }

    /** Such as "PPO", or "SFT (1 % of labels, 40 steps)". */
    public String label() {
        if (!isSupervised()) {
            return config.alg().id().toUpperCase(Locale.ROOT);
        }
        String labels = fraction() == 1 ? "" : percent(fraction()) + " of labels";
        String steps = maxSteps().map(count -> count + " steps").orElse("");
        String limits = labels + (labels.isEmpty() || steps.isEmpty() ? "" : ", ") + steps;
        return limits.isEmpty() ? "SFT" : "SFT (" + limits + ")";
    }

    /** Such as "5 %" or "0.1 %". */
    static String percent(double fraction) {
        BigDecimal percent = BigDecimal.valueOf(100 * fraction).round(new MathContext(4));
        return percent.stripTrailingZeros().toPlainString() + " %";
    }
}
