package org.ducksoup.parts;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A periodic task of a scheduler. A scheduler silently drops a task that throws; this one continues. Of several
 * failures in a row, the first one is reported.
 */
public final class Recurring implements Runnable {
    private final Runnable task;
    private final Consumer<Throwable> onFailure;
    private boolean failing;

    public Recurring(Runnable task, Consumer<Throwable> onFailure) {
        this.task = task;
        this.onFailure = onFailure;
    }

    /** Runs the task again and again, each time so long after the last time, until the timer is closed. */
    public void every(Duration pause, Timer timer) {
        Runnable unused = timer.schedule(pause, () -> {
            run();
            every(pause, timer);
        });
    }

    @Override
    public void run() {
        try {
            task.run();
            failing = false;
        } catch (Throwable e) {
            // Errors are caught too: a class may be missing after an update.
            if (!failing) {
                failing = true;
                onFailure.accept(e);
            }
        }
    }
}
