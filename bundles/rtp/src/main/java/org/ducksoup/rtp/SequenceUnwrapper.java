package org.ducksoup.rtp;

/**
 * Counts the wraps of a 16-bit sequence number, so that order becomes plain comparison. One per stream; not thread-safe.
 */
public final class SequenceUnwrapper {

    private boolean started;
    private long newest;

    /**
     * Extends a sequence number to 64 bits. Right as long as it lies within 32767 of the newest one seen.
     *
     * @param sequenceNumber lowest 16 bits count
     * @return the number itself for the first packet; later ones continue from there in both directions, so a packet from
     *     before a wrap can be negative
     */
    public long unwrap(int sequenceNumber) {
        if (!started) {
            started = true;
            newest = sequenceNumber & 0xffff;
            return newest;
        }
        long unwrapped = newest + (short) (sequenceNumber - (int) newest);
        newest = Math.max(newest, unwrapped);
        return unwrapped;
    }
}
