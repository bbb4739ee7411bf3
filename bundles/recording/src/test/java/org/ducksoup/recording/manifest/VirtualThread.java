package org.ducksoup.recording.manifest;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks on the test's thread, in virtual time, which the test moves. When it is shut down, what is due runs. */
final class VirtualThread extends ScheduledThreadPoolExecutor {
    private record Task(long dueMillis, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueMillis).thenComparingLong(Task::number));
    private long nowMillis;
    private long number;

    VirtualThread() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        if (isShutdown()) {
            getRejectedExecutionHandler().rejectedExecution(work, this);
        }
        tasks.add(new Task(nowMillis + unit.toMillis(delay), number++, work));
        return super.schedule(() -> {}, 0, TimeUnit.NANOSECONDS);
    }

    /** How many tasks wait. */
    int waiting() {
        return tasks.size();
    }

    /** When the next task is due, from now on. */
    Duration next() {
        Task next = tasks.peek();
        return next == null ? Duration.ofDays(1) : Duration.ofMillis(next.dueMillis - nowMillis);
    }

    /** Lets time pass, and runs what becomes due. */
    void advance(Duration time) {
        long until = nowMillis + time.toMillis();
        for (Task task = tasks.peek(); task != null && task.dueMillis <= until; task = tasks.peek()) {
            tasks.remove();
            nowMillis = task.dueMillis;
            task.work.run();
        }
        nowMillis = until;
    }

    @Override
    public void shutdown() {
        super.shutdown();
        advance(Duration.ZERO);
    }
}
