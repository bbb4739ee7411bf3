package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.util.Optional;
import org.ducksoup.gstreamer.pipeline.MediaPlace;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The worker that some media share; after its death the next one. It is ended with the last of them.
 * Thread-safe.
 */
final class WorkerSeat implements MediaPlace {
    private final WorkerPool pool;
    private final ForeignEffects foreign;
    private final PipelineEnvironment environment;

    private final Object entering = new Object();
    // Guarded by this.
    private @Nullable WorkerProcess worker;
    private int users;

    WorkerSeat(WorkerPool pool, ForeignEffects foreign, PipelineEnvironment environment) {
        this.pool = pool;
        this.foreign = foreign;
        this.environment = environment;
    }

    @Override
    public Optional<Medium> build(Medium.Design design, Medium.Owner owner) {
        return Optional.of(new WorkerMedium(design, owner, this, foreign, environment));
    }

    /**
     * The worker for the next attempt of a medium, which has to give it back. May wait.
     *
     * @throws IOException if there is none
     */
    WorkerProcess enter() throws IOException {
        // While one medium waits for a worker, the others wait for the same one.
        synchronized (entering) {
            synchronized (this) {
                WorkerProcess there = worker;
                if (there != null && there.isAlive()) {
                    users++;
                    return there;
                }
            }
            WorkerProcess next = pool.take(WorkerPool.PATIENCE)
                    .orElseThrow(() -> new IOException(
                            "no process for it is ready" + (pool.problem() == null ? "" : ": " + pool.problem())));
            synchronized (this) {
                worker = next;
                users = 1;
            }
            return next;
        }
    }

    /** The medium does not use this worker any more. */
    void leave(WorkerProcess left) {
        synchronized (this) {
            if (worker != left || --users > 0) {
                return;
            }
            worker = null;
        }
        left.kill("its media are closed");
    }
}
