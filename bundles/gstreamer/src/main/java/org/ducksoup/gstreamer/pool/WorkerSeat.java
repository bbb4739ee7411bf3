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
     * @throws NoneReadyException if there is none yet
     * @throws IOException if no worker can be started
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
            WorkerProcess next = pool.take(WorkerPool.PATIENCE).orElse(null);
            if (next == null) {
                String problem = pool.problem();
                throw problem == null
                        ? new NoneReadyException()
                        : new IOException("no process for it is ready: " + problem);
            }
            synchronized (this) {
                worker = next;
                users = 1;
            }
            return next;
        }
    }

    /** Workers are being started, one after the other, and others were faster. */
    static final class NoneReadyException extends IOException {
        private static final long serialVersionUID = 1;

        NoneReadyException() {
            super("no process for it is ready");
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
