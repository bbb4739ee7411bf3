package org.ducksoup.bench.load;

import java.time.Duration;

/**
 * A load: who comes, and how.
 *
 * @param interactions at the same time
 * @param size participants of each
 * @param stagger from one join to the next
 * @param settle from the moment when everybody sees somebody to the measurement
 * @param length for which the load is measured
 */
public record Crowd(int interactions, int size, Duration stagger, Duration settle, Duration length, Seat.Media media) {
    /** Rates are steady, and the compiler of a Java server has done what the joins gave it to do. */
    public static final Duration SETTLE = Duration.ofSeconds(8);

    /** One that settles as long as usual. */
    public Crowd(int interactions, int size, Duration stagger, Duration length, Seat.Media media) {
        this(interactions, size, stagger, SETTLE, length, media);
    }

    public Crowd {
        if (interactions < 1 || size < 1) {
            throw new IllegalArgumentException("a crowd has at least one interaction of one participant");
        }
    }

    public int participants() {
        return interactions * size;
    }

    /** Packets that all participants together send in a second. */
    double packetsPerSecond() {
        return participants() * media.packetsPerSecond();
    }

    /** Who hears whom: everybody all others, and somebody alone oneself. */
    int copies() {
        return Math.max(1, size - 1);
    }

    @Override
    public String toString() {
        return interactions + " interactions of " + size;
    }
}
