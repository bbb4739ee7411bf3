package org.ducksoup.transport.nack;

import java.util.Arrays;
import org.ducksoup.api.media.MediaKind;

/**
 * The last packets of one track, to be sent again on request: about a second of either medium. It is one ring of bytes,
 * so storing allocates nothing.
 *
 * <p>The media's thread stores and the receiver's receive thread takes, each for less than a microsecond, so a lock is
 * enough.
 */
public final class PacketCache {
    /**
     * At most half as many bytes as are sent may be sent again. More would only add to the congestion that caused the
     * loss.
     */
    private static final int SHARE = 2;

    private static final int MAX_CREDIT = 48 * 1024;

    private final byte[] bytes;
    private final int[] sequences;
    private final long[] positions;
    private final int[] lengths;
    private final int[] headers;
    private final long[] sentNanos;
    private long position;
    private int credit = MAX_CREDIT / 4;

    private PacketCache(int size, int entries) {
        bytes = new byte[size];
        sequences = new int[entries];
        positions = new long[entries];
        lengths = new int[entries];
        headers = new int[entries];
        sentNanos = new long[entries];
        Arrays.fill(sequences, -1);
    }

    public static PacketCache of(MediaKind kind) {
        return kind == MediaKind.AUDIO ? new PacketCache(16 * 1024, 64) : new PacketCache(128 * 1024, 512);
    }

    /** @param headerLength is returned by {@link #take} */
    public synchronized void store(int sequenceNumber, byte[] packet, int length, int headerLength, long nowNanos) {
        if (length > bytes.length / 4) {
            return;
        }
        int room = bytes.length - (int) (position % bytes.length);
        if (room < length) {
            position += room;
        }
        int entry = sequenceNumber % sequences.length;
        System.arraycopy(packet, 0, bytes, (int) (position % bytes.length), length);
        sequences[entry] = sequenceNumber;
        positions[entry] = position;
        lengths[entry] = length;
        headers[entry] = headerLength;
        sentNanos[entry] = nowNanos;
        position += length;
        credit = Math.min(MAX_CREDIT, credit + length / SHARE);
    }

    /**
     * Copies a packet that is to be sent again.
     *
     * @param leastAgeNanos a packet that was sent or copied less than this ago is not copied: it is still under way
     * @return length in the lower 16 bits, length of its header in the upper; -1 if the packet is gone, or too much
     *     was requested
     */
    public synchronized int take(int sequenceNumber, byte[] target, int offset, long nowNanos, long leastAgeNanos) {
        int entry = sequenceNumber % sequences.length;
        int length = lengths[entry];
        if (sequences[entry] != sequenceNumber
                || position - positions[entry] > bytes.length
                || nowNanos - sentNanos[entry] < leastAgeNanos
                || credit < length) {
            return -1;
        }
        credit -= length;
        sentNanos[entry] = nowNanos;
        System.arraycopy(bytes, (int) (positions[entry] % bytes.length), target, offset, length);
        return headers[entry] << 16 | length;
    }
}
