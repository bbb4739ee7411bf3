package org.ducksoup.stats.report;

import java.util.Arrays;

/**
 * Values over time, in bounded memory. When it is full, pairs of neighbours are replaced by their mean, so that half
 * the points cover the same time. Not thread-safe.
 */
final class Series {
    /** Enough for the usual longest interaction, at one value a second. */
    static final int CAPACITY = 2048;

    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;
    /** The number of values that one point stands for, and the values of the next point so far. */
    private int perPoint = 1;

    private int pending;
    private double pendingSum;
    private long pendingSince;
    /** Over every value, whatever the resolution of the points. */
    private double sum;

    private long count;

    /** @param millis since the interaction's start, never less than before */
    void add(long millis, double value) {
        sum += value;
        count++;
        if (pending == 0) {
            pendingSince = millis;
        }
        pendingSum += value;
        pending++;
        if (pending == perPoint) {
            append(pendingSince, pendingSum / pending);
            pending = 0;
            pendingSum = 0;
        }
    }

    private void append(long millis, double value) {
        if (size == CAPACITY) {
            halve();
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.min(CAPACITY, 2 * size));
            values = Arrays.copyOf(values, times.length);
        }
        times[size] = millis;
        values[size] = value;
        size++;
    }

    private void halve() {
        for (int i = 0; i < size / 2; i++) {
            times[i] = times[2 * i];
            values[i] = (values[2 * i] + values[2 * i + 1]) / 2;
        }
        size /= 2;
        perPoint *= 2;
    }

    int size() {
        return size;
    }

    long time(int i) {
        return times[i];
    }

    double value(int i) {
        return values[i];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Longest distance of two points that are connected. */
    long longestStep() {
        return 3500L * perPoint;
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    double highest() {
        return Arrays.stream(values, 0, size).max().orElse(0);
    }
}
