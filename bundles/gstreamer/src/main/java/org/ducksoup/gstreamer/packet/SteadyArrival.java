package org.ducksoup.gstreamer.packet;

import java.util.concurrent.TimeUnit;

/**
 * Arrival times without the network's jitter: what a jitter buffer needs to place packets in time. GStreamer's takes the
 * arrival of a packet that is later than its latency for a new beginning, and everything behind a spike of the network
 * would stand too late for seconds.
 *
 * <p>The time follows the RTP timestamps. It approaches the real arrivals slowly, as fast as the clocks of sender and
 * server may drift apart, and faster towards earlier packets than towards later ones. When packets come at their usual
 * pace and are far from their time, the sender's timestamps were interrupted, and the time begins anew.
 *
 * <p>For the receive thread.
 */
public final class SteadyArrival {
    private static final double LATER = 0.0005;
    private static final double EARLIER = 0.002;
    private static final long USUAL_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long FAR_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long FAR_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    /** At the beginning, the first packets may be late ones. */
    private static final long BEGINNING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long MAX_STEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int clockRate;
    private boolean started;
    private int lastTimestamp;
    private long lastArrival;
    private long lastSteady;
    private long began;
    private long farFor;

    public SteadyArrival(int clockRate) {
        this.clockRate = clockRate;
    }

    /** When a packet with this timestamp would arrive on a steady network. */
    public long nanos(int timestamp, long arrivalNanos) {
        long media = (timestamp - lastTimestamp) * TimeUnit.SECONDS.toNanos(1) / clockRate;
        if (!started || Math.abs(media) > MAX_STEP_NANOS) {
            started = true;
            began = arrivalNanos;
            return note(timestamp, arrivalNanos, arrivalNanos);
        }
        long expected = lastSteady + media;
        if (media < 0) {
            // An older packet says nothing new.
            return expected;
        }
        long late = arrivalNanos - expected;
        long since = Math.max(0, Math.min(arrivalNanos - lastArrival, USUAL_PACE_NANOS));
        farFor = Math.abs(late) > FAR_NANOS ? farFor + since : 0;
        boolean isBeginning = arrivalNanos - began < BEGINNING_NANOS;
        if (farFor > FAR_FOR_NANOS || (isBeginning && late < 0)) {
            farFor = 0;
            return note(timestamp, arrivalNanos, arrivalNanos);
        }
        long step = late > 0 ? Math.min(late, Math.round(LATER * since)) : Math.max(late, -Math.round(EARLIER * since));
        return note(timestamp, arrivalNanos, expected + step);
    }

    private long note(int timestamp, long arrivalNanos, long steadyNanos) {
        lastTimestamp = timestamp;
        lastArrival = arrivalNanos;
        lastSteady = steadyNanos;
        return steadyNanos;
    }
}
