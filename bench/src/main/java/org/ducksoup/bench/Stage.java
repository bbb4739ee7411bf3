package org.ducksoup.bench;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ducksoup.bench.galene.GaleneServer;
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
 * @param javaOptions for the JVM of each of this server's starts
 */
record Stage(
        HeadlessClients clients,
        InetAddress address,
        Path distribution,
        @Nullable Path baseline,
        int cores,
        List<String> javaOptions) {
    /**
     * @param serverCores 0 for all, shared with this side
     * @param moreOptions for this start alone
     */
    OwnServer own(int serverCores, String... moreOptions) throws LoadFailure {
        return start(
                OwnServer.THIS,
                distribution,
                serverCores,
                Stream.concat(javaOptions.stream(), Arrays.stream(moreOptions)).toList());
    }

    /** @param serverCores 0 for all, shared with this side */
    OwnServer other(Path version, int serverCores) throws LoadFailure {
        return start("baseline", version, serverCores, List.of());
    }

    private OwnServer start(String name, Path version, int serverCores, List<String> javaOptions) throws LoadFailure {
        return OwnServer.start(name, version, clients, address, pin(serverCores).server(), javaOptions);
    }

    /** @param serverCores 0 for all, shared with this side */
    JanusServer janus(int serverCores) throws LoadFailure {
        return JanusServer.start(clients, address, pin(serverCores).server());
    }

    /** @param serverCores 0 for all, shared with this side */
    GaleneServer galene(int serverCores) throws LoadFailure {
        return GaleneServer.start(
                System.getenv().getOrDefault("PATH", ""),
                clients,
                address,
                pin(serverCores).server());
    }

    /** Moves this side away from the processors of a server that is about to be measured. */
    Pinning pin(int serverCores) {
        Pinning pinning = Pinning.of(serverCores, cores);
        pinning.applyToSelf();
        return pinning;
    }

    /** The first calls of a Java server run code that is not compiled yet; other servers get the same chance. */
    void warmUp(MeasuredServer server, Seat.Media media, Duration length) throws LoadFailure {
        System.err.println("Warming up " + server.name() + "…");
        Crowd small = new Crowd(8, 2, Duration.ofMillis(100), Duration.ZERO, length, media);
        new Scene(server, small, clients.media()).run();
    }

    Figures run(MeasuredServer server, Crowd crowd) throws LoadFailure {
        return run(server, crowd, Scene.Watch.NOBODY);
    }

    /** @param watch looks on while the load is measured */
    Figures run(MeasuredServer server, Crowd crowd, Scene.Watch watch) throws LoadFailure {
        System.err.println(server.name() + ": " + crowd + "…");
        return new Scene(server, crowd, clients.media()).run(watch);
    }
}
