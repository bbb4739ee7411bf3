package org.ducksoup.testkit.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.peer.WebSocketSignaling;

/**
 * The assembled server as a child process, with ports, configuration and data of its own: several run side by side, and
 * beside one that was started by hand. It never outlives this JVM, as long as this one ends in order.
 */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path distribution;
    private final ServerDirectory directory;
    private final int port;
    private final int udpPort;
    private final ServerOutput output;
    private final Thread endWithThisJvm;

    ServerProcess(Process process, Path distribution, ServerDirectory directory, int port, int udpPort) {
        this.process = process;
        this.distribution = distribution;
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

    // ---- where it is

    public int port() {
        return port;
    }

    public int udpPort() {
        return udpPort;
    }

    /** An origin that this server lets in. */
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

    /** Its working directory: configuration in {@code etc}, the container's in {@code karaf-data}. */
    public Path directory() {
        return directory.path();
    }

    // ---- what it says and costs

    /** From the start of the process to the line that says it is ready; the least a first join has to wait. */
    public Duration readyAfter() {
        return output.ready().getNow(Duration.ZERO);
    }

    /** Everything it wrote to its standard output and error. */
    public String output() {
        return output.toString();
    }

    /** The lines of its output that fit. */
    public List<String> output(Predicate<String> fits) {
        return output.lines(fits);
    }

    /**
     * Waits for a line of its output; one that is there already counts, too.
     *
     * @throws AssertionError with all of the output, if it does not come in time
     */
    public void awaitOutput(Predicate<String> fits, Duration patience) {
        try {
            if (!output.await(fits, patience)) {
                throw new AssertionError("no such line within " + patience + "\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The container's own log; empty while there is none. */
    public String log() {
        return directory.log();
    }

    /**
     * Runs a command in its console, as an operator would; only if it was started {@link ServerStarter#withConsole}.
     *
     * @return what it printed
     * @throws AssertionError with what it printed, if it failed
     */
    public String console(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        distribution.resolve("bin").resolve("client").toString(), "-b")
                .redirectErrorStream(true);
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

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it costs by now. */
    public ProcessCost cost() {
        return new ProcessCost(process.pid());
    }

    /**
     * Waits for the line that says the server is ready.
     *
     * @throws AssertionError with what the server said, if it ends or is not ready in time
     */
    public void awaitReady(Duration patience) {
        try {
            output.ready().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            dumpThreads();
            throw new AssertionError(
                    "the server is not ready (" + patience + "): " + e.getMessage() + "\n" + output() + "\n" + log(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A server that hangs shows where, in its output. */
    private void dumpThreads() {
        try {
            if (isAlive()) {
                new ProcessBuilder("kill", "-QUIT", Long.toString(pid()))
                        .start()
                        .waitFor();
                output.await(line -> line.contains("JNI global refs"), Duration.ofSeconds(5));
            }
        } catch (IOException e) {
            // It has ended meanwhile, or this machine has no kill.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- how it ends

    /** As a power cut: SIGKILL. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /**
     * As an operator does: SIGTERM.
     *
     * @return its exit code
     * @throws AssertionError if it has not ended in time; it is killed then
     */
    public int stop(Duration patience) {
        process.destroy();
        return awaitExit(patience);
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     * @throws AssertionError if it has not ended in time; it is killed then
     */
    public int awaitExit(Duration patience) {
        try {
            if (process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new AssertionError("the server did not end within " + patience + "\n" + output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Kills it if it is still there, and removes its directory. Idempotent. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook is about to run.
        }
        directory.delete();
    }
}
