package org.ducksoup.congestion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.congestion.DelayTrend.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Google congestion control on the sender's side (draft-ietf-rmcat-gcc-02): the smaller of the rates that delay and
 * loss allow. If a receiver sends no transport-wide feedback, its loss reports are used alone.
 */
final class GoogleEstimator implements BandwidthEstimator {
    /** Loss is measured over at least this many packets. */
    private static final int MIN_PACKETS = 25;

    private static final double HIGH_LOSS = 0.10;
    private static final Duration DEFAULT_ROUND_TRIP = Duration.ofMillis(100);
    private static final Duration DECREASE_INTERVAL = Duration.ofMillis(300);

    private final BitrateRange range;
    private final DelayTrend trend = new DelayTrend();
    private final PacketGroups groups = new PacketGroups(trend::onGroup);
    private final AcknowledgedRate acknowledged = new AcknowledgedRate();
    private final LossBasedEstimator byReports;
    private final RateControl control;
    private boolean feedbackSeen;
    private double target;
    private Duration roundTrip = DEFAULT_ROUND_TRIP;
    private int judged;
    private int lost;
    private @Nullable Instant lastLossStep;

    GoogleEstimator(BitrateRange range) {
        this.range = range;
        byReports = new LossBasedEstimator(range);
        target = range.initial().bitsPerSecond();
        control = new RateControl(target);
    }

    @Override
    public void onReceiverReport(LossReport report, Instant arrival) {
        if (!report.roundTripTime().isZero()) {
            roundTrip = report.roundTripTime();
        }
        if (!feedbackSeen) {
            byReports.onReceiverReport(report, arrival);
            target = byReports.targetBitrate(arrival).bitsPerSecond();
            control.follow(target);
        }
    }

    @Override
    public void onTransportFeedback(ArrivalFeedback feedback, Instant arrival) {
        feedbackSeen = true;
        List<PacketResult> arrived = new ArrayList<>(feedback.packets().size());
        for (PacketResult packet : feedback.packets()) {
            judged++;
            if (packet.arrivalNanos() == PacketResult.LOST) {
                lost++;
            } else {
                arrived.add(packet);
            }
        }
        arrived.sort(Comparator.comparingLong(PacketResult::sentNanos));
        Usage usage = Usage.NORMAL;
        for (PacketResult packet : arrived) {
            acknowledged.onPacket(packet.arrivalNanos(), packet.bytes());
            groups.onPacket(packet);
            // Overuse within a report counts, even if the report's last packets look better.
            usage = trend.usage() == Usage.OVERUSE ? Usage.OVERUSE : usage;
        }
        if (usage != Usage.OVERUSE) {
            usage = trend.usage();
        }
        double byDelay = control.update(usage, (double) acknowledged.bitsPerSecond(), roundTrip, arrival);
        target = clamp(byDelay);
        judgeLoss(arrival);
        control.follow(target);
    }

    private void judgeLoss(Instant now) {
        if (judged < MIN_PACKETS) {
            return;
        }
        double share = (double) lost / judged;
        Instant before = lastLossStep;
        Duration rest = DECREASE_INTERVAL.plus(roundTrip);
        if (share > HIGH_LOSS
                && (before == null || Duration.between(before, now).compareTo(rest) >= 0)) {
            lastLossStep = now;
            target = clamp(target * (1 - share / 2));
        }
        judged = 0;
        lost = 0;
    }

    private double clamp(double rate) {
        return Math.max(
                (double) range.min().bitsPerSecond(),
                Math.min((double) range.max().bitsPerSecond(), rate));
    }

    @Override
    public Bitrate targetBitrate(Instant now) {
        return new Bitrate((long) target);
    }
}
