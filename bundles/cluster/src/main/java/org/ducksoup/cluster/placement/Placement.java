package org.ducksoup.cluster.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;
import org.ducksoup.api.cluster.ServerLoad;

/**
 * The rule: servers that drain, are full or have no lease are passed over, and so are those whose processors are much busier than those
 * of the idlest. Of the others, the one with the most room gets the interaction. A server has as little room as its scarcest resource:
 * seats, pipelines, pixels per second or memory. Among equals, the server that the participant has reached is taken, and then the first
 * by name.
 */
public final class Placement {
    /**
     * Processors are measured, and differ a little all the time: servers that are no busier than this beyond the idlest are equal. Steps
     * of a fixed size would not do, since two servers on both sides of a step would differ by all of it.
     */
    private static final double PROCESSOR_DIFFERENCE = 0.25;

    /** Of an interaction that is on its way: the seats it will take, as long as its server has not told. */
    private static final int SEATS = 2;

    private Placement() {}

    /**
     * @param servers that were heard lately, this one among them
     * @param here the server that the participant has reached
     * @param sent how many interactions this server has sent to another one that are not in its report yet
     * @return empty if all are passed over
     */
    public static Optional<String> choose(Collection<ServerReport> servers, String here, ToIntFunction<String> sent) {
        List<ServerReport> able = servers.stream()
                .filter(server -> server.serving() && !server.draining() && !server.full())
                .toList();
        double idlest = able.stream()
                .mapToDouble(server -> Math.max(0, server.processorShare()))
                .min()
                .orElse(0);
        return able.stream()
                .filter(server -> Math.max(0, server.processorShare()) - idlest <= PROCESSOR_DIFFERENCE)
                .min(Comparator.comparingDouble((ServerReport server) -> used(server, sent.applyAsInt(server.server())))
                        .thenComparing(server -> !server.server().equals(here))
                        .thenComparing(ServerReport::server))
                .map(ServerReport::server);
    }

    /** The used share of the scarcest resource, 0 to 1 and more. */
    static double used(ServerReport server, int sent) {
        ServerLoad load = server.load();
        return DoubleStream.of(
                        share(load.participants() + (long) sent * SEATS, load.maxParticipants()),
                        share(load.pipelines(), load.maxPipelines()),
                        share(load.pixelsPerSecond(), load.maxPixelsPerSecond()),
                        share(load.bytes(), load.maxBytes()))
                .max()
                .orElse(0);
    }

    private static double share(long used, long limit) {
        return limit <= 0 ? 1 : (double) used / limit;
    }
}
