package org.ducksoup.rtp;

/** Arithmetic of 16-bit sequence numbers, where 0 follows 65535 (RFC 3550 section 5.1, RFC 1982). */
public final class SequenceNumbers {

    private SequenceNumbers() {}

    /**
     * Whether one sequence number comes after another. Of two that lie exactly 32768 apart neither is newer.
     *
     * @param a lowest 16 bits count
     * @param b lowest 16 bits count
     */
    public static boolean isNewer(int a, int b) {
        return difference(a, b) > 0;
    }

    /**
     * How far {@code a} is ahead of {@code b}, the shorter way round.
     *
     * @param a lowest 16 bits count
     * @param b lowest 16 bits count
     * @return -32768 to 32767; negative if {@code a} is behind
     */
    public static int difference(int a, int b) {
        return (short) (a - b);
    }

    /** The sequence number after the given one, 0 to 65535. */
    public static int next(int sequenceNumber) {
        return (sequenceNumber + 1) & 0xffff;
    }
}
