package org.ducksoup.sfu.time;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.ducksoup.parts.Timer;

/**
 * What an interaction has to do later. Tasks run on the interaction's thread; a cancelled task never runs, even if
 * its timer has gone off already. On the interaction's thread.
 */
public final class Agenda {
    private final Timer timer;
    private final Executor thread;
    private final Set<Task> tasks = new HashSet<>();
    private boolean closed;

    /** @param thread the interaction's */
    public Agenda(Timer timer, Executor thread) {
        this.timer = timer;
        this.thread = thread;
    }

    /**
     * Runs a task after a delay, unless the agenda is cleared or closed before.
     *
     * @return cancels this task; does nothing after it has run
     */
    public Runnable after(Duration delay, Runnable what) {
        if (closed) {
            return () -> {};
        }
        Task task = new Task(what);
        tasks.add(task);
        task.cancel = timer.schedule(delay, () -> thread.execute(task));
        return () -> {
            if (tasks.remove(task)) {
                task.cancel.run();
            }
        };
    }

    /** The timer's monotonic clock. */
    public long nanoTime() {
        return timer.nanoTime();
    }

    /** Cancels all tasks. */
    public void clear() {
        tasks.forEach(task -> task.cancel.run());
        tasks.clear();
    }

    /** Cancels all tasks and takes no more. */
    public void close() {
        closed = true;
        clear();
    }

    /** How many tasks there are. */
    int size() {
        return tasks.size();
    }

    private final class Task implements Runnable {
        private final Runnable what;
        private Runnable cancel = () -> {};

        Task(Runnable what) {
            this.what = what;
        }

        @Override
        public void run() {
            // Its timer may have gone off just before it was cancelled.
            if (tasks.remove(this)) {
                what.run();
            }
        }
    }
}
