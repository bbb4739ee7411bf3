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

    @Override
    public int compareTo(Bitrate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }
}
