package org.ducksoup.transport.srtp;

/**
 * Which packets of one source have been seen (RFC 3711 section 3.3.2). Wider than the library's 64 packets: a retransmission
 * may come half a second late.
 */
public final class ReplayWindow {
    /** At 250 packets a second, four seconds. */
    static final int SIZE = 1024;

    private final long[] seen = new long[SIZE / 64];
    private long highest = -1;

    /**
     * Notes an authenticated packet.
     *
     * @param index extended sequence number, not negative
     * @return false if it has been here before, or is too old to tell
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
