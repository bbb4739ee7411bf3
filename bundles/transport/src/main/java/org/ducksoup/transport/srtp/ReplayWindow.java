package org.ducksoup.transport.srtp;

/**
 * Remembers which packets of one source have arrived (RFC 3711 section 3.3.2). It is wider than the library's 64
 * packets, because a retransmission may arrive half a second late.
 */
public final class ReplayWindow {
    /** At 250 packets a second these are four seconds. */
    static final int SIZE = 1024;

    private final long[] seen = new long[SIZE / 64];
    private long highest = -1;

    /**
     * Notes an authenticated packet.
     *
     * @param index extended sequence number, not negative
     * @return false if it has arrived before, or is older than the window
     */
    public boolean accept(long index) {
        if (index > highest) {
            forget(highest + 1, index);
            highest = index;
        } else if (index <= highest - SIZE) {
            return false;
        } else if ((seen[word(index)] & bit(index)) != 0) {
            return false;
        }
        seen[word(index)] |= bit(index);
        return true;
    }

    private void forget(long from, long to) {
        if (to - from >= SIZE) {
            java.util.Arrays.fill(seen, 0);
            return;
        }
        for (long index = from; index <= to; index++) {
            seen[word(index)] &= ~bit(index);
        }
    }

    private static int word(long index) {
        return (int) ((index % SIZE) / 64);
    }

    private static long bit(long index) {
        return 1L << (index % 64);
    }
}
