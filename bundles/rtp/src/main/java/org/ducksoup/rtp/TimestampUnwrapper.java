package org.ducksoup.rtp;

/** Counts the wraps of a 32-bit RTP timestamp: 13 hours at 90 kHz, a day at 48 kHz. One per stream; not thread-safe. */
public final class TimestampUnwrapper {

    private boolean started;
    private long newest;

    /**
     * Extends a timestamp to 64 bits. Right as long as it lies within 2^31-1 of the newest one seen.
     *
     * @param timestamp in units of the codec's clock rate; lowest 32 bits count
     * @return the timestamp itself for the first packet; later ones continue from there in both directions, so one from before
     *     a wrap can be negative
     */
    public long unwrap(long timestamp) {
        if (!started) {
            started = true;
            newest = timestamp & 0xffffffffL;
            return newest;
        }
        long unwrapped = newest + (int) (timestamp - newest);
        newest = Math.max(newest, unwrapped);
        return unwrapped;
    }
}
