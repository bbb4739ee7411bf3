package org.ducksoup.congestion;

import java.time.Duration;
import java.time.Instant;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.jspecify.annotations.Nullable;

/**
 * Estimates a path's capacity from packet loss (draft-ietf-rmcat-gcc-02 section 6): below 2 % loss the rate rises
 * slowly, above 10 % it falls. Tracks report one by one, often in one datagram; the worst report of an interval counts
 * for all.
 */
final class LossBasedEstimator implements BandwidthEstimator {
    static final double LOW_LOSS = 0.02;
    static final double HIGH_LOSS = 0.10;

    /** A browser reports every second for each track. More tracks must not mean faster steps. */
    private static final Duration INCREASE_INTERVAL = Duration.ofMillis(900);

    /** Packets sent before the last step are still being reported as lost. */
    private static final Duration DECREASE_INTERVAL = Duration.ofMillis(300);

    private final BitrateRange range;
    private Bitrate target;
    private @Nullable Instant lastStep;
    private double worstSinceStep;

    LossBasedEstimator(BitrateRange range) {
        this.range = range;
        this.target = range.initial();
    }

    @Override
    public void onReceiverReport(LossReport report, Instant arrival) {
        Instant before = lastStep;
        if (before == null) {
            before = arrival.minus(INCREASE_INTERVAL);
        }
        worstSinceStep = Math.max(worstSinceStep, report.lossFraction());
        Duration since = Duration.between(before, arrival);
        // A negative time means that the clock was set back.
        boolean rested = since.isNegative() || since.compareTo(INCREASE_INTERVAL) >= 0;
        if (report.lossFraction() > HIGH_LOSS) {
            Duration wait = DECREASE_INTERVAL.plus(report.roundTripTime());
            if (rested || since.compareTo(wait) >= 0) {
                step(1 - report.lossFraction() / 2, arrival);
            }
        } else if (rested) {
            step(worstSinceStep < LOW_LOSS ? 1.05 : 1, arrival);
        }
    }

    private void step(double factor, Instant now) {
        target = range.nearest(new Bitrate((long) (target.bitsPerSecond() * factor)));
        lastStep = now;
        worstSinceStep = 0;
    }

    @Override
    public Bitrate targetBitrate(Instant now) {
        return target;
    }
}
