package org.rlgrad.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.experiment.RunOptions;
import org.rlgrad.experiment.Verbosity;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that runs an experiment. The reference's spellings are hidden options of the same field. */
final class CommonOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration (YAML); required.")
    private Path config;

    @Option(
            names = {"--config_path", "--plan_config_path"},
            hidden = true)
    private Path configAlias;

    @Option(
            names = "--output-path",
            paramLabel = "FOLDER",
            description = "Where run folders are made (default: below outputs/).")
    private Path outputPath;

    @Option(
            names = {"--output_path", "--base-path-to-store-results", "--base_path_to_store_results"},
            hidden = true)
    private Path outputPathAlias;

    @Option(
            names = "--experiment-name",
            paramLabel = "NAME",
            description = "The run folder's name (default: made from the configuration).")
    private String experimentName;

    @Option(names = "--experiment_name", hidden = true)
    private String experimentNameAlias;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace a key of the configuration, e.g. alg.generation_kwargs.top_k=0; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every random stream.")
    private Integer seed;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            converter = DeviceConverter.class,
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device;

    /** What to do about an earlier run. */
    static final class Earlier {
        @Option(names = "--resume", order = 1, description = "Go on where an earlier run of the same name stopped.")
        private boolean resume;

        @Option(names = "--overwrite", order = 2, description = "Throw an earlier run of the same name away.")
        private boolean overwrite;
    }

    @ArgGroup(exclusive = true)
    private Earlier earlier;

    @Option(names = "--dry-run", description = "Check configuration, data and model folders, print the plan, and stop.")
    private boolean dryRun;

    @Option(names = "--offline", description = "Use no network (this version never does).")
    private boolean offline;

    /** The configuration's file, which must be named. */
    Path requiredConfig(CommandSpec spec) {
        Path file = config == null ? configAlias : config;
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "missing option --config FILE");
        }
        return file;
    }

    /** The settings in order; the last one is what {@code --seed} is short for. */
    List<String> settings(IntFunction<String> seedSetting) {
        List<String> all = new ArrayList<>(settings);
        if (seed != null) {
            all.add(seedSetting.apply(seed));
        }
        return all;
    }

    /** Keeps the tensor library from fetching its natives; the launcher does so anyway. */
    private void applyOffline() {
        if (offline) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    /** A configuration that was read, and what else the command line says. */
    record Started<T>(T config, RunOptions options) {}

    /**
     * What every experiment's command begins with: the log, the configuration with its warnings, the options.
     *
     * @param output where run folders are made unless the command line says so
     * @param reader reads the configuration's file with the settings
     */
    <T> Started<T> start(
            CommandSpec spec,
            LogOptions log,
            Path output,
            List<String> settings,
            BiFunction<Path, List<String>, ConfigFile.Loaded<T>> reader) {
        Path file = requiredConfig(spec);
        Verbosity verbosity = log.apply();
        applyOffline();
        ConfigFile.Loaded<T> loaded = reader.apply(file, settings);
        loaded.warnings().forEach(w -> spec.commandLine().getErr().println("rlgrad: warning: " + w));
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return new Started<>(loaded.config(), runOptions(file, output, verbosity, arguments));
    }

    RunOptions runOptions(Path configFile, Path defaultOutput, Verbosity verbosity, List<String> arguments) {
        Path output = outputPath == null ? outputPathAlias : outputPath;
        return new RunOptions(
                output == null ? defaultOutput : output,
                "",
                Optional.ofNullable(experimentName == null ? experimentNameAlias : experimentName),
                Optional.empty(),
                device,
                earlier != null && earlier.resume,
                earlier != null && earlier.overwrite,
                dryRun,
                verbosity,
                List.copyOf(arguments),
                configFile);
    }

    static final class DeviceConverter implements ITypeConverter<String> {
        private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda:\\d{1,3}");

        @Override
        public String convert(String value) {
            String device = value.equals("cuda") ? "cuda:0" : value;
            if (!DEVICE.matcher(device).matches()) {
                throw new TypeConversionException("expected auto, cpu or cuda:N, is '" + value + "'");
            }
            return device;
        }
    }
}
