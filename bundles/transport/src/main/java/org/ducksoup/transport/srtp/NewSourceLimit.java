package org.ducksoup.transport.srtp;

/**
 * Limits how often packets of unknown sources are tried. A source's keys have to be derived before a packet can be
 * authenticated, which costs a hundred times what checking the packet does. Random sources would keep the receive
 * thread from everybody's packets. Real sources are new a few times in a call.
 */
final class NewSourceLimit {
    /** Tries at once. */
    static final int BURST = 32;

    /** One more try becomes available in this time. */
    static final long NANOS_FOR_ONE = 20_000_000;

    private long fullAtNanos;
    private boolean started;

    /** Takes one try; false if none is available. */
    boolean allows(long nowNanos) {
        if (!started || fullAtNanos - nowNanos < 0) {
            started = true;
            fullAtNanos = nowNanos;
        }
        if (fullAtNanos - nowNanos > (BURST - 1) * NANOS_FOR_ONE) {
            return false;
        }
        fullAtNanos += NANOS_FOR_ONE;
        return true;
    }
}
