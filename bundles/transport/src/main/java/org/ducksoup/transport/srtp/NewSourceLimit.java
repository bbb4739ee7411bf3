package org.ducksoup.transport.srtp;

/**
 * How often a source that is not known yet may be tried. Its keys have to be derived before anybody can say whether a packet is
 * authentic, which costs a hundred times what checking a packet does: random sources would keep the receive thread, which serves
 * everybody, from its work. Real sources are new a few times in a call.
 */
final class NewSourceLimit {
    /** At once. */
    static final int BURST = 32;

    /** One more in this time. */
    static final long NANOS_FOR_ONE = 20_000_000;

    private long fullAtNanos;
    private boolean started;

    /** Takes one try if there is one. */
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
