package org.ducksoup.congestion;

import java.util.ArrayDeque;
import java.util.Deque;

/** The rate at which packets arrived in the last half second. */
final class AcknowledgedRate {
    private static final long WINDOW_NANOS = 500_000_000L;

    /** A shorter time is no measurement. */
    private static final long MIN_SPAN_NANOS = 150_000_000L;

    private record Arrived(long atNanos, int bytes) {}

    private final Deque<Arrived> packets = new ArrayDeque<>();
    private long newestNanos = Long.MIN_VALUE;
    private long sum;

    void onPacket(long arrivalNanos, int bytes) {
        packets.addLast(new Arrived(arrivalNanos, bytes));
        sum += bytes;
        newestNanos = Math.max(newestNanos, arrivalNanos);
        while (packets.getFirst().atNanos < newestNanos - WINDOW_NANOS) {
            sum -= packets.removeFirst().bytes;
        }
    }

    /** In bit/s; 0 while it is unknown. */
    long bitsPerSecond() {
        if (packets.size() < 2) {
            return 0;
        }
        long span = newestNanos - packets.getFirst().atNanos;
        if (span < MIN_SPAN_NANOS) {
            return 0;
        }
        // The first packet only marks the beginning of the time.
        return (long) ((sum - packets.getFirst().bytes) * 8e9 / span);
    }
}
