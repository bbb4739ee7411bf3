package org.ducksoup.parts;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that never keep the process alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** A factory whose threads all have this name. */
    public static ThreadFactory named(String name) {
        return task -> create(name, task);
    }

    /** A factory whose threads are named {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory numbered(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> create(name + "-" + count.incrementAndGet(), task);
    }

    /** A thread that is not started yet. */
    public static Thread create(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs a task that may never end, such as one that waits for a disk, and does not wait for it for ever. After the
     * limit the task goes on by itself.
     *
     * @return whether the task has ended in time
     */
    public static boolean runWithin(Duration limit, String name, Runnable task) {
        Thread thread = start(name, task);
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    public static Thread start(String name, Runnable task) {
        Thread thread = create(name, task);
        thread.start();
        return thread;
    }
}
