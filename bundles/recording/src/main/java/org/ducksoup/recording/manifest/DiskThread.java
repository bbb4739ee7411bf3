package org.ducksoup.recording.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for work that may wait for a disk, one piece after the other. What must not be missing is tried again when the disk fails:
 * after a second, and then less and less often, at last every 30 s, as recordings do. Each failure is logged.
 */
final class DiskThread {
    static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(DiskThread.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Work on the files of a run. */
    @FunctionalInterface
    interface Work {
        /** @return whether it is done; false if it is too early for it */
        boolean on(Path run) throws IOException;
    }

    private static final class Task {
        private final Path run;
        private final String what;
        private final Work work;

        Task(Path run, String what, Work work) {
            this.run = run;
            this.what = what;
            this.work = work;
        }
    }

    private final ScheduledThreadPoolExecutor thread;
    private final Set<Task> undone = ConcurrentHashMap.newKeySet();

    DiskThread(ScheduledThreadPoolExecutor thread) {
        this.thread = thread;
        // When the server stops, nothing waits for the end of a pause.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The pause after one more failure. */
    static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** @param what is written, for the log */
    void once(Path run, String what, Work work) {
        Task task = new Task(run, what, work);
        if (!schedule(Duration.ZERO, () -> attempt(task))) {
            LOGGER.warn("{} in {} is not written: the server stops", what, run);
        }
    }

    /** @param what is written, for the log */
    void untilDone(Path run, String what, Work work) {
        Task task = new Task(run, what, work);
        undone.add(task);
        if (!schedule(Duration.ZERO, () -> attempt(task, SHORTEST_PAUSE))) {
            LOGGER.warn("{} in {} is not written: the server stops", what, run);
        }
    }

    private void attempt(Task task, Duration pauseAfterFailure) {
        Outcome outcome = attempt(task);
        if (outcome == Outcome.DONE) {
            undone.remove(task);
            return;
        }
        boolean failed = outcome == Outcome.FAILED;
        Duration pause = failed ? pauseAfterFailure : SHORTEST_PAUSE;
        // After the end of the thread the last attempt is that of stop.
        schedule(pause, () -> attempt(task, failed ? longer(pause) : SHORTEST_PAUSE));
    }

    private enum Outcome {
        DONE,
        TOO_EARLY,
        FAILED
    }

    private static Outcome attempt(Task task) {
        try {
            return task.work.on(task.run) ? Outcome.DONE : Outcome.TOO_EARLY;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.warn("{} in {} cannot be written: {}", task.what, task.run, e.toString());
            return Outcome.FAILED;
        }
    }

    private boolean schedule(Duration delay, Runnable work) {
        try {
            var unused = thread.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Runs what is due, tries once more what is not done, and ends the thread. Waits for the disk, which may never answer.
     */
    void stop() throws InterruptedException {
        for (Task task : undone) {
            schedule(Duration.ZERO, () -> {
                // It may have been due, and done before this.
                if (undone.contains(task)) {
                    attempt(task, SHORTEST_PAUSE);
                }
            });
        }
        thread.shutdown();
        boolean ended = false;
        while (!ended) {
            ended = thread.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** The runs whose work is not done. */
    Set<Path> undone() {
        return undone.stream().map(task -> task.run).collect(Collectors.toSet());
    }
}
