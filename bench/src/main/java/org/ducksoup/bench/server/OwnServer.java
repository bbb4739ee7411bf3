package org.ducksoup.bench.server;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;

/** A distribution of DuckSoup for Java, started for the run. */
public final class OwnServer implements MeasuredServer {
    /** Seats are free again at once. */
    private static final String SFU = "gracePeriodSeconds = 1\n";

    /** The name of this version in reports. Others may not know its settings. */
    public static final String THIS = "this server";

    /** How many a server on one processor takes by itself is not what is measured. */
    private static final String SFU_OF_THIS = SFU + "maxParticipants = 1000\n";

    private final String name;
    private final HeadlessClients clients;
    private final ServerProcess server;

    private OwnServer(String name, HeadlessClients clients, ServerProcess server) {
        this.name = name;
        this.clients = clients;
        this.server = server;
    }

    /**
     * Starts a distribution and waits until it is ready.
     *
     * @param distribution the unpacked assembly
     * @param address at which it listens
     * @param cores processors that it may use, as {@code taskset} takes them; empty for all
     * @param javaOptions added to those of the distribution
     * @throws LoadFailure if it does not start
     */
    public static OwnServer start(
            String name,
            Path distribution,
            HeadlessClients clients,
            InetAddress address,
            String cores,
            List<String> javaOptions)
            throws LoadFailure {
        if (!Files.isExecutable(distribution.resolve("bin/karaf"))) {
            throw new LoadFailure(distribution + " is no unpacked distribution: there is no bin/karaf in it.");
        }
        ServerStarter starter = ServerProcess.of(distribution)
                // As in a study: for developers, each line is formatted and written twice.
                .with("DUCKSOUP_MODE", "")
                .with("DUCKSOUP_LOG_FILE", "log/ducksoup.log")
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_UDP_ADDRESSES", address.getHostAddress())
                .withFile("etc/org.ducksoup.sfu.cfg", name.equals(THIS) ? SFU_OF_THIS : SFU)
                .within(Duration.ofMinutes(2));
        if (!cores.isEmpty()) {
            starter.through("taskset", "-c", cores);
        }
        if (!javaOptions.isEmpty()) {
            starter.with("EXTRA_JAVA_OPTS", String.join(" ", javaOptions));
        }
        try {
            return new OwnServer(name, clients, starter.start());
        } catch (AssertionError e) {
            throw new LoadFailure("The server did not start: " + e.getMessage(), e);
        }
    }

    /** From the start of the process to the line that says it is ready. */
    public Duration readyAfter() {
        return server.readyAfter();
    }

    public long pid() {
        return server.pid();
    }

    public Path directory() {
        return server.directory();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Caller join(Seat seat) {
        return new DuckSoupCaller(clients, server.signaling(), seat);
    }

    @Override
    public ServerCost cost() {
        return new ServerCost(server.pid(), true);
    }

    @Override
    public void close() {
        server.close();
    }
}
