package org.ducksoup.congestion;

/** The rate at which packets arrived in the last half second. */
final class AcknowledgedRate {
    private static final long WINDOW_NANOS = 500_000_000L;

    /** A shorter time is no measurement. */
    private static final long MIN_SPAN_NANOS = 150_000_000L;

    /** 80 Mbit/s in packets of 1200 bytes. A receiver whose clock stands still fills no more either. */
    private static final int MAX_PACKETS = 4096;

    /** Rings of the same length, a power of two, which grow up to {@link #MAX_PACKETS}. */
    private long[] arrivals = new long[64];

    private int[] sizes = new int[64];
    private int first;
    private int count;
    private long newestNanos = Long.MIN_VALUE;
    private long sum;

    void onPacket(long arrivalNanos, int bytes) {
        if (count == MAX_PACKETS) {
            removeFirst();
        } else if (count == arrivals.length) {
            grow();
        }
        int at = (first + count++) & (arrivals.length - 1);
        arrivals[at] = arrivalNanos;
        sizes[at] = bytes;
        sum += bytes;
        newestNanos = Math.max(newestNanos, arrivalNanos);
        while (arrivals[first] < newestNanos - WINDOW_NANOS) {
            removeFirst();
        }
    }

    private void removeFirst() {
        sum -= sizes[first];
        first = (first + 1) & (arrivals.length - 1);
        count--;
    }

    private void grow() {
        long[] moreArrivals = new long[2 * count];
        int[] moreSizes = new int[2 * count];
        int beforeWrap = count - first;
        System.arraycopy(arrivals, first, moreArrivals, 0, beforeWrap);
        System.arraycopy(arrivals, 0, moreArrivals, beforeWrap, first);
        System.arraycopy(sizes, first, moreSizes, 0, beforeWrap);
        System.arraycopy(sizes, 0, moreSizes, beforeWrap, first);
        arrivals = moreArrivals;
        sizes = moreSizes;
        first = 0;
    }

    /** In bit/s; 0 while it is unknown. */
    long bitsPerSecond() {
        if (count < 2) {
            return 0;
        }
        long span = newestNanos - arrivals[first];
        if (span < MIN_SPAN_NANOS) {
            return 0;
        }
        // The first packet only marks the beginning of the time.
        return (long) ((sum - sizes[first]) * 8e9 / span);
    }
}
