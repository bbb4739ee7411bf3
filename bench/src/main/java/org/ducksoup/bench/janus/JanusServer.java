package org.ducksoup.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.ducksoup.bench.peer.PeerProcess;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.peer.HeadlessClients;

/** Janus with its video room, as Debian packages it, started for the run with nothing else loaded. */
public final class JanusServer implements MeasuredServer {
    private static final Path PROGRAM = Path.of("/usr/bin/janus");

    private final PeerProcess process;
    private final HeadlessClients clients;
    private final URI url;
    private final Map<String, Long> rooms = new HashMap<>();
    private final JanusSocket operator;
    private final long session;
    private final long handle;

    private JanusServer(PeerProcess process, int port, HeadlessClients clients) {
        this.process = process;
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
            PeerProcess process = PeerProcess.start(
                    "Janus",
                    directory,
                    cores,
                    List.of(PROGRAM.toString(), "--configs-folder=" + directory, "--disable-colors"));
            process.awaitPort(port);
            return new JanusServer(process, port, clients);
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
        process.close();
    }
}
