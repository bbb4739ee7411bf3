package org.ducksoup.testkit.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.peer.WebSocketSignaling;

/**
 * The assembled server as a child process, with ports, configuration and data of its own. Several run side by side,
 * also beside a server that was started by hand. The server ends with this JVM unless the JVM is killed.
 */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path distribution;
    private final List<String> through;
    private final ServerDirectory directory;
    private final int port;
    private final int udpPort;
    private final ServerOutput output;
    private final Thread endWithThisJvm;
    private Duration wallClockAhead = Duration.ZERO;

    /** @param through words in front of each command that has to be where the server is */
    ServerProcess(
            Process process,
            Path distribution,
            List<String> through,
            ServerDirectory directory,
            int port,
            int udpPort) {
        this.process = process;
        this.distribution = distribution;
        this.through = List.copyOf(through);
        this.directory = directory;
        this.port = port;
        this.udpPort = udpPort;
        output = new ServerOutput(process);
        endWithThisJvm = new Thread(process::destroyForcibly, "testkit-end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(endWithThisJvm);
    }

    /** @param distribution the unpacked assembly: the directory that has {@code bin/karaf} */
    public static ServerStarter of(Path distribution) {
        return new ServerStarter(distribution);
    }

    // ---- addresses

    public int port() {
        return port;
    }

    public int udpPort() {
        return udpPort;
    }

    /** An origin that this server accepts. */
    public String origin() {
        return "http://localhost:" + port;
    }

    /** Address of a page, for instance of {@code /test/mirror/}. */
    public URI page(String path) {
        return URI.create(origin() + path);
    }

    /** The signaling socket, with this server's own origin. */
    public SignalingSocket.Opener signaling() {
        return WebSocketSignaling.to(webSocket(), origin());
    }

    public URI webSocket() {
        return URI.create("ws://localhost:" + port + "/ws");
    }

    /** The server's working directory: configuration in {@code etc}, the container's data in {@code karaf-data}. */
    public Path directory() {
        return directory.path();
    }

    // ---- output and cost

    /** From the start of the process to the line that says it is ready. A first join waits at least this long. */
    public Duration readyAfter() {
        return output.ready().getNow(Duration.ZERO);
    }

    /** Everything that the server wrote to its standard output and error. */
    public String output() {
        return output.toString();
    }

    /** The lines of the server's output that match. */
    public List<String> output(Predicate<String> fits) {
        return output.lines(fits);
    }

    /**
     * Waits for a line of the server's output. A line that was written earlier counts, too. The server's event log has a
     * thread of its own, so a line may come after what a participant has heard of the same event.
     *
     * @return all lines that match by then, at least one
     * @throws AssertionError with all of the output, if the line does not appear in time
     */
    public List<String> awaitOutput(Predicate<String> fits, Duration patience) {
        try {
            if (!output.await(fits, patience)) {
                throw new AssertionError("no such line within " + patience + "\n" + output());
            }
            return output(fits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The container's own log; empty before the file exists. */
    public String log() {
        return directory.log();
    }

    /**
     * Runs a command in the server's console, as an operator would. The server must have been started
     * {@link ServerStarter#withConsole}.
     *
     * @return the output of the command
     * @throws AssertionError with the output of the command, if it failed
     */
    public String console(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(through);
        words.addAll(List.of(distribution.resolve("bin").resolve("client").toString(), "-b"));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_ETC", directory.path().resolve("etc").toString());
        Process client = builder.start();
        try (OutputStream in = client.getOutputStream()) {
            in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (client.waitFor() != 0) {
            throw new AssertionError(command + ": " + printed);
        }
        return printed;
    }

    /**
     * Steps the server's wall clock, as NTP or an operator does, while its monotonic clock goes on. The server must have
     * been started {@link ServerStarter#withMovableWallClock}.
     */
    public void stepWallClock(Duration by) throws IOException {
        wallClockAhead = wallClockAhead.plus(by);
        directory.setWallClock(wallClockAhead);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The memory and processor time that the server has used so far. */
    public ProcessCost cost() {
        return new ProcessCost(process.pid());
    }

    /**
     * Waits for the line that says the server is ready.
     *
     * @throws AssertionError with the server's output, if the server ends or is not ready in time
     */
    public void awaitReady(Duration patience) {
        try {
            output.ready().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            dumpThreads();
            throw new AssertionError(
                    "the server is not ready (" + patience + "): " + e.getMessage() + "\n" + log() + "\n" + output(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Makes a server that hangs write its stack traces to its output. */
    private void dumpThreads() {
        try {
            if (isAlive()) {
                new ProcessBuilder("kill", "-QUIT", Long.toString(pid()))
                        .start()
                        .waitFor();
                output.await(line -> line.contains("JNI global refs"), Duration.ofSeconds(5));
            }
        } catch (IOException e) {
            // The server has ended meanwhile, or this machine has no kill.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the end

    /** Kills the server (SIGKILL), as a power cut would. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /**
     * Stops the server (SIGTERM), as an operator does.
     *
     * @return its exit code
     * @throws AssertionError if it has not ended in time; it is killed then
     */
    public int stop(Duration patience) {
        process.destroy();
        return awaitExit(patience);
    }

    /**
     * Waits until the server has ended.
     *
     * @return its exit code
     * @throws AssertionError if it has not ended in time; it is killed then
     */
    public int awaitExit(Duration patience) {
        try {
            if (process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return process.exitValue();
            }
            dumpThreads();
            process.destroyForcibly();
            throw new AssertionError("the server did not end within " + patience + "\n" + output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Kills the server if it still runs, and removes its directory. Idempotent. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
        } catch (IllegalStateException e) {
            // This JVM is ending, so its shutdown hook will do this.
        }
        directory.delete();
    }
}
