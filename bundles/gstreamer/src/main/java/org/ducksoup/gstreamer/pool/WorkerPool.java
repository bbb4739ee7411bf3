package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.Recurring;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps workers ready, and knows those in use. A worker is given away once. The first one is started when somebody needs one: a
 * server without such effects has none. Thread-safe.
 */
public final class WorkerPool implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerPool.class);
    private static final long WATCH_MILLIS = 100;
    private static final long[] PAUSES_MILLIS = {500, 1000, 2000, 5000, 15_000, 30_000};
    /** A join waits so long for a worker. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int warm;
    private final Preparation preparation;
    private final MediumPlan.Tuning tuning;
    private final ScheduledExecutorService control;
    private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();

    // Guarded by this.
    private final Deque<WorkerProcess> ready = new ArrayDeque<>();
    private @Nullable Thread starter;
    private @Nullable ScheduledFuture<?> watching;
    private boolean closed;
    private int started;
    private int failures;
    private @Nullable String problem;

    /**
     * @param warm how many are kept ready
     * @param control keeps time
     */
    WorkerPool(int warm, Preparation preparation, MediumPlan.Tuning tuning, ScheduledExecutorService control) {
        this.warm = warm;
        this.preparation = preparation;
        this.tuning = tuning;
        this.control = control;
    }

    private void watch() {
        long now = System.nanoTime();
        alive.forEach(worker -> worker.watch(now));
    }

    /** Begins to start workers, if there are none yet. Returns at once. */
    public synchronized void warm() {
        if (starter == null && !closed) {
            watching = control.scheduleWithFixedDelay(
                    new Recurring(this::watch, e -> LOGGER.error("workers could not be checked", e)),
                    WATCH_MILLIS,
                    WATCH_MILLIS,
                    TimeUnit.MILLISECONDS);
            starter = DaemonThreads.start("ducksoup-worker-starter", this::startWorkers);
        }
    }

    /** Waits until a worker is ready, without taking it. */
    public synchronized boolean awaitReady(Duration patience) {
        return awaitReady(System.nanoTime() + patience.toNanos());
    }

    private synchronized boolean awaitReady(long deadline) {
        warm();
        notifyAll();
        while (ready.isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !closed;
    }

    /** Takes a worker, which the caller has to end. Empty if none becomes ready in time. */
    synchronized Optional<WorkerProcess> take(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (awaitReady(deadline)) {
            WorkerProcess worker = ready.poll();
            notifyAll();
            if (worker != null && worker.isAlive()) {
                return Optional.of(worker);
            }
        }
        return Optional.empty();
    }

    /** On a thread of its own that lives as long as the pool: the kernel ends workers with the thread that started them. */
    private void startWorkers() {
        while (awaitDemand()) {
            try {
                int number;
                synchronized (this) {
                    number = ++started;
                }
                WorkerProcess worker = WorkerProcess.start(number, preparation.get(), tuning, this::onEnd);
                alive.add(worker);
                add(worker);
            } catch (IOException | RuntimeException | Error e) {
                // Errors too: without this thread there are no workers, and no memory for one is a matter of a moment.
                onStartFailed(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void add(WorkerProcess worker) {
        failures = 0;
        problem = null;
        if (closed || !worker.isAlive()) {
            worker.kill("the server ends");
            alive.remove(worker);
        } else {
            ready.add(worker);
        }
        notifyAll();
    }

    private synchronized void onStartFailed(Throwable failure) {
        String sentence = "No process for effects can be started: " + failure.getMessage();
        if (!sentence.equals(problem)) {
            LOGGER.error(sentence, failure);
        }
        problem = sentence;
        long pause = PAUSES_MILLIS[Math.min(failures++, PAUSES_MILLIS.length - 1)];
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        try {
            for (long left = pause; left > 0 && !closed; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitDemand() {
        ready.removeIf(worker -> !worker.isAlive());
        while (!closed && ready.size() >= warm) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            ready.removeIf(worker -> !worker.isAlive());
        }
        return !closed && !Thread.currentThread().isInterrupted();
    }

    private void onEnd(WorkerProcess worker, String reason) {
        alive.remove(worker);
        synchronized (this) {
            if (ready.remove(worker) && !closed) {
                LOGGER.warn("worker {} has ended before it was used: {}", worker.number(), reason);
            }
            notifyAll();
        }
    }

    /** Why no worker can be started at the moment; null if that works. */
    public synchronized @Nullable String problem() {
        return problem;
    }

    /** Processes there are now. */
    public List<WorkerStatus> workers() {
        return alive.stream()
                .map(WorkerProcess::status)
                .sorted(Comparator.comparingInt(WorkerStatus::number))
                .toList();
    }

    /** Ends all workers. */
    @Override
    public void close() {
        Thread thread;
        synchronized (this) {
            closed = true;
            thread = starter;
            if (watching != null) {
                watching.cancel(false);
            }
            notifyAll();
        }
        alive.forEach(worker -> worker.kill("the server ends"));
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
