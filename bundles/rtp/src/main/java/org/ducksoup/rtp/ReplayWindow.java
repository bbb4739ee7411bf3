package org.ducksoup.rtp;

import java.util.Arrays;

/**
 * Remembers which packets of one source have arrived (RFC 3711 section 3.3.2). It is wider than the usual 64
 * packets, because a retransmission may arrive half a second late. Not thread-safe.
 */
public final class ReplayWindow {
    /** At 250 packets a second these are four seconds. */
    static final int SIZE = 1024;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final long[] seen = new long[SIZE / 64];
    private long highest = -1;

    /**
     * Notes a packet, which has to be authentic: a forged number would move the window.
     *
     * @param sequenceNumber lowest 16 bits count
     * @return false if the packet has arrived before, or is older than the window
     */
    public boolean accept(int sequenceNumber) {
        // One cycle is added, so that packets from before the first one have an index, too.
        long index = unwrapper.unwrap(sequenceNumber) + (1L << 16);
        return index >= 0 && acceptIndex(index);
    }

    /** @param index extended sequence number, not negative */
    boolean acceptIndex(long index) {
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
            Arrays.fill(seen, 0);
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
