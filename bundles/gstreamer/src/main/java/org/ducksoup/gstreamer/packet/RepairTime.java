package org.ducksoup.gstreamer.packet;

import java.util.Arrays;
import org.ducksoup.api.media.MediaKind;

/**
 * How long to wait for a missing packet: as long as retransmissions have taken, as long as reordered packets have been
 * late, and several times the jitter. The time is short on a clean network. It grows at once and shrinks within half a
 * minute. After an outage that is longer than the longest wait, what was lost in it does not count: nobody waits for it, and a
 * browser that sends it all again takes longer than for an ordinary loss.
 *
 * <p>{@link #onPacket} is for the receive thread, {@link #millis} for any thread.
 */
public final class RepairTime {
    private static final int REMEMBERED = 256;
    private static final int MAX_GAP = 100;
    private static final double JITTERS = 3;
    private static final double MARGIN = 1.25;
    private static final long HALF_LIFE_NANOS = 10_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final int clockRate;
    private final int minMillis;
    private final int maxMillis;
    private final long[] missingSince = new long[REMEMBERED];
    private int highest = -1;
    private int lastTimestamp;
    private long lastArrival;
    private double jitterNanos;
    private double worstNanos;
    private long worstAt;
    private volatile int millis;

    public RepairTime(MediaKind kind, int clockRate) {
        this.clockRate = clockRate;
        boolean audio = kind == MediaKind.AUDIO;
        // Video waits for a retransmission, which takes a round trip, because without it a key frame is needed. Sound
        // is concealed instead.
        minMillis = audio ? 20 : 40;
        maxMillis = audio ? 200 : 400;
        millis = initialMillis(kind);
        worstNanos = millis * 1e6 / MARGIN;
        worstAt = NEVER;
        Arrays.fill(missingSince, NEVER);
    }

    public static int initialMillis(MediaKind kind) {
        return kind == MediaKind.AUDIO ? 40 : 100;
    }

    /** The latency that the jitter buffer should have now. */
    public int millis() {
        return millis;
    }

    public void onPacket(int sequence, int timestamp, long arrivalNanos) {
        if (highest < 0) {
            highest = sequence;
            lastTimestamp = timestamp;
            lastArrival = arrivalNanos;
            worstAt = arrivalNanos;
            return;
        }
        int ahead = (short) (sequence - highest);
        if (ahead > 0) {
            boolean outage = arrivalNanos - lastArrival > maxMillis * 1_000_000L;
            if (outage) {
                Arrays.fill(missingSince, NEVER);
            }
            for (int missing = 1; !outage && missing < ahead && missing <= MAX_GAP; missing++) {
                missingSince[(sequence - missing) & (REMEMBERED - 1)] = arrivalNanos;
            }
            missingSince[sequence & (REMEMBERED - 1)] = NEVER;
            highest = sequence;
            onArrival(timestamp, arrivalNanos);
        } else if (ahead > -REMEMBERED) {
            repaired(sequence, arrivalNanos);
        }
        decide(arrivalNanos);
    }

    /** RFC 3550 section 6.4.1, in nanoseconds. */
    private void onArrival(int timestamp, long arrivalNanos) {
        double media = (timestamp - lastTimestamp) * 1e9 / clockRate;
        double difference = Math.abs(arrivalNanos - lastArrival - media);
        lastTimestamp = timestamp;
        lastArrival = arrivalNanos;
        // A pause of the sender is not a delay of the network.
        if (difference < 1e9) {
            jitterNanos += (difference - jitterNanos) / 16;
        }
    }

    private void repaired(int sequence, long arrivalNanos) {
        int place = sequence & (REMEMBERED - 1);
        long since = missingSince[place];
        if (since != NEVER) {
            missingSince[place] = NEVER;
            double took = arrivalNanos - since;
            if (took < 1e9 && took > faded(arrivalNanos)) {
                worstNanos = took;
                worstAt = arrivalNanos;
            }
        }
    }

    private double faded(long nowNanos) {
        return worstNanos * Math.pow(0.5, (nowNanos - worstAt) / (double) HALF_LIFE_NANOS);
    }

    private void decide(long nowNanos) {
        double wanted = Math.max(JITTERS * jitterNanos, MARGIN * faded(nowNanos)) / 1e6;
        millis = (int) Math.min(maxMillis, Math.max(minMillis, Math.ceil(wanted)));
    }
}
