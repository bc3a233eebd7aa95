package org.rlgrad.experiment;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Scores one unit while the next one is generated, and records units in their order.
 *
 * <p>Closing waits for the unit that is being scored and records it, also on the way out of a failure: it was paid for, and
 * the models that score it may be closed only afterwards.
 */
final class ScoringPipeline implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "scorer"));
    private final Consumer<List<Scored>> recorder;
    private Future<List<Scored>> pending;

    ScoringPipeline(Consumer<List<Scored>> recorder) {
        this.recorder = recorder;
    }

    /** Records the unit before and starts to score this one. */
    void submit(Callable<List<Scored>> scoring) {
        recordPending();
        pending = thread.submit(scoring);
    }

    private void recordPending() {
        if (pending != null) {
            Future<List<Scored>> scored = pending;
            pending = null;
            recorder.accept(await(scored));
        }
    }

    private static List<Scored> await(Future<List<Scored>> scoring) {
        try {
            return scoring.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause; // out of memory, say
            }
            throw new IllegalStateException("scoring ended with " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", e);
        }
    }

    @Override
    public void close() {
        try {
            recordPending();
        } finally {
            thread.shutdown();
            try {
                thread.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
