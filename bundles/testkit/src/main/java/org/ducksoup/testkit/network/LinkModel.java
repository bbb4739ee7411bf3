package org.ducksoup.testkit.network;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Decides when each packet of one direction arrives: a bottleneck with a queue, then a path with a delay. It uses no
 * sockets and no clock, so the same seed and the same packets always give the same result. For one thread at a time.
 */
public final class LinkModel {
    /** How much later a packet arrives that others overtake. */
    public static final Duration REORDERING = Duration.ofMillis(40);

    private final SplittableRandom random;
    private Impairment impairment;
    private long busyUntilNanos = Long.MIN_VALUE;
    private long lastArrivalNanos = Long.MIN_VALUE;
    private long offered;
    private long lost;
    private long queueDrops;
    private long overtaken;
    private long duplicated;
    private long corrupted;

    /** Gets the arrival of a packet. Called twice for a duplicated packet, and never for a lost one. */
    @FunctionalInterface
    public interface Arrivals {
        /**
         * @param atNanos on the same clock as the call
         * @param corruptedBit index of a bit that is wrong, or -1
         */
        void arrives(long atNanos, int corruptedBit);
    }

    public LinkModel(Impairment impairment, long seed) {
        this.impairment = impairment;
        random = new SplittableRandom(seed);
    }

    /** Changes the impairment from the next packet on. Packets under way are not affected. */
    public void change(Impairment newImpairment) {
        if (newImpairment.bitsPerSecond() != impairment.bitsPerSecond()) {
            busyUntilNanos = Long.MIN_VALUE;
        }
        impairment = newImpairment;
    }

    /** Sends a packet. The time must not be earlier than that of the packet before. */
    public void send(long nowNanos, int length, Arrivals arrivals) {
        offered++;
        // The number of draws is always the same, so that one impairment does not change the random numbers of another.
        double loss = random.nextDouble();
        double jitter = random.nextDouble();
        double reorder = random.nextDouble();
        double duplicate = random.nextDouble();
        double corrupt = random.nextDouble();
        int bit = random.nextInt(Math.max(1, length * 8));
        if (impairment.cut() || loss < impairment.loss()) {
            lost++;
            return;
        }
        long sentNanos = throughBottleneck(nowNanos, length);
        if (sentNanos == Long.MIN_VALUE) {
            queueDrops++;
            return;
        }
        long arrival = sentNanos
                + impairment.delay().toNanos()
                + (long) (jitter * impairment.jitter().toNanos());
        if (reorder < impairment.reorder()) {
            overtaken++;
            arrival += REORDERING.toNanos();
        } else {
            arrival = Math.max(arrival, lastArrivalNanos);
            lastArrivalNanos = arrival;
        }
        boolean wrong = corrupt < impairment.corrupt();
        if (wrong) {
            corrupted++;
        }
        arrivals.arrives(arrival, wrong ? bit : -1);
        if (duplicate < impairment.duplicate()) {
            duplicated++;
            arrivals.arrives(arrival, -1);
        }
    }

    private long throughBottleneck(long nowNanos, int length) {
        long rate = impairment.bitsPerSecond();
        if (rate == 0) {
            return nowNanos;
        }
        long begin = Math.max(nowNanos, busyUntilNanos);
        double waitingBytes = (begin - nowNanos) / 8e9 * rate;
        if (waitingBytes > impairment.queueBytes()) {
            return Long.MIN_VALUE;
        }
        busyUntilNanos = begin + (long) (length * 8e9 / rate);
        return busyUntilNanos;
    }

    /** The counts so far. */
    public Counts counts() {
        return new Counts(offered, lost, queueDrops, overtaken, duplicated, corrupted);
    }

    /**
     * @param offered packets sent
     * @param lost by chance, or while cut
     * @param queueDrops packets that found the bottleneck's queue full
     * @param overtaken packets that arrived after later ones
     * @param duplicated packets that arrived twice
     * @param corrupted packets with a wrong bit
     */
    public record Counts(long offered, long lost, long queueDrops, long overtaken, long duplicated, long corrupted) {}
}
