package org.ducksoup.rtp;

import org.jspecify.annotations.Nullable;

/**
 * Maps the RTP timestamps of one source to the timeline of its interaction, in nanoseconds.
 *
 * <p>Media time is the time of the sender's clock. Its distance from the timeline is taken from the packets that were
 * delayed least, so a late packet moves nothing, and it follows slowly as clocks drift. Once sender reports arrive,
 * they give the time of capture instead, so that sound and picture of one participant are in step. Corrections are
 * spread: they stretch or squeeze the timeline by at most {@value #MAX_STRETCH_PERCENT} %, in a source's first
 * seconds {@value #BEGIN_STRETCH_PERCENT} %. Gaps stay gaps, and time never goes back. A clock that jumps is followed
 * at once.
 *
 * <p>Reads no clock and allocates nothing per call. Not thread-safe.
 */
public final class RecordingTimeline {
    private static final long SECOND = 1_000_000_000L;

    /** The remaining part of a correction shrinks to a third in this much media time. */
    private static final long SETTLING_NANOS = 2 * SECOND;

    private static final int MAX_STRETCH_PERCENT = 5;

    /**
     * For this long, corrections at the start of a source are made faster: its first packets may be much later than
     * those that follow, and its first report comes after them.
     */
    private static final long BEGIN_NANOS = 4 * SECOND;

    private static final long BEGIN_SETTLING_NANOS = SECOND / 4;
    private static final int BEGIN_STRETCH_PERCENT = 25;

    /** A difference of this size is neither delay nor drift: a clock has jumped. */
    private static final long JUMP_NANOS = SECOND;

    /** If packets are late for this long, they are not a burst after an outage: a clock was set back. */
    private static final long PATIENCE_NANOS = 2 * SECOND;

    /**
     * Browsers report at least every five seconds. After this time without a report, drift is taken from the
     * arrivals.
     */
    private static final long REPORT_LIFETIME_NANOS = 30 * SECOND;

    /** A sender report, as it arrived. */
    private record Report(long ntpTime, long rtpTimestamp) {}

    private final int clockRate;
    private final long originNanos;
    private final long originNtp;
    private final SmallestDelay smallestDelay = new SmallestDelay();
    private @Nullable Report report;
    private boolean anchored;
    private long firstTimestamp;
    private long newestTimestamp;
    private long arrival;
    private long media;
    /** The distance of media time from the timeline: the one in use, and the one that it approaches. */
    private long offset;

    private boolean reported;
    private long reportedOffset;
    private long reportArrival;
    private long offsetFromDelay;
    private boolean late;
    private long lateSince;
    private long lateDelay;
    private long last = Long.MIN_VALUE;

    /**
     * @param clockRate of the codec, in Hz
     * @param originNanos begin of the timeline on the clock of the arrivals, {@link System#nanoTime}
     * @param originNtp the same instant on the clock of the sender reports, as a 64-bit NTP timestamp, see {@link NtpTime}
     */
    public RecordingTimeline(int clockRate, long originNanos, long originNtp) {
        this.clockRate = clockRate;
        this.originNanos = originNanos;
        this.originNtp = originNtp;
    }

    /**
     * Notes which instant an RTP timestamp stands for. A report that is more than a second from what the arrivals say
     * is ignored, because its clock cannot be this server's.
     *
     * @param ntpTime 64-bit NTP timestamp on this server's clock, with the same offset for all tracks of a connection
     * @param rtpTimestamp lowest 32 bits count; taken as near the newest frame's
     */
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        report = new Report(ntpTime, rtpTimestamp);
        if (anchored) {
            useReport();
        }
    }

    /**
     * The place of a frame on the timeline.
     *
     * @param rtpTimestamp without wraps, see {@link TimestampUnwrapper}
     * @param arrivalNanos when its first packet came
     * @return nanoseconds since the origin, negative before it; never less than the last time
     */
    public long nanos(long rtpTimestamp, long arrivalNanos) {
        arrival = arrivalNanos - originNanos;
        boolean first = !anchored;
        if (first) {
            anchored = true;
            firstTimestamp = rtpTimestamp;
            newestTimestamp = rtpTimestamp;
            media = 0;
        }
        newestTimestamp = Math.max(newestTimestamp, rtpTimestamp);
        long now = mediaNanos(rtpTimestamp);
        boolean jumped = observe(arrival - now);
        if (first) {
            useReport();
        }
        if (first || jumped) {
            offset = target();
        } else {
            approach(target(), now - media);
        }
        media = now;
        last = Math.max(last, now + offset);
        return last;
    }

    /**
     * How long before the arrival of the least delayed packets a frame is placed at the moment. This is the time on
     * the network, as far as sender reports tell it.
     *
     * @return nanoseconds, negative if frames are placed before their arrival; 0 before the first frame
     */
    public long captureShift() {
        return anchored && smallestDelay.known() ? offset - smallestDelay.nanos() : 0;
    }

    /**
     * The place of a timestamp by the distance in use at the moment. Changes nothing.
     *
     * @param rtpTimestamp lowest 32 bits count; taken as near the newest frame's
     * @return nanoseconds since the origin; only to be asked when {@link #isAnchored}
     */
    public long nanosOf(long rtpTimestamp) {
        return mediaNanos(newestTimestamp + (int) (rtpTimestamp - newestTimestamp)) + offset;
    }

    /** Whether a frame of this source has been placed. */
    public boolean isAnchored() {
        return anchored;
    }

    /** Another source follows. Its timestamps are unrelated to the earlier ones, but time still does not go back. */
    public void reset() {
        anchored = false;
        reported = false;
        report = null;
        late = false;
        smallestDelay.clear();
    }

    private long mediaNanos(long rtpTimestamp) {
        long ticks = rtpTimestamp - firstTimestamp;
        return ticks / clockRate * SECOND + ticks % clockRate * SECOND / clockRate;
    }

    /** Notes how long after its media time a frame came; true if a clock has jumped. */
    private boolean observe(long delay) {
        if (!smallestDelay.known()) {
            smallestDelay.add(delay, arrival);
            return false;
        }
        long over = delay - smallestDelay.nanos();
        if (over < -JUMP_NANOS) {
            jumpTo(delay);
            return true;
        }
        if (over <= JUMP_NANOS) {
            late = false;
            smallestDelay.add(delay, arrival);
            return false;
        }
        lateDelay = late ? Math.min(lateDelay, delay) : delay;
        lateSince = late ? lateSince : arrival;
        late = true;
        if (arrival - lateSince < PATIENCE_NANOS) {
            return false;
        }
        jumpTo(lateDelay);
        return true;
    }

    private void jumpTo(long delay) {
        late = false;
        reported = false;
        report = null;
        smallestDelay.clear();
        smallestDelay.add(delay, arrival);
    }

    private void useReport() {
        Report latest = report;
        if (latest == null) {
            return;
        }
        long timestamp = newestTimestamp + (int) (latest.rtpTimestamp - newestTimestamp);
        long wanted = ntpNanos(latest.ntpTime - originNtp) - mediaNanos(timestamp);
        long difference = wanted - smallestDelay.nanos();
        if (Math.abs(difference) <= JUMP_NANOS) {
            reported = true;
            reportedOffset = wanted;
            offsetFromDelay = difference;
            reportArrival = arrival;
        }
    }

    private static long ntpNanos(long span) {
        return (span >> 32) * SECOND + (((span & 0xffffffffL) * SECOND) >>> 32);
    }

    private long target() {
        boolean fresh = reported && arrival - reportArrival < REPORT_LIFETIME_NANOS;
        return fresh ? reportedOffset : smallestDelay.nanos() + offsetFromDelay;
    }

    private void approach(long target, long elapsed) {
        if (elapsed <= 0) {
            return;
        }
        boolean begins = media < BEGIN_NANOS;
        long limit = elapsed / 100 * (begins ? BEGIN_STRETCH_PERCENT : MAX_STRETCH_PERCENT);
        double share = Math.min(1.0, (double) elapsed / (begins ? BEGIN_SETTLING_NANOS : SETTLING_NANOS));
        long wanted = Math.round((target - offset) * share);
        offset += Math.max(-limit, Math.min(limit, wanted));
    }

    /** The least that arrivals lagged behind media time, over the last ten seconds in which anything arrived. */
    private static final class SmallestDelay {
        private static final int SPANS = 10;

        private final long[] minima = new long[SPANS];
        private int spans;
        private int current;
        private long currentSince;

        boolean known() {
            return spans > 0;
        }

        void clear() {
            spans = 0;
            current = 0;
        }

        void add(long delay, long arrival) {
            if (spans == 0) {
                currentSince = arrival;
                spans = 1;
                minima[0] = delay;
            } else if (arrival - currentSince >= SECOND) {
                current = (current + 1) % SPANS;
                spans = Math.min(SPANS, spans + 1);
                currentSince = arrival;
                minima[current] = delay;
            }
            minima[current] = Math.min(minima[current], delay);
        }

        long nanos() {
            long smallest = minima[0];
            for (int i = 1; i < spans; i++) {
                smallest = Math.min(smallest, minima[i]);
            }
            return smallest;
        }
    }
}
