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
 * slowly, above 10 % it falls. The loss is that of all tracks together since the last step: of few packets, one lost by
 * chance looks like a full path.
 */
final class LossBasedEstimator implements BandwidthEstimator {
    static final double LOW_LOSS = 0.02;
    static final double HIGH_LOSS = 0.10;

    /** A browser reports every second for each track. More tracks must not mean faster steps. */
    private static final Duration INCREASE_INTERVAL = Duration.ofMillis(900);

    /** Packets sent before the last step are still being reported as lost. */
    private static final Duration DECREASE_INTERVAL = Duration.ofMillis(300);

    /** Fewer packets wait for the next report. */
    private static final int MIN_PACKETS = 20;

    private final BitrateRange range;
    private Bitrate target;
    private @Nullable Instant lastStep;
    private double lost;
    private long expected;

    LossBasedEstimator(BitrateRange range) {
        this.range = range;
        this.target = range.initial();
    }

    @Override
    public void onReceiverReport(LossReport report, Instant arrival) {
        expected += report.expected();
        lost += report.lossFraction() * report.expected();
        if (expected < MIN_PACKETS) {
            return;
        }
        Instant before = lastStep;
        if (before == null) {
            before = arrival.minus(INCREASE_INTERVAL);
        }
        double share = lost / expected;
        Duration since = Duration.between(before, arrival);
        // A negative time means that the clock was set back.
        boolean rested = since.isNegative() || since.compareTo(INCREASE_INTERVAL) >= 0;
        if (share > HIGH_LOSS) {
            Duration wait = DECREASE_INTERVAL.plus(report.roundTripTime());
            if (rested || since.compareTo(wait) >= 0) {
                step(1 - share / 2, arrival);
            }
        } else if (rested) {
            step(share < LOW_LOSS ? 1.05 : 1, arrival);
        }
    }

    private void step(double factor, Instant now) {
        target = range.nearest(new Bitrate((long) (target.bitsPerSecond() * factor)));
        lastStep = now;
        lost = 0;
        expected = 0;
    }

    @Override
    public Bitrate targetBitrate(Instant now) {
        return target;
    }
}
