package org.ducksoup.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.peer.HeadlessClients;

/** Janus with its video room, as Debian packages it, started for the run with nothing else loaded. */
public final class JanusServer implements MeasuredServer {
    private static final Path PROGRAM = Path.of("/usr/bin/janus");

    private final Process process;
    private final Path directory;
    private final HeadlessClients clients;
    private final URI url;
    private final Map<String, Long> rooms = new HashMap<>();
    private final JanusSocket operator;
    private final long session;
    private final long handle;

    private JanusServer(Process process, Path directory, int port, HeadlessClients clients) {
        this.process = process;
        this.directory = directory;
        this.clients = clients;
        url = URI.create("ws://127.0.0.1:" + port);
        operator = JanusSocket.open(url, event -> {});
        session = operator.ask(JanusSocket.object().put("janus", "create"))
                .join()
                .path("data")
                .path("id")
                .asLong();
        handle = operator.ask(JanusSocket.object()
                        .put("janus", "attach")
                        .put("session_id", session)
                        .put("plugin", "janus.plugin.videoroom"))
                .join()
                .path("data")
                .path("id")
                .asLong();
    }

    /**
     * Starts it, and waits until it takes connections.
     *
     * @param address at which it is reached
     * @param cores processors that it may use, as {@code taskset} takes them; empty for all
     * @throws LoadFailure if it is not installed, or does not start
     */
    public static JanusServer start(HeadlessClients clients, InetAddress address, String cores) throws LoadFailure {
        if (!Files.isExecutable(PROGRAM)) {
            throw new LoadFailure("Janus is not installed (--peer janus): apt-get install janus.");
        }
        if (address.isLoopbackAddress()) {
            throw new LoadFailure("Janus does not use the loopback interface, and this machine has no other address.");
        }
        try {
            Path directory = Files.createTempDirectory("ducksoup-janus-");
            int port = FreePorts.tcp();
            configure(directory, port, address);
            Process process = launch(directory, cores);
            awaitPort(process, port, directory);
            return new JanusServer(process, directory, port, clients);
        } catch (IOException e) {
            throw new UncheckedIOException("Janus cannot be started", e);
        }
    }

    private static void configure(Path directory, int port, InetAddress address) throws IOException {
        Path libraries = Path.of(
                "/usr/lib",
                System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu",
                "janus");
        Files.writeString(
                directory.resolve("janus.jcfg"), """
                general: {
                    configs_folder = "%1$s"
                    plugins_folder = "%2$s/plugins"
                    transports_folder = "%2$s/transports"
                    events_folder = "%2$s/events"
                    loggers_folder = "%2$s/loggers"
                    debug_level = 2
                    session_timeout = 0
                }
                nat: {
                    ice_enforce_list = "%3$s"
                    ipv6 = false
                }
                plugins: {
                    disable = "libjanus_audiobridge.so,libjanus_echotest.so,libjanus_recordplay.so,libjanus_sip.so,\
                libjanus_nosip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,\
                libjanus_voicemail.so,libjanus_lua.so,libjanus_duktape.so"
                }
                transports: {
                    disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,\
                libjanus_rabbitmq.so"
                }
                """.formatted(directory, libraries, address.getHostAddress()));
        Files.writeString(
                directory.resolve("janus.transport.websockets.jcfg"),
                "general: { ws = true\n ws_port = " + port + "\n ws_ip = \"127.0.0.1\"\n wss = false }\n"
                        + "admin: { admin_ws = false }\n");
        Files.writeString(directory.resolve("janus.plugin.videoroom.jcfg"), "general: { }\n");
    }

    private static Process launch(Path directory, String cores) throws IOException {
        List<String> command = new ArrayList<>();
        if (!cores.isEmpty()) {
            command.addAll(List.of("taskset", "-c", cores));
        }
        command.addAll(List.of(PROGRAM.toString(), "--configs-folder=" + directory, "--disable-colors"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("janus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-janus"));
        return process;
    }

    private static void awaitPort(Process process, int port, Path directory) throws IOException, LoadFailure {
        for (int i = 0; i < 100; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (waitOrEnd(process)) {
                    break;
                }
            }
        }
        throw new LoadFailure("Janus did not start:\n" + Files.readString(directory.resolve("janus.log")));
    }

    private static boolean waitOrEnd(Process process) {
        try {
            return process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public String name() {
        return "Janus";
    }

    @Override
    public Caller join(Seat seat) {
        return new JanusCaller(url, clients, seat, room(seat));
    }

    private long room(Seat seat) {
        return rooms.computeIfAbsent(seat.interaction(), name -> {
            ObjectNode message = JanusSocket.object()
                    .put("janus", "message")
                    .put("session_id", session)
                    .put("handle_id", handle);
            message.putObject("body")
                    .put("request", "create")
                    .put("room", rooms.size() + 1000L)
                    .put("publishers", seat.size())
                    .put("bitrate", 0)
                    .put("audiocodec", "opus")
                    .put("videocodec", "vp8");
            JsonNode made = operator.ask(message).join();
            return made.path("plugindata").path("data").path("room").asLong();
        });
    }

    @Override
    public ServerCost cost() {
        return new ServerCost(process.pid(), false);
    }

    @Override
    public void close() {
        operator.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system removes temporary files itself.
        }
    }
}
