package org.ducksoup.stats.log;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.ducksoup.parts.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log file on a thread of its own, so that nobody waits for a disk that hangs. Meanwhile the newest 10 000
 * entries wait in memory (8 MiB of them at most). What is lost is said in the file when the disk answers.
 */
final class LogFileThread implements LineDestination, Executor {
    /** Longer than an ordinary disk takes for a line. */
    static final Duration HANGS_AFTER = Duration.ofSeconds(5);

    /** How long the end waits for the disk. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final LogFile file;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Warnings warnings;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final Deque<Runnable> questions = new ArrayDeque<>();
    private final Thread thread;
    private int waitingBytes;
    private long lost;
    private boolean closed;
    /** Whether the thread is at the disk now, since {@link #busySinceNanos}. */
    private boolean busy;

    private long busySinceNanos;
    private boolean hangs;

    /**
     * @param clock for the entry that says what is lost
     * @param nanoTime monotonic
     */
    LogFileThread(LogFile file, Clock clock, LongSupplier nanoTime, Warnings warnings) {
        this.file = file;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.warnings = warnings;
        thread = DaemonThreads.start("ducksoup-log-file", this::run);
    }

    LogFile file() {
        return file;
    }

    /** Never waits for the disk. */
    @Override
    public synchronized void write(LogEntry entry) {
        byte[] line = file.line(entry);
        waiting.addLast(line);
        waitingBytes += line.length;
        while (waiting.size() > LogFile.MAX_WAITING
                || (waitingBytes > LogFile.MAX_WAITING_BYTES && waiting.size() > 1)) {
            waitingBytes -= waiting.removeFirst().length;
            lost++;
        }
        notifyAll();
        if (busy && !hangs && nanoTime.getAsLong() - busySinceNanos >= HANGS_AFTER.toNanos()) {
            hangs = true;
            warnings.warn(
                    "the disk of the log file " + file.path() + " does not answer; the newest entries wait in memory");
        }
    }

    /** Runs a question to the same disk on this thread, before the lines that wait. */
    @Override
    public synchronized void execute(Runnable question) {
        questions.addLast(question);
        notifyAll();
    }

    private void run() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException e) {
                warnings.warn("log file " + file.path() + ": " + e);
            }
            answered();
        }
        file.close();
        answered();
    }

    private synchronized @Nullable Runnable next() {
        while (questions.isEmpty() && waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        busy = true;
        busySinceNanos = nanoTime.getAsLong();
        Runnable question = questions.pollFirst();
        if (question != null) {
            return question;
        }
        if (lost > 0) {
            byte[] sentence = file.line(lost());
            lost = 0;
            return () -> file.write(sentence);
        }
        byte[] line = waiting.pollFirst();
        if (line == null) {
            return null;
        }
        waitingBytes -= line.length;
        return () -> file.write(line);
    }

    private LogEntry lost() {
        LogProperties properties =
                new LogProperties().with("value", lost).with("unit", "lines").with("cause", "the disk did not answer");
        return new LogEntry(LogLevel.WARN, clock.instant(), "app", "log_lines_lost", properties);
    }

    private synchronized void answered() {
        busy = false;
        if (hangs) {
            hangs = false;
            warnings.warn("the disk of the log file " + file.path() + " answers again; entries lost: " + lost);
        }
    }

    /** Writes what waits. A disk that does not answer keeps the caller for two seconds only. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            synchronized (this) {
                warnings.warn("the disk of the log file " + file.path()
                        + " does not answer; entries lost if it never does: " + (waiting.size() + lost));
            }
        }
    }
}
