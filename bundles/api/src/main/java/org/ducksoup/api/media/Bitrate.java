package org.ducksoup.api.media;

/**
 * A rate of bits.
 *
 * @param bitsPerSecond not negative
 */
public record Bitrate(long bitsPerSecond) implements Comparable<Bitrate> {
    /** @throws IllegalArgumentException if the rate is negative */
    public Bitrate {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("a bitrate is not negative: " + bitsPerSecond);
        }
    }

    public static Bitrate kilobitsPerSecond(long value) {
        return new Bitrate(Math.multiplyExact(value, 1000L));
    }

    /** In kbit/s, rounded down. */
    public long kilobitsPerSecond() {
        return bitsPerSecond / 1000;
    }

    /** Both together. */
    public Bitrate plus(Bitrate other) {
        return new Bitrate(Math.addExact(bitsPerSecond, other.bitsPerSecond));
    }

    /** This rate less another one; zero if the other one is larger. */
    public Bitrate minus(Bitrate other) {
        return new Bitrate(Math.max(0, bitsPerSecond - other.bitsPerSecond));
    }

    /**
     * So many times this rate.
     *
     * @param count not negative
     */
    public Bitrate times(long count) {
        return new Bitrate(Math.multiplyExact(bitsPerSecond, count));
    }

    /**
     * An equal part of this rate, rounded down.
     *
     * @param parts at least 1
     */
    public Bitrate dividedBy(long parts) {
        return new Bitrate(bitsPerSecond / parts);
    }

    /** The smaller one. */
    public Bitrate min(Bitrate other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The larger one. */
    public Bitrate max(Bitrate other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Bitrate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }
}
