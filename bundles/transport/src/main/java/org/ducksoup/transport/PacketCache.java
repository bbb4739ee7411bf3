package org.ducksoup.transport;

import java.util.Arrays;

/**
 * The last packets of one track, to be sent again on request. A ring of bytes and nothing else, so that storing allocates
 * nothing; about a second of video.
 *
 * <p>The media's thread stores, the receive thread of the receiver takes, and each for less than a microsecond: hence the lock.
 */
final class PacketCache {
    static final int BYTES = 128 * 1024;

    /** More than a second of 1200-byte packets at any rate the bytes hold. */
    private static final int ENTRIES = 512;

    /** Of what is sent, one half may be sent again; more would only feed the congestion that lost it. */
    private static final int SHARE = 2;

    private static final int MAX_CREDIT = 48 * 1024;

    private final byte[] bytes = new byte[BYTES];
    private final int[] sequences = new int[ENTRIES];
    private final long[] positions = new long[ENTRIES];
    private final int[] lengths = new int[ENTRIES];
    private final int[] headers = new int[ENTRIES];
    private final long[] sentNanos = new long[ENTRIES];
    private long position;
    private int credit = MAX_CREDIT / 4;

    PacketCache() {
        Arrays.fill(sequences, -1);
    }

    /** @param headerLength told again by {@link #take} */
    synchronized void store(int sequenceNumber, byte[] packet, int length, int headerLength, long nowNanos) {
        if (length > BYTES / 4) {
            return;
        }
        int room = BYTES - (int) (position % BYTES);
        if (room < length) {
            position += room;
        }
        int entry = sequenceNumber % ENTRIES;
        System.arraycopy(packet, 0, bytes, (int) (position % BYTES), length);
        sequences[entry] = sequenceNumber;
        positions[entry] = position;
        lengths[entry] = length;
        headers[entry] = headerLength;
        sentNanos[entry] = nowNanos;
        position += length;
        credit = Math.min(MAX_CREDIT, credit + length / SHARE);
    }

    /**
     * Copies a packet that is wanted again.
     *
     * @param leastAgeNanos it is not copied if it was sent, or copied, less than this ago: it is still under way
     * @return length in the lower 16 bits, length of its header in the upper; -1 if it is not here, or too much was wanted
     */
    synchronized int take(int sequenceNumber, byte[] target, int offset, long nowNanos, long leastAgeNanos) {
        int entry = sequenceNumber % ENTRIES;
        int length = lengths[entry];
        if (sequences[entry] != sequenceNumber
                || position - positions[entry] > BYTES
                || nowNanos - sentNanos[entry] < leastAgeNanos
                || credit < length) {
            return -1;
        }
        credit -= length;
        sentNanos[entry] = nowNanos;
        System.arraycopy(bytes, (int) (positions[entry] % BYTES), target, offset, length);
        return headers[entry] << 16 | length;
    }
}
