package org.ducksoup.cluster.placement;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;
import org.ducksoup.api.cluster.ServerLoad;

/**
 * The rule: servers that drain, are full or have no lease are passed over. Of up to eight others, the one with the most room gets the
 * interaction; of more, two are drawn, and the one with more room gets it. A server has as little room as its scarcest resource: seats,
 * pipelines, pixels per second or memory. A server with little space on its disk loses to one with more, because recordings are refused when
 * the disk is full; one with busy processors loses to one whose processors are clearly less busy. Among equals, the server that the
 * participant has reached is taken.
 *
 * <p>Why two, and not the best of all: all servers choose by reports that are as old as a second, so many servers would all send everybody
 * to the same one. Of two, nobody gets more than a few, and nobody who is fuller than others gets many. Few servers tell each other of
 * each interaction that begins.
 */
public final class Placement {
    /** So few servers are all compared. */
    private static final int FEW = 8;

    /** From this share on, processors are busy. */
    private static final double BUSY = 0.75;
    /** Processors are measured, and differ a little all the time. */
    private static final double CLEARLY = 0.25;

    /** Below this, a disk has little space: some hours of recordings, and more than servers want to keep free (500 MiB). */
    private static final long LITTLE_DISK_BYTES = 2L << 30;

    /** The seats that an interaction will take at least, though its participants come one after the other. */
    private static final int SEATS = 2;

    private Placement() {}

    /**
     * @param servers that were heard lately, this one among them
     * @param here the server that the participant has reached
     * @param sent how many interactions this server has sent to another one that are not in its report yet
     * @param draw a random number from 0 to below its argument
     * @return empty if all are passed over
     */
    public static Optional<String> choose(
            Collection<ServerReport> servers, String here, ToIntFunction<String> sent, IntUnaryOperator draw) {
        List<ServerReport> open = servers.stream()
                .filter(server -> server.serving() && !server.draining() && !server.full())
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        int first = draw.applyAsInt(open.size());
        if (open.size() > FEW) {
            int second = draw.applyAsInt(open.size() - 1);
            open = List.of(open.get(first), open.get(second < first ? second : second + 1));
            first = 0;
        }
        ServerReport best = open.get(first);
        for (int i = 1; i < open.size(); i++) {
            ServerReport other = open.get((first + i) % open.size());
            best = isBetter(other, best, here, sent) ? other : best;
        }
        return Optional.of(best.server());
    }

    private static boolean isBetter(ServerReport one, ServerReport other, String here, ToIntFunction<String> sent) {
        if (hasLittleDisk(one) != hasLittleDisk(other)) {
            return hasLittleDisk(other);
        }
        double busier = one.processorShare() - other.processorShare();
        if (Math.abs(busier) > CLEARLY && Math.max(one.processorShare(), other.processorShare()) >= BUSY) {
            return busier < 0;
        }
        double fuller = used(one, sent.applyAsInt(one.server())) - used(other, sent.applyAsInt(other.server()));
        return fuller == 0 ? one.server().equals(here) : fuller < 0;
    }

    private static boolean hasLittleDisk(ServerReport server) {
        return server.freeBytes() >= 0 && server.freeBytes() < LITTLE_DISK_BYTES;
    }

    /** The used share of the scarcest resource, 0 to 1 and more. */
    static double used(ServerReport server, int sent) {
        ServerLoad load = server.load();
        long seats = Math.max(load.participants(), (long) load.interactions() * SEATS) + (long) sent * SEATS;
        return DoubleStream.of(
                        share(seats, load.maxParticipants()),
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
