package org.ducksoup.bench.galene;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.ducksoup.bench.peer.JsonSocket;
import org.ducksoup.bench.peer.PeerProcess;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.peer.HeadlessClients;

/** Galène 0.9 or later, started for the run with nothing in its groups but those of the run. */
public final class GaleneServer implements MeasuredServer {
    private final PeerProcess process;
    private final Path groups;
    private final URI url;
    private final HeadlessClients clients;

    private GaleneServer(PeerProcess process, Path groups, int port, HeadlessClients clients) {
        this.process = process;
        this.groups = groups;
        this.clients = clients;
        url = URI.create("ws://127.0.0.1:" + port + "/ws");
    }

    /**
     * Starts it, and waits until it takes connections.
     *
     * @param path directories in which the program is looked for, as in the variable {@code PATH}
     * @param address of this machine
     * @param cores processors that it may use, as {@code taskset} takes them; empty for all
     * @throws LoadFailure if it is not installed, or does not start
     */
    public static GaleneServer start(String path, HeadlessClients clients, InetAddress address, String cores)
            throws LoadFailure {
        Path program = Arrays.stream(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "galene"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new LoadFailure("Galène is not installed: no directory of PATH has a program galene,"
                        + " and Debian has no package of it. --peer janus compares with Janus."));
        if (address.isLoopbackAddress()) {
            throw new LoadFailure("Galène does not use the loopback interface, and this machine has no other address.");
        }
        try {
            Path directory = Files.createTempDirectory("ducksoup-galene-");
            for (String part : List.of("groups", "data", "static", "recordings")) {
                Files.createDirectory(directory.resolve(part));
            }
            int port = FreePorts.tcp();
            PeerProcess process = PeerProcess.start("Galène", directory, cores, command(program, directory, port));
            process.awaitPort(port);
            return new GaleneServer(process, directory.resolve("groups"), port, clients);
        } catch (IOException e) {
            throw new UncheckedIOException("Galène cannot be started", e);
        }
    }

    private static List<String> command(Path program, Path directory, int port) {
        return List.of(
                program.toAbsolutePath().toString(),
                "-http",
                "127.0.0.1:" + port,
                "-insecure",
                // Its own TURN server is of no use on one machine.
                "-turn",
                "",
                "-groups",
                directory.resolve("groups").toString(),
                "-data",
                directory.resolve("data").toString(),
                "-static",
                directory.resolve("static").toString(),
                "-recordings",
                directory.resolve("recordings").toString());
    }

    @Override
    public String name() {
        return "Galène";
    }

    @Override
    public Caller join(Seat seat) {
        try {
            makeGroup(seat.interaction());
            return new GaleneCaller(url, clients, seat);
        } catch (IOException e) {
            throw new UncheckedIOException("a group for Galène cannot be written", e);
        }
    }

    /** A group is a file, which Galène reads when somebody joins. */
    private void makeGroup(String name) throws IOException {
        Path file = groups.resolve(name + ".json");
        if (!Files.exists(file)) {
            Files.writeString(file, group().toString());
        }
    }

    /** Anybody may come and send, under any name. */
    private static ObjectNode group() {
        ObjectNode group = JsonSocket.object();
        group.putArray("codecs").add("opus").add("vp8");
        ObjectNode anybody = group.putObject("wildcard-user").put("permissions", "present");
        anybody.putObject("password").put("type", "wildcard");
        return group;
    }

    @Override
    public ServerCost cost() {
        return new ServerCost(process.pid(), false);
    }

    @Override
    public void close() {
        process.close();
    }
}
