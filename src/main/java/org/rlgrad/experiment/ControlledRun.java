package org.rlgrad.experiment;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.controlled.Classifier;
import org.rlgrad.controlled.ControlledSamples;
import org.rlgrad.controlled.Dataset;
import org.rlgrad.controlled.LabelsFile;
import org.rlgrad.controlled.Trainer;
import org.rlgrad.controlled.TrainingState;
import org.rlgrad.report.ExperimentLabels;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentSummary;
import org.rlgrad.report.GitState;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.MetricsFile;
import org.rlgrad.report.Progress;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One controlled experiment in its run folder.
 *
 * <p>A checkpoint holds everything that training changes, and {@code metrics.csv} is cut back to it before a run goes on, so an
 * interrupted run leaves the bytes of one that never was.
 */
final class ControlledRun implements AutoCloseable {
    /** The trained weights. */
    static final String MODEL = "model.safetensors";

    /** Which samples and labels were drawn. */
    static final String LABELS = "labels.json";

    /** The experiment's results in short. */
    static final String SUMMARY = "summary.json";

    /** What every epoch measured. */
    static final String METRICS = "metrics.csv";

    private static final Logger LOG = LoggerFactory.getLogger(ControlledRun.class);
    private static final String CHECKPOINT = "checkpoint.safetensors";

    private final RunFolder folder;
    private final ControlledConfig config;
    private final String resolved;
    private final Optional<Path> initialModel;
    private final RunOptions options;

    private ControlledRun(
            RunFolder folder,
            ControlledConfig config,
            String resolved,
            Optional<Path> initialModel,
            RunOptions options) {
        this.folder = folder;
        this.config = config;
        this.resolved = resolved;
        this.initialModel = initialModel;
        this.options = options;
    }

    /**
     * Enters the experiment's folder in the plan's.
     *
     * @param initialModel a model file whose weights training starts from
     * @throws Failure by the rules of {@link RunFolder}
     */
    static ControlledRun open(
            Path planFolder, ControlledConfig config, Optional<Path> initialModel, RunOptions options) {
        String resolved = ResolvedConfig.toYaml(config);
        RunFolder folder =
                RunFolder.open(planFolder, config.experimentName(), resolved, options.ifPresent(), LOG::warn);
        return new ControlledRun(folder, config, resolved, initialModel, options);
    }

    ControlledConfig config() {
        return config;
    }

    String name() {
        return config.experimentName();
    }

    /** Trains from where the folder is to the end, or until it is to stop. */
    void train(Device device, Supplier<Stop> stop, Progress progress) {
        if (folder.state() == RunFolder.State.DONE) {
            progress.skip(config.epochs());
            return;
        }
        try (RunLog log = RunLog.ofThread(folder.file("log.txt"), name())) {
            Dataset dataset = Dataset.read(config.data());
            dataset.notes().forEach(note -> LOG.info("{}", note));
            ControlledSamples samples = dataset.draw(config);
            initialModel.ifPresent(file -> refuseOtherData(file, samples));
            LabelsFile.write(folder.file(LABELS), samples);
            Provenance provenance = provenance(dataset, device);
            long began = System.nanoTime();
            Provenance.End end = Provenance.End.FAILED;
            try (Trainer trainer = trainer(dataset, samples, device)) {
                end = train(trainer, samples, stop, progress);
            } catch (CancellationException e) {
                LOG.info("{}", e.getMessage());
                end = Provenance.End.INTERRUPTED;
            } finally {
                double seconds = (System.nanoTime() - began) * 1e-9;
                provenance.end(Instant.now(), end, "", Map.of("seconds", seconds));
            }
            if (end == Provenance.End.DONE) {
                folder.markDone();
                delete(folder.file(CHECKPOINT));
            }
        }
    }

    private Trainer trainer(Dataset dataset, ControlledSamples samples, Device device) {
        Classifier classifier = dataset.classifier(config, samples, device);
        try {
            initialModel.ifPresent(file -> TrainingState.restoreModel(file, classifier));
            return new Trainer(config, classifier, samples);
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    private Provenance.End train(Trainer trainer, ControlledSamples samples, Supplier<Stop> stop, Progress progress) {
        Path checkpoint = folder.file(CHECKPOINT);
        int done = Files.exists(checkpoint) ? trainer.state().restoreCheckpoint(checkpoint) : 0;
        progress.skip(done);
        try (MetricsFile metrics = MetricsFile.open(folder.file(METRICS))) {
            metrics.truncateAfter(done);
            for (int epoch = done + 1; epoch <= config.epochs(); epoch++) {
                List<GroupMeasurement> rows = trainer.epoch(epoch, () -> stop.get() == Stop.AT_ONCE);
                refuseDivergence(rows, epoch);
                metrics.append(rows);
                progress.advance(1, 0);
                boolean last = epoch == config.epochs();
                boolean stopping = stop.get() != Stop.WHEN_DONE;
                if (!last && (stopping || epoch % config.checkpointEvery() == 0)) {
                    metrics.sync();
                    trainer.state().saveCheckpoint(checkpoint, epoch);
                }
                if (!last && stopping) {
                    return Provenance.End.INTERRUPTED;
                }
            }
            metrics.sync();
        }
        trainer.state().saveModel(folder.file(MODEL));
        ExperimentSummary.of(labels(trainer, samples), MetricsFile.read(folder.file(METRICS)))
                .write(folder.file(SUMMARY));
        return Provenance.End.DONE;
    }

    private void refuseDivergence(List<GroupMeasurement> rows, int epoch) {
        for (GroupMeasurement row : rows) {
            if (!Double.isFinite(row.loss()) || Double.isInfinite(row.gradNorm())) {
                throw Failure.badData("training diverged in epoch " + epoch + ": the "
                        + row.group().key() + " loss is " + row.loss() + ", the gradient norm " + row.gradNorm()
                        + "; a smaller lr may help");
            }
        }
    }

    /** What the run is about, for tables and figures. */
    private ExperimentLabels labels(Trainer trainer, ControlledSamples samples) {
        Method method =
                switch (config.objective().optMethod()) {
                    case SUPERVISED -> Method.SUPERVISED;
                    case REINFORCE -> Method.REINFORCE;
                    case EXPECTED_REINFORCE -> Method.EXPECTED_REINFORCE;
                };
        boolean adam = config.optimizer() instanceof OptimizerConfig.Adam;
        return new ExperimentLabels(
                name(),
                method,
                config.seed(),
                new ExperimentLabels.Setting(
                        key(config.data().dataset()),
                        config.model().modelType(),
                        config.isPretraining(),
                        adam ? "adam" : "sgd",
                        config.optimizer().learningRate(),
                        key(config.objective().rewardType()),
                        config.data().numLabelsPerSample(),
                        trainer.state().parameters().size(),
                        samples.trainIndices().length,
                        samples.testIndices().length,
                        config.epochs()));
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The weights to start from must have been trained on these samples and label sets. */
    private static void refuseOtherData(Path file, ControlledSamples samples) {
        Path labels = file.resolveSibling(LABELS);
        if (Files.exists(labels)) {
            LabelsFile.mismatch(labels, samples).ifPresent(problem -> {
                throw Failure.badData(file.getParent() + " was pretrained on other data: " + problem);
            });
        } else {
            LOG.warn(
                    "{}: no {} beside it, so whether it was pretrained on the same label sets is not known",
                    file,
                    LABELS);
        }
    }

    private Provenance provenance(Dataset dataset, Device device) {
        List<HashedFile> files = new ArrayList<>();
        dataset.files().forEach(file -> files.add(HashedFile.of("data", file)));
        initialModel.ifPresent(file -> files.add(HashedFile.of("model", file)));
        Map<String, Long> seeds = new LinkedHashMap<>();
        seeds.put("shuffle", (long) config.seed());
        seeds.put("init", (long) config.initSeed());
        seeds.put("data", (long) config.samplesSeed());
        return Provenance.begin(
                folder.file(RunFolder.PROVENANCE),
                new Provenance.Run(resolved, seeds, files),
                new Provenance.Session(options.arguments(), GitState.ofSources(), Versions.all(), Versions.of(device)),
                Instant.now());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted: {}", file, e.getMessage());
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
