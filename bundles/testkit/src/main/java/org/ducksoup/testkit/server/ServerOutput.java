package org.ducksoup.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads the standard output of a server on a thread of its own, and notices the line that says the server is ready. */
final class ServerOutput {
    private static final String READY = "DuckSoup is ready at ";

    private final Process process;
    private final long startNanos = System.nanoTime();
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<Duration> ready = new CompletableFuture<>();

    ServerOutput(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "testkit-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** The time from the start of the process until the server is ready. Fails if the process ends before. */
    CompletableFuture<Duration> ready() {
        return ready;
    }

    List<String> lines(Predicate<String> fits) {
        synchronized (lines) {
            return lines.stream().filter(fits).toList();
        }
    }

    /** @return whether there was such a line in time */
    boolean await(Predicate<String> fits, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lines) {
            int read = 0;
            while (true) {
                for (; read < lines.size(); read++) {
                    if (fits.test(lines.get(read))) {
                        return true;
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lines, left);
            }
        }
    }

    @Override
    public String toString() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
                if (line.contains(READY)) {
                    ready.complete(Duration.ofNanos(System.nanoTime() - startNanos));
                }
            }
        } catch (IOException e) {
            // The process is gone, and its output with it.
        }
        ready.completeExceptionally(new IllegalStateException("the process has ended"));
    }
}
