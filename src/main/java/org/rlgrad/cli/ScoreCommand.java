package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rlgrad.config.Fidelity;
import org.rlgrad.experiment.Score;
import org.rlgrad.experiment.ScoreOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rlgrad score}. */
@Command(
        name = "score",
        header =
                "Score text that exists already: CSV, a row per prediction or, for an extraction's samples, per input.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad score --metric rouge,chrf --predictions out.txt --references ref.txt",
            "  rlgrad score --metric bleu --pairs pairs.jsonl --corpus",
            "  rlgrad score --metric sacre_bleu --arg tokenize=intl --pairs - <pairs.jsonl",
            "  rlgrad score --samples outputs/stats/RUN --metric rouge --output rouge.csv",
            "  rlgrad score --samples outputs/stats/RUN --fidelity corrected",
            "",
            "A pair is a line of JSON: {\"prediction\": TEXT, \"references\": [TEXT, ...]};",
            "\"prompt\" and \"metadata\" may stand beside them. - is standard input or output."
        })
final class ScoreCommand implements Runnable {
    /** Where the text comes from: exactly one of three. */
    static final class Source {
        @ArgGroup(exclusive = false)
        private Lines lines;

        @Option(
                names = "--samples",
                order = 3,
                required = true,
                paramLabel = "RUN",
                description = "A run folder of extract-samples, or its samples.jsonl.")
        private Path samples;

        @Option(
                names = "--pairs",
                order = 4,
                required = true,
                paramLabel = "FILE",
                description = "JSON lines with predictions and references.")
        private Path pairs;
    }

    static final class Lines {
        @Option(
                names = "--predictions",
                order = 1,
                required = true,
                paramLabel = "FILE",
                description = "Predictions, one a line.")
        private Path predictions;

        @Option(
                names = "--references",
                order = 2,
                paramLabel = "FILE",
                description = "The references of each line, parted by tabs; or repeat the option for several files.")
        private List<Path> references = new ArrayList<>();
    }

    @Option(
            names = "--metric",
            paramLabel = "ID",
            split = ",",
            description = "Metrics, parted by commas (default: those of the run folder).")
    private List<String> metrics = new ArrayList<>();

    @Option(
            names = "--arg",
            paramLabel = "[ID.]KEY=VALUE",
            description = "An argument of the metrics, or of one of them; repeatable.")
    private List<String> arguments = new ArrayList<>();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(
            names = "--fidelity",
            paramLabel = "WORD",
            description = "reference or corrected (default: the run folder's, else reference).")
    private Fidelity fidelity;

    @Option(names = "--model", paramLabel = "MODEL", description = "Folder or hub id of the model that a metric runs.")
    private String model;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            converter = CommonOptions.DeviceConverter.class,
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--corpus", description = "Give the values of all predictions together, not those of each.")
    private boolean corpus;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "The table (default: standard output).")
    private Path output;

    @Mixin
    private LogOptions log;

    @Override
    public void run() {
        log.apply();
        ScoreOptions options = new ScoreOptions(
                metrics,
                arguments,
                Optional.ofNullable(model),
                Optional.ofNullable(fidelity),
                device,
                Optional.of(output).filter(file -> !file.equals(Path.of("-"))),
                corpus);
        if (source.samples != null) {
            Score.samples(source.samples, options);
        } else if (source.pairs != null) {
            Score.pairs(source.pairs, options);
        } else {
            Score.lines(source.lines.predictions, source.lines.references, options);
        }
    }
}
