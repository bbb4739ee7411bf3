package org.ducksoup.stats.figures;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The share of all processors that this process has used since the last call. Not thread-safe. */
final class ProcessorShare {
    private final Supplier<Duration> processorTime;
    private final LongSupplier nanoTime;
    private final int processors;
    private Duration timeBefore;
    private long nanosBefore;

    ProcessorShare() {
        this(
                () -> ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                System::nanoTime,
                Runtime.getRuntime().availableProcessors());
    }

    ProcessorShare(Supplier<Duration> processorTime, LongSupplier nanoTime, int processors) {
        this.processorTime = processorTime;
        this.nanoTime = nanoTime;
        this.processors = processors;
        timeBefore = processorTime.get();
        nanosBefore = nanoTime.getAsLong();
    }

    /** From 0 to 1. */
    double next() {
        Duration time = processorTime.get();
        long nanos = nanoTime.getAsLong();
        double share = (double) time.minus(timeBefore).toNanos() / Math.max(1, nanos - nanosBefore) / processors;
        timeBefore = time;
        nanosBefore = nanos;
        return Math.max(0, Math.min(1, share));
    }
}
