package org.rlgrad.experiment;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.ControlledPlan;
import org.rlgrad.report.Progress;
import org.rlgrad.tensor.Torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs experiments that do not depend on each other, several at a time, each on its device or on its share of the cores.
 *
 * <p>Threads of one process and not processes: libtorch computes outside the JVM's locks, and one process has one progress bar, one
 * exit code and one place that a signal goes to. A signal lets every experiment finish its epoch and write a checkpoint; an
 * experiment that fails leaves the others alone.
 */
final class ExperimentPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExperimentPool.class);

    /** How long a signal waits for the epochs at work; what takes longer goes on from its last checkpoint. */
    private static final long PATIENCE_SECONDS = 20;

    private final RunOptions options;
    private final Interruption interruption = Interruption.watch();
    private volatile Stop stop = Stop.WHEN_DONE;

    ExperimentPool(RunOptions options) {
        this.options = options;
    }

    /**
     * Runs all of them and waits.
     *
     * @throws Failure where some failed, naming all of these, with the first one's exit code
     */
    void runAll(List<ControlledRun> runs, ControlledPlan plan) {
        int threads = Math.max(1, Torch.threads() / plan.numParallel());
        BlockingQueue<Integer> gpus = new LinkedBlockingQueue<>(Torch.gpus() > 0 ? plan.gpuIdsPool() : List.of());
        boolean pooled = !gpus.isEmpty() && options.device().equals("auto");
        ExecutorService workers = Executors.newFixedThreadPool(plan.numParallel());
        long epochs = runs.stream().mapToLong(run -> run.config().epochs()).sum();
        try (Progress progress = options.progress("training", "epochs", epochs, 0, LOG)) {
            interruption.onSignal(() -> stop(workers, progress));
            List<Future<?>> results = new ArrayList<>();
            for (ControlledRun run : runs) {
                results.add(workers.submit(() -> {
                    Integer gpu = pooled ? gpus.take() : null;
                    try {
                        Device device = gpu == null ? device(run.config()) : Torch.device("cuda:" + gpu);
                        Torch.withThreads(threads, () -> run.train(device, () -> stop, progress));
                    } finally {
                        if (gpu != null) {
                            gpus.add(gpu);
                        }
                    }
                    return null;
                }));
            }
            workers.shutdown();
            await(runs, results);
        } finally {
            workers.shutdownNow();
        }
    }

    /** The command line's device, or the experiment's own GPU where there is one and nothing else was asked for. */
    private Device device(ControlledConfig config) {
        boolean own = options.device().equals("auto") && config.gpu().isPresent() && Torch.gpus() > 0;
        return Torch.device(own ? "cuda:" + config.gpu().get() : options.device());
    }

    private void await(List<ControlledRun> runs, List<Future<?>> results) {
        List<String> failed = new ArrayList<>();
        ExitCode status = ExitCode.DEFECT;
        for (int i = 0; i < results.size(); i++) {
            try {
                results.get(i).get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof Failure failure)) {
                    throw new IllegalStateException(runs.get(i).name() + ": " + e.getCause(), e.getCause());
                }
                status = failed.isEmpty() ? failure.exitCode() : status;
                failed.add(runs.get(i).name() + ": " + failure.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while training", e);
            }
        }
        if (stop != Stop.WHEN_DONE) {
            interruption.awaitEnd();
        }
        if (!failed.isEmpty()) {
            throw new Failure(status, String.join("; ", failed));
        }
    }

    /** On a signal, in the thread that then ends the process. */
    private void stop(ExecutorService workers, Progress progress) {
        stop = Stop.AFTER_UNIT;
        progress.clear();
        System.err.println("rlgrad: interrupted; writing checkpoints");
        try {
            workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // No thread may be inside libtorch when the process ends: its static objects are gone then.
            stop = Stop.AT_ONCE;
            workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then the last checkpoints must do
        }
        System.err.println("rlgrad: the same command with --resume goes on");
    }

    @Override
    public void close() {
        interruption.close();
    }
}
