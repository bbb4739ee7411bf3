package org.ducksoup.sfu.effect;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.NtpTime;
import org.jspecify.annotations.Nullable;

/**
 * The sender reports of a medium that comes out of a pipeline: when its pictures and sounds were captured, whatever the
 * effect takes. Without them a receiver takes the time at which the first packet left for that of its capture, and plays
 * lips and voice apart by the difference of the two delays.
 *
 * <p>The source's reports tell when something was captured, the pipeline's timing what has become of its timestamp.
 * Before the first report the arrival counts. The receive thread brings reports, the pipeline's thread timing.
 */
final class ProcessedClock {
    private static final long SECOND = 1_000_000_000L;

    /** How often receivers hear of it. Clocks drift by less than a tenth of a millisecond meanwhile. */
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A report that is this far from the arrivals is of another clock. */
    private static final long JUMP_NANOS = SECOND;

    private record Report(long ntpTime, long rtpTimestamp) {}

    private final int clockRate;
    private volatile @Nullable Report latest;
    private @Nullable Report told;
    private boolean begun;
    private long toldAt;

    /** @param clockRate of the timestamps, on both sides of the pipeline, in Hz */
    ProcessedClock(int clockRate) {
        this.clockRate = clockRate;
    }

    /** A report about what goes in, see {@link RtpSink#onSenderReport}. */
    void onSenderReport(long ntpTime, long rtpTimestamp) {
        latest = new Report(ntpTime, rtpTimestamp);
    }

    /**
     * Reports about what comes out, if it is time.
     *
     * @param rtpTimestamp of a packet that went in
     * @param timeNanos what has become of it, on the pipeline's clock
     * @param zeroNanos where that clock is zero, on the clock of {@link System#nanoTime}
     */
    void onTiming(long rtpTimestamp, long timeNanos, long zeroNanos, RtpSink out) {
        Report report = latest;
        if (begun && Objects.equals(report, told) && timeNanos - toldAt < INTERVAL_NANOS) {
            return;
        }
        begun = true;
        told = report;
        toldAt = timeNanos;
        if (report != null) {
            long captured = timeNanos + (int) (report.rtpTimestamp - rtpTimestamp) * SECOND / clockRate;
            if (Math.abs(nanos(report.ntpTime - NtpTime.ofNanoTime(zeroNanos + captured))) <= JUMP_NANOS) {
                out.onSenderReport(report.ntpTime, timestamp(captured));
                return;
            }
        }
        out.onSenderReport(NtpTime.ofNanoTime(zeroNanos + timeNanos), timestamp(timeNanos));
    }

    /** What comes out counts from the pipeline's zero. */
    private long timestamp(long timeNanos) {
        long seconds = Math.floorDiv(timeNanos, SECOND);
        long ticks = Math.floorMod(timeNanos, SECOND) * clockRate / SECOND;
        return (seconds * clockRate + ticks) & 0xffffffffL;
    }

    private static long nanos(long ntpSpan) {
        return (ntpSpan >> 32) * SECOND + (((ntpSpan & 0xffffffffL) * SECOND) >>> 32);
    }
}
