package org.rlgrad.experiment;

import ai.djl.Device;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.Split;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.report.GitState;
import org.rlgrad.report.Progress;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.Evaluation;
import org.rlgrad.train.EvaluationMetrics;
import org.rlgrad.train.EvaluationResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training in its run folder: evaluate all splits, then train with validations and checkpoints in between, evaluate all splits
 * again, and save the model.
 *
 * <p>All files are cut back to the checkpoint before a run goes on, and nothing that is drawn depends on where it was interrupted, so
 * a resumed run leaves the bytes of one that never was.
 */
final class TrainRun {
    /** The trained model, a Hugging Face folder. */
    static final String MODEL = "model";

    private static final Logger LOG = LoggerFactory.getLogger(TrainRun.class);
    private static final String CHECKPOINTS = "checkpoints";

    private final TrainingPlan plan;
    private final TrainConfig config;
    private final RunFolder folder;
    private final RunOptions options;
    private final StopSignal signal;
    private final LanguageModel policy;
    private final TrainingLoop loop;
    private final Checkpoints checkpoints;
    private final TrainingRecord record;
    private final Evaluation evaluation;

    private TrainRun(
            TrainingPlan plan,
            RunFolder folder,
            RunOptions options,
            StopSignal signal,
            LanguageModel policy,
            TrainingLoop loop,
            TrainingRecord record,
            EvaluationMetrics metrics) {
        this.plan = plan;
        this.config = plan.config();
        this.folder = folder;
        this.options = options;
        this.signal = signal;
        this.policy = policy;
        this.loop = loop;
        this.checkpoints = new Checkpoints(folder.file(CHECKPOINTS), loop.checkpoints());
        this.record = record;
        this.evaluation = new Evaluation(
                policy,
                plan.text(),
                plan.evaluationPrompt(),
                plan.evaluationSide(),
                config.trainEvaluation().evalBatchSize(),
                metrics,
                loop.generators(),
                config.seed());
    }

    /** Trains from where the folder is to the end, or until a signal. */
    static void run(TrainingPlan plan, RunFolder folder, String resolved, RunOptions options, StopSignal signal) {
        Device device = Torch.device(options.device());
        try (RunLog log = new RunLog(folder.file("log.txt"))) {
            Provenance provenance = provenance(plan, folder, resolved, options, device);
            long began = System.nanoTime();
            Provenance.End end = Provenance.End.FAILED;
            try (LanguageModel policy = policy(plan, device);
                    TrainingLoop loop = loop(plan, policy, device);
                    EvaluationMetrics metrics = EvaluationMetrics.load(
                            plan.config().trainEvaluation().metrics(),
                            plan.config().fidelity(),
                            device);
                    TrainingRecord record = new TrainingRecord(folder)) {
                end = new TrainRun(plan, folder, options, signal, policy, loop, record, metrics).train();
            } finally {
                double seconds = (System.nanoTime() - began) * 1e-9;
                provenance.end(Instant.now(), end, "", Map.of("seconds", seconds));
            }
            if (end == Provenance.End.DONE) {
                folder.markDone();
            }
        }
        signal.leave();
    }

    private static LanguageModel policy(TrainingPlan plan, Device device) {
        ModelType type = plan.config().alg().modelType();
        return plan.startsFromNothing()
                ? LanguageModel.initialized(
                        plan.modelFolder(), type, new TorchRandom(plan.config().seed()), device)
                : LanguageModel.load(plan.modelFolder(), type, device);
    }

    private static TrainingLoop loop(TrainingPlan plan, LanguageModel policy, Device device) {
        if (plan.config().alg() instanceof AlgorithmConfig.OnPolicy algorithm) {
            return OnPolicyLoop.of(algorithm, plan, policy, device);
        }
        return SupervisedLoop.of((AlgorithmConfig.Supervised) plan.config().alg(), plan, policy);
    }

    private Provenance.End train() {
        checkpoints.tidy();
        int before = checkpoints.newest().orElse(0);
        if (before > 0) {
            loop.restore(checkpoints.restore(
                    before, policy.parameters(), loop.state(), loop.counters().keySet()));
            LOG.info("going on from checkpoint {} of {}", before, loop.total());
        }
        try (Progress progress = options.progress(config.alg().id(), loop.unit(), loop.total(), before, LOG)) {
            signal.watch(progress);
            record.goOnFrom(before, evaluatedAt(before));
            return train(before, progress);
        }
    }

    private Provenance.End train(int saved, Progress progress) {
        int checkpoint = saved;
        try {
            evaluate(evaluatedAt(loop.done()), progress);
            while (loop.done() < loop.total()) {
                TrainingLoop.Unit unit = loop.advance(() -> signal.stop() == Stop.AT_ONCE);
                record.append(loop.done(), unit);
                progress.note(unit.note());
                progress.advance(1, 0);
                LOG.debug("{} {}: {}", loop.unit(), loop.done(), unit.note());
                boolean last = loop.done() == loop.total();
                if (signal.stop() != Stop.WHEN_DONE || last || loop.saves(loop.done())) {
                    save();
                    checkpoint = loop.done();
                }
                if (signal.stop() != Stop.WHEN_DONE) {
                    return Provenance.End.INTERRUPTED;
                }
                evaluate(evaluatedAt(loop.done()), progress);
                progress.note(unit.note());
            }
        } catch (CancellationException e) {
            LOG.info("{}", e.getMessage());
            if (e instanceof EvaluationStopped && loop.done() > checkpoint) {
                save();
            }
            return Provenance.End.INTERRUPTED;
        }
        SavedModel.write(folder.file(MODEL), policy.parameters(), plan.modelFolder(), plan.tokenizerFolder());
        record.finish(config.alg().id(), loop.rewardMetric());
        return Provenance.End.DONE;
    }

    /** The splits that are evaluated after so many units. */
    private Set<Split> evaluatedAt(int units) {
        if (units == 0 || units == loop.total()) {
            return plan.evaluated().keySet();
        }
        boolean validates = loop.validates(units) && plan.evaluated().containsKey(Split.VAL);
        return validates ? Set.of(Split.VAL) : Set.of();
    }

    private void evaluate(Set<Split> splits, Progress progress) {
        for (Split split : splits) {
            if (!record.isEvaluated(loop.done(), split)) {
                EvaluationResult result = evaluated(split, progress);
                progress.clear();
                record.append(loop.done(), split, result);
            }
        }
    }

    private EvaluationResult evaluated(Split split, Progress progress) {
        List<Sample> samples = plan.evaluated().get(split);
        IntConsumer show = done -> {
            progress.note("evaluating " + TrainingPlan.name(split) + " " + done + "/" + samples.size());
            progress.advance(0, 0);
        };
        try {
            return evaluation.run(
                    split, samples, plan.decodingOf(split), loop.done(), show, () -> signal.stop() != Stop.WHEN_DONE);
        } catch (CancellationException e) {
            throw new EvaluationStopped();
        }
    }

    /** A signal came while the policy was only looked at, so that it can be saved. */
    private static final class EvaluationStopped extends CancellationException {
        EvaluationStopped() {
            super("stopped inside an evaluation, which --resume repeats");
        }
    }

    /** @throws Failure where training has diverged: what is on disk is worth more than weights that are no numbers */
    private void save() {
        if (!Stream.concat(policy.parameters().values().stream(), loop.state().values().stream())
                .allMatch(Ops::allFinite)) {
            throw Failure.badData("training diverged: after " + loop.done() + " " + loop.unit()
                    + " weights or moments are NaN or infinite; a smaller learning_rate may help");
        }
        record.sync();
        checkpoints.save(
                loop.done(),
                new Checkpoints.Content(policy.parameters(), loop.state(), loop.counters()),
                plan.modelFolder(),
                plan.tokenizerFolder());
    }

    private static Provenance provenance(
            TrainingPlan plan, RunFolder folder, String resolved, RunOptions options, Device device) {
        Map<String, Long> seeds = new LinkedHashMap<>();
        seeds.put("run", (long) plan.config().seed());
        seeds.put("subset", (long) plan.config().subsetSeed());
        return Provenance.begin(
                folder.file(RunFolder.PROVENANCE),
                new Provenance.Run(resolved, seeds, SourceFiles.of(plan)),
                new Provenance.Session(options.arguments(), GitState.ofSources(), Versions.all(), Versions.of(device)),
                Instant.now());
    }
}
