package org.ducksoup.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The assembled server as a child process, with ports, configuration and data of its own: several run side by side, and
 * beside one that was started by hand. It never outlives this JVM, as long as this one ends in order.
 */
public final class ServerProcess implements AutoCloseable {
    private static final String READY = "DuckSoup is ready at ";

    private final Process process;
    private final Path distribution;
    private final Path directory;
    private final int port;
    private final int udpPort;
    private final long startNanos;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Duration> ready = new CompletableFuture<>();
    private final Thread endWithThisJvm;

    private ServerProcess(Process process, Path distribution, Path directory, int port, int udpPort) {
        this.process = process;
        this.distribution = distribution;
        this.directory = directory;
        this.port = port;
        this.udpPort = udpPort;
        startNanos = System.nanoTime();
        endWithThisJvm = new Thread(process::destroyForcibly, "testkit-end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(endWithThisJvm);
        Thread reader = new Thread(this::read, "testkit-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** How a server is started. Every method changes and returns this. */
    public static final class Starter {
        private final Path distribution;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<String, String> files = new TreeMap<>();
        private Duration patience = Duration.ofSeconds(60);
        private boolean console;

        private Starter(Path distribution) {
            this.distribution = distribution.toAbsolutePath();
        }

        /** A variable of the server's environment; replaces this class's own choice. */
        public Starter with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** A file of the server's directory, in place of the distribution's. */
        public Starter withFile(String path, String content) {
            files.put(path, content);
            return this;
        }

        /** With {@link ServerProcess#console}. */
        public Starter withConsole() throws IOException {
            console = true;
            withFile(
                    "etc/org.apache.karaf.shell.cfg",
                    "sshHost=127.0.0.1\nsshPort=" + freeTcpPort()
                            + "\nsshRealm=karaf\nhostKey=${karaf.etc}/host.key\n");
            return withFile(
                    "etc/users.properties",
                    "tester = " + UUID.randomUUID() + ",_g_:admingroup\n"
                            + "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh\n");
        }

        /** How long the server may take until it is ready. */
        public Starter within(Duration newPatience) {
            patience = newPatience;
            return this;
        }

        /**
         * Starts the server and waits until it is ready.
         *
         * @throws AssertionError with what the server said, if it ends or is not ready in time
         */
        public ServerProcess start() {
            ServerProcess server = launch();
            try {
                server.awaitReady(patience);
                return server;
            } catch (AssertionError e) {
                server.close();
                throw e;
            }
        }

        /** Starts the server, and does not wait. */
        public ServerProcess launch() {
            try {
                Path directory = Files.createTempDirectory("ducksoup-server-");
                int port = freeTcpPort();
                int udpPort = freeUdpPort();
                copy(distribution.resolve("etc"), directory.resolve("etc"));
                Files.createDirectories(directory.resolve("karaf-data"));
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Path path = directory.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, file.getValue());
                }
                ProcessBuilder builder = new ProcessBuilder(
                                distribution.resolve("bin").resolve("karaf").toString(), "daemon")
                        .directory(directory.toFile())
                        .redirectErrorStream(true);
                Map<String, String> variables = builder.environment();
                variables.keySet().removeIf(name -> name.startsWith("DUCKSOUP_") || name.startsWith("KARAF_"));
                variables.putAll(ownChoices(directory, port, udpPort));
                variables.merge("KARAF_OPTS", " -Dkaraf.startRemoteShell=" + console, String::concat);
                variables.putAll(environment);
                return new ServerProcess(
                        builder.start(),
                        distribution,
                        directory,
                        Integer.parseInt(variables.getOrDefault("DUCKSOUP_PORT", "")),
                        Integer.parseInt(variables.getOrDefault("DUCKSOUP_UDP_PORT", "")));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start " + distribution, e);
            }
        }

        private static Map<String, String> ownChoices(Path directory, int port, int udpPort) {
            return Map.ofEntries(
                    Map.entry("JAVA_HOME", System.getProperty("java.home")),
                    Map.entry("KARAF_ETC", directory.resolve("etc").toString()),
                    Map.entry("KARAF_DATA", directory.resolve("karaf-data").toString()),
                    Map.entry("CHECK_ROOT_INSTANCE_RUNNING", "false"),
                    Map.entry(
                            "KARAF_OPTS",
                            "-Dkaraf.instances=" + directory.resolve("instances") + " -Dkaraf.lock=false"),
                    Map.entry("DUCKSOUP_LAUNCH_DIR", directory.toString()),
                    Map.entry("DUCKSOUP_MODE", "DEV"),
                    Map.entry("DUCKSOUP_PORT", Integer.toString(port)),
                    Map.entry("DUCKSOUP_UDP_PORT", Integer.toString(udpPort)),
                    Map.entry("DUCKSOUP_UDP_ADDRESSES", "127.0.0.1"),
                    Map.entry("DUCKSOUP_ALLOWED_WS_ORIGINS", "http://localhost:" + port));
        }
    }

    /** @param distribution the unpacked assembly: the directory that has {@code bin/karaf} */
    public static Starter of(Path distribution) {
        return new Starter(distribution);
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
        return directory;
    }

    // ---- what it says and costs

    /** From the start of the process to the line that says it is ready; the least a first join has to wait. */
    public Duration readyAfter() {
        return ready.getNow(Duration.ZERO);
    }

    /** Everything it wrote to its standard output and error. */
    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** The lines of its output that fit. */
    public List<String> output(Predicate<String> fits) {
        synchronized (output) {
            return output.stream().filter(fits).toList();
        }
    }

    /** The container's own log; empty while there is none. */
    public String log() {
        try {
            Path file = directory.resolve("karaf-data").resolve("log").resolve("karaf.log");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a command in its console, as an operator would; only if it was started {@link Starter#withConsole}.
     *
     * @return what it printed
     * @throws AssertionError with what it printed, if it failed
     */
    public String console(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        distribution.resolve("bin").resolve("client").toString(), "-b")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_ETC", directory.resolve("etc").toString());
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
            ready.get(patience.toNanos(), TimeUnit.NANOSECONDS);
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
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (IOException e) {
            // It has ended meanwhile, or this machine has no kill.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                if (line.contains(READY)) {
                    ready.complete(Duration.ofNanos(System.nanoTime() - startNanos));
                }
            }
        } catch (IOException e) {
            // The process is gone; so is its output.
        }
        ready.completeExceptionally(new IllegalStateException("the process has ended"));
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
        delete(directory);
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system's own cleaning of temporary files gets what is left.
        }
    }
}
