package org.ducksoup.testkit.media;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long packets took, in buckets 1.6 % wide. One thread records, any thread reads; recording allocates nothing.
 */
public final class LatencyHistogram {
    /** The number of buckets for each power of two. */
    private static final int FINENESS = 64;

    private static final int FINENESS_BITS = 6;
    private static final int BUCKETS = (64 - FINENESS_BITS) * FINENESS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    /** Negative times count as zero. */
    public void record(long nanos) {
        int bucket = bucket(Math.max(0, nanos));
        counts.lazySet(bucket, counts.getPlain(bucket) + 1);
    }

    /** Adds what another histogram has recorded. */
    public void add(LatencyHistogram other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts.addAndGet(i, other.counts.get(i));
        }
    }

    /**
     * What was recorded after an earlier moment.
     *
     * @param earlier a copy of this histogram at that moment
     */
    public LatencyHistogram since(LatencyHistogram earlier) {
        LatencyHistogram later = new LatencyHistogram();
        for (int i = 0; i < BUCKETS; i++) {
            later.counts.set(i, Math.max(0, counts.get(i) - earlier.counts.get(i)));
        }
        return later;
    }

    public long count() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /**
     * @param percent 0 to 100; 50 is the median
     * @return a time that this share of the packets did not exceed; zero without packets
     */
    public Duration percentile(double percent) {
        long wanted = (long) Math.ceil(count() * percent / 100);
        long seen = 0;
        long longest = 0;
        for (int i = 0; i < BUCKETS && (seen < wanted || seen == 0); i++) {
            if (counts.get(i) > 0) {
                seen += counts.get(i);
                longest = upperBound(i);
            }
        }
        return Duration.ofNanos(longest);
    }

    public Duration max() {
        return percentile(100);
    }

    private static int bucket(long nanos) {
        if (nanos < FINENESS) {
            return (int) nanos;
        }
        int shift = 63 - Long.numberOfLeadingZeros(nanos) - FINENESS_BITS;
        return (shift + 1) * FINENESS + (int) ((nanos >> shift) & (FINENESS - 1));
    }

    private static long upperBound(int bucket) {
        if (bucket < FINENESS) {
            return bucket;
        }
        int shift = bucket / FINENESS - 1;
        return ((long) (FINENESS + bucket % FINENESS + 1) << shift) - 1;
    }

    /** For people: count, median, 95th and 99th percentile, maximum in ms. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "n=%d p50=%.2f p95=%.2f p99=%.2f max=%.2f ms",
                count(),
                millis(percentile(50)),
                millis(percentile(95)),
                millis(percentile(99)),
                millis(max()));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
