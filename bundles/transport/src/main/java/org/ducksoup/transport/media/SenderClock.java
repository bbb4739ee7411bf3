package org.ducksoup.transport.media;

/**
 * The offset between a remote side's clock and this server's. All tracks of a connection share it: each sender report
 * arrives with another delay, and if every track had an offset of its own, lips and voice would drift apart by the
 * difference.
 */
final class SenderClock {
    /** 64-bit NTP units in a nanosecond. */
    private static final double NTP_PER_NANO = 4.294967296;

    /** How fast the smallest offset is forgotten, so that clocks may drift: 100 parts in a million. */
    private static final double FORGET = 100e-6;

    private boolean known;
    private long offset;
    private long lastLocalNtp;

    /**
     * Notes a sender report.
     *
     * @param remoteNtp its NTP timestamp
     * @param localNtp when it arrived, on our clock
     * @return the remote timestamp on our clock
     */
    long toLocal(long remoteNtp, long localNtp) {
        long seen = localNtp - remoteNtp;
        if (known) {
            offset += (long) ((localNtp - lastLocalNtp) * FORGET);
        }
        // The report with the smallest delay is the most accurate.
        if (!known || seen < offset) {
            offset = seen;
        }
        known = true;
        lastLocalNtp = localNtp;
        return remoteNtp + offset;
    }

    /** A span of 64-bit NTP time in nanoseconds. */
    static long nanos(long ntpSpan) {
        return (long) (ntpSpan / NTP_PER_NANO);
    }
}
