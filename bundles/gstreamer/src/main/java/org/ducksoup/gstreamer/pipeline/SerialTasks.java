package org.ducksoup.gstreamer.pipeline;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after the other on threads that are shared. */
final class SerialTasks implements Executor {
    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean active;

    SerialTasks(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (active) {
                return;
            }
            active = true;
        }
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException e) {
            // They ended, and with them all they worked for.
            discard();
        }
    }

    private void discard() {
        synchronized (waiting) {
            waiting.clear();
            active = false;
        }
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable task = waiting.poll();
            active = task != null;
            return task;
        }
    }
}
