package org.ducksoup.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.ducksoup.testkit.network.FreePorts;

/** Starts a server. Every setting changes and returns this object. */
public final class ServerStarter {
    private final Path distribution;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> files = new TreeMap<>();
    private Duration patience = Duration.ofMinutes(2);
    private boolean movableWallClock;
    private String options = "";
    private final List<String> command = new ArrayList<>();

    ServerStarter(Path distribution) {
        this.distribution = distribution.toAbsolutePath();
    }

    /** Sets a variable of the server's environment, in place of this class's own choice. */
    public ServerStarter with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Sets the text of a file in the server's directory, in place of the distribution's file. */
    public ServerStarter withFile(String path, String content) {
        files.put(path, content);
        return this;
    }

    /** Lets {@link ServerProcess#console} in. */
    public ServerStarter withConsole() {
        return withFile(
                "etc/users.properties",
                "tester = " + UUID.randomUUID() + ",_g_:admingroup\n"
                        + "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh\n");
    }

    /** Starts the server by a command that becomes the server, such as one that enters a network namespace. */
    public ServerStarter through(String... words) {
        command.addAll(List.of(words));
        return this;
    }

    /**
     * Halves the processor time of the start, and makes the server slower afterwards. For tests that measure nothing.
     */
    public ServerStarter compilingLittle() {
        options += " -XX:TieredStopAtLevel=1";
        return this;
    }

    /** Lets {@link ServerProcess#stepWallClock} work. */
    public ServerStarter withMovableWallClock() {
        movableWallClock = true;
        return this;
    }

    /** Limits how long the server may take until it is ready. */
    public ServerStarter within(Duration newPatience) {
        patience = newPatience;
        return this;
    }

    /**
     * Starts the server and waits until it is ready.
     *
     * @throws AssertionError with the server's output, if the server ends or is not ready in time
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

    /** Starts the server and returns at once. */
    public ServerProcess launch() {
        // The container's script opens the console whatever its options say, and all servers would open the same port.
        Map<String, String> written = new TreeMap<>(files);
        written.putIfAbsent(
                "etc/org.apache.karaf.shell.cfg",
                "sshHost=127.0.0.1\nsshPort=" + FreePorts.tcp() + "\nsshRealm=karaf\nhostKey=${karaf.etc}/host.key\n");
        try {
            ServerDirectory directory = ServerDirectory.make(distribution, written);
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of(distribution.resolve("bin").resolve("karaf").toString(), "daemon"));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true);
            Map<String, String> variables = builder.environment();
            variables.keySet().removeIf(name -> name.startsWith("DUCKSOUP_") || name.startsWith("KARAF_"));
            variables.putAll(ownChoices(directory.path(), FreePorts.tcp(), FreePorts.udp()));
            if (movableWallClock) {
                options += " -Dducksoup.test.wallClock=" + directory.setWallClock(Duration.ZERO);
            }
            variables.merge("KARAF_OPTS", options, String::concat);
            variables.putAll(environment);
            return new ServerProcess(
                    builder.start(),
                    distribution,
                    command,
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
                        "-Dkaraf.instances=" + directory.resolve("instances") + " -Dkaraf.lock=false -Dkaraf.pid.file="
                                + directory.resolve("karaf.pid")),
                Map.entry("DUCKSOUP_LAUNCH_DIR", directory.toString()),
                Map.entry("DUCKSOUP_MODE", "DEV"),
                Map.entry("DUCKSOUP_PORT", Integer.toString(port)),
                Map.entry("DUCKSOUP_UDP_PORT", Integer.toString(udpPort)),
                Map.entry("DUCKSOUP_UDP_ADDRESSES", "127.0.0.1"),
                Map.entry("DUCKSOUP_ALLOWED_WS_ORIGINS", "http://localhost:" + port));
    }
}
