package org.ducksoup.parts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real time, with one daemon thread for tasks that run later. */
public final class SystemTimer implements Timer, AutoCloseable {
    private final Clock clock = WallClock.utc();
    private final ScheduledThreadPoolExecutor scheduler;

    /** @param threadName as it shows in a thread dump */
    public SystemTimer(String threadName) {
        scheduler = new ScheduledThreadPoolExecutor(1, DaemonThreads.named(threadName));
        // Otherwise a cancelled task would stay in memory, with all that it refers to, until it would have been due.
        scheduler.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** A closed timer accepts the task and never runs it: who asks then is about to be closed, too. */
    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
