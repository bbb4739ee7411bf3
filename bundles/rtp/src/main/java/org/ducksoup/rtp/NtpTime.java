package org.ducksoup.rtp;

import java.time.Instant;

/**
 * NTP's 64-bit timestamps: seconds since 1900 in the upper half, 1/2^32 seconds in the lower (RFC 5905 section 6, RFC 3550
 * section 4).
 */
public final class NtpTime {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    /** Seconds where the monotonic clock is zero. */
    private static final long MONOTONIC_ZERO = 3_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NtpTime() {}

    /**
     * The NTP timestamp of an instant. Seconds beyond 32 bits are lost, as they are on the wire.
     *
     * @param instant rounded down to 1/2^32 seconds
     * @return to be read as unsigned
     */
    public static long of(Instant instant) {
        long fraction = ((long) instant.getNano() << 32) / NANOS_PER_SECOND;
        return (instant.getEpochSecond() + SECONDS_1900_TO_1970) << 32 | fraction;
    }

    /**
     * The NTP timestamp of a time on the machine's monotonic clock. All parts of a server use it for sender reports: their
     * times can be compared although the wall clock may be stepped, and a reader needs nothing but differences (RFC 3550
     * section 6.4.1). Its zero is far from where timestamps wrap, but has no meaning.
     *
     * @param nanoTime of {@link System#nanoTime}
     */
    public static long ofNanoTime(long nanoTime) {
        long seconds = Math.floorDiv(nanoTime, NANOS_PER_SECOND) + MONOTONIC_ZERO;
        return seconds << 32 | (Math.floorMod(nanoTime, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
    }

    /**
     * The instant of an NTP timestamp, rounded to a nanosecond. Undoes {@link #of} for instants from 1968 to 2104: a first bit
     * of 0 is taken for the era that begins in 2036 (RFC 4330 section 3).
     */
    public static Instant instant(long ntp) {
        long seconds = ntp >>> 32;
        long era = ntp < 0 ? 0 : 1L << 32;
        long nanos = ((ntp & 0xffffffffL) * NANOS_PER_SECOND + (1L << 31)) >>> 32;
        return Instant.ofEpochSecond(seconds + era - SECONDS_1900_TO_1970, nanos);
    }

    /** The middle 32 bits, which report blocks carry: 1/65536 seconds, wrapping every 18 hours (RFC 3550 section 6.4.1). */
    public static int compact(long ntp) {
        return (int) (ntp >>> 16);
    }
}
