package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.experiment.Train;
import org.rlgrad.experiment.TrainOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rlgrad train}. */
@Command(
        name = "train",
        header = "Train a language model: supervised, or by PPO, NLPO or REINFORCE on a reward.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad train --config configs/smoke/train_ppo.yml",
            "  rlgrad train --config configs/training/imdb/gpt2_supervised.yml --set datapool.path=data/imdb",
            "  rlgrad train --config configs/training/imdb/gpt2_ppo_on_supervised.yml --with-supervised",
            "  rlgrad train --config FILE --set alg.args.learning_rate=1e-6 --experiment-name lr1e-6",
            "  rlgrad train --config FILE --resume"
        })
final class TrainCommand implements Runnable {
    private static final Path OUTPUT = Path.of("outputs", "train");

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--with-supervised",
            description = "First run the supervised training that the configuration starts from (model_name: auto),"
                    + " if it is not finished; --set supervised.KEY=VALUE reaches it.")
    private boolean withSupervised;

    @Option(
            names = {"--no-eval-on-train-set"},
            description = "Do not generate and score the train split at start and end.")
    private boolean noEvalOnTrainSet;

    @Option(names = "--no_eval_on_train_set", hidden = true)
    private boolean noEvalOnTrainSetAlias;

    /** The reference's: predictions are always written. */
    @Option(names = "--log_entire_predictions", hidden = true)
    @SuppressWarnings("UnusedVariable")
    private boolean logEntirePredictions;

    @Mixin
    private LogOptions log;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<String> settings = common.settings(seed -> "seed=" + seed);
        CommonOptions.Started<TrainConfig> started = common.start(spec, log, OUTPUT, own(settings), ConfigFile::train);
        boolean evaluateTrainSplit = !noEvalOnTrainSet && !noEvalOnTrainSetAlias;
        Train.run(started.config(), new TrainOptions(started.options(), withSupervised, evaluateTrainSplit, settings));
    }

    /** The settings less those for the supervised training before. */
    private static List<String> own(List<String> settings) {
        List<String> own = new ArrayList<>(settings);
        own.removeIf(setting -> setting.strip().startsWith("supervised."));
        return own;
    }
}
