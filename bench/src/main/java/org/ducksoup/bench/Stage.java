package org.ducksoup.bench;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.bench.janus.JanusServer;
import org.ducksoup.bench.load.Crowd;
import org.ducksoup.bench.load.Figures;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Scene;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.bench.server.OwnServer;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to start servers with.
 *
 * @param address at which servers listen
 * @param distribution of this server
 * @param baseline distribution of another version; null for none
 * @param cores of the machine
 */
record Stage(
        HeadlessClients clients,
        InetAddress address,
        Path distribution,
        @Nullable Path baseline,
        int cores) {
    /** Long enough for the compiler to have seen every packet's way often. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    static Crowd warmUp(Seat.Media media, Duration length) {
        return new Crowd(8, 2, Duration.ofMillis(100), Duration.ZERO, length, media);
    }

    /** @param serverCores 0 for all, shared with this side */
    OwnServer own(int serverCores, String... javaOptions) throws LoadFailure {
        return start(OwnServer.THIS, distribution, serverCores, javaOptions);
    }

    /** @param serverCores 0 for all, shared with this side */
    OwnServer other(Path version, int serverCores) throws LoadFailure {
        return start("baseline", version, serverCores);
    }

    private OwnServer start(String name, Path version, int serverCores, String... javaOptions) throws LoadFailure {
        Pinning pinning = pin(serverCores);
        return OwnServer.start(name, version, clients, address, pinning.server(), List.of(javaOptions));
    }

    JanusServer janus() throws LoadFailure {
        return JanusServer.start(clients, address, pin(1).server());
    }

    private Pinning pin(int serverCores) {
        Pinning pinning = Pinning.of(serverCores, cores);
        pinning.applyToSelf();
        return pinning;
    }

    void warmUp(MeasuredServer server) throws LoadFailure {
        run(server, warmUp(Seat.Media.SYNTHETIC, WARM_UP));
    }

    Figures run(MeasuredServer server, Crowd crowd) throws LoadFailure {
        System.err.println(server.name() + ": " + crowd + "…");
        return new Scene(server, crowd, clients.media()).run();
    }
}
