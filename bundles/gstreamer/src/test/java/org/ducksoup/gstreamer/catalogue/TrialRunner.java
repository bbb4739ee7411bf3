package org.ducksoup.gstreamer.catalogue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.gstreamer.catalogue.TrialOutcome.Ending;
import org.jspecify.annotations.Nullable;

/** Runs trials in another process, and continues in a new one when that process has died. For one thread. */
final class TrialRunner implements AutoCloseable {
    private static final long HUNG_SECONDS = Long.getLong("trial.hung", 15);
    private static final long TOO_MUCH_MEGABYTES = 1_200;
    private static final String DEAD = "dead";
    private static final List<Path> CHECKED_ALLOCATORS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/libc_malloc_debug.so.0"),
            Path.of("/usr/lib/aarch64-linux-gnu/libc_malloc_debug.so.0"));

    private @Nullable Child child;

    private static final class Child {
        final Process process;
        final BufferedWriter trials;
        final BlockingQueue<String> lines = new ArrayBlockingQueue<>(100);

        Child() throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx40m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+SuppressFatalErrorMessage",
                            "-XX:-CreateCoredumpOnCrash",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TrialProcess.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // With this check the C library notices writes beyond a block when the block is freed.
            CHECKED_ALLOCATORS.stream().filter(Files::exists).findFirst().ifPresent(library -> {
                builder.environment().put("LD_PRELOAD", library.toString());
                builder.environment().put("MALLOC_CHECK_", "3");
            });
            process = builder.start();
            trials = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            Thread reader = new Thread(this::read, "trial-outcomes");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // The process has been killed.
            }
            lines.add(DEAD);
        }

        long megabytes() {
            try {
                String statm = Files.readString(Path.of("/proc/" + process.pid() + "/statm"));
                return Long.parseLong(statm.split(" ")[1]) * 4096 / 1_000_000;
            } catch (IOException e) {
                return 0;
            }
        }
    }

    /** @throws IOException when no process can be started at all */
    TrialOutcome run(EffectTrial trial) throws IOException, InterruptedException {
        Child running = child;
        if (running == null) {
            running = new Child();
            child = running;
            String first = running.lines.poll(60, TimeUnit.SECONDS);
            if (!"ready".equals(first)) {
                throw new IOException("the trials' process does not start: " + first);
            }
        }
        try {
            running.trials.write(trial.line() + "\n");
            running.trials.flush();
        } catch (IOException e) {
            // The process died after the outcome of the trial before, so this trial is not the cause.
            return ended(running, Ending.CRASH, "before it began, after the one before; ");
        }
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(HUNG_SECONDS)) {
            String line = running.lines.poll(20, TimeUnit.MILLISECONDS);
            if (DEAD.equals(line)) {
                return ended(running, Ending.CRASH, "");
            } else if (line != null && line.contains(TrialOutcome.PREFIX)) {
                return TrialOutcome.of(
                        line.substring(line.indexOf(TrialOutcome.PREFIX) + TrialOutcome.PREFIX.length()));
            } else if (running.megabytes() > TOO_MUCH_MEGABYTES) {
                return ended(running, Ending.MEMORY, running.megabytes() + " MB; ");
            }
        }
        return ended(running, Ending.HANG, "");
    }

    private TrialOutcome ended(Child dead, Ending ending, String words) throws InterruptedException {
        child = null;
        if (ending != Ending.CRASH) {
            dead.process.destroyForcibly();
        }
        return TrialOutcome.of(ending, words + "status " + dead.process.waitFor());
    }

    @Override
    public void close() {
        Child last = child;
        if (last != null) {
            last.process.destroyForcibly().onExit().join();
        }
    }
}
