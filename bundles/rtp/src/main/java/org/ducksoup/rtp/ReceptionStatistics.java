package org.ducksoup.rtp;

import org.ducksoup.rtp.rtcp.ReportBlock;

/**
 * A receiver's statistics about one source, for its report blocks: RFC 3550 appendices A.1 (validity), A.3 (loss) and
 * A.8 (jitter). Packets that arrive twice count as received, as there, so the loss can be negative.
 *
 * <p>The first packet counts at once. Appendix A.1 waits for two in sequence to keep strangers out; here SRTP has
 * done that.
 *
 * <p>Not thread-safe. Reads no clock: times are nanoseconds of any one monotonic clock. {@link #onPacket} allocates
 * nothing.
 */
public final class ReceptionStatistics {

    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int NONE = -1;
    private static final int MAX_LOST = 0x7fffff;
    private static final int MIN_LOST = -0x800000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int ssrc;
    private final int clockRate;

    private boolean started;
    private int baseSequence;
    private int highestSequence;
    private long wraps;
    private int sequenceAfterJump = NONE;
    private long received;
    private long expectedBefore;
    private long receivedBefore;

    private long arrivalOrigin;
    private boolean transitKnown;
    private int transit;
    /** Sixteen times the jitter, as in A.8, to keep the fraction while counting in whole numbers. */
    private long scaledJitter;

    private boolean senderReportSeen;
    private int lastSenderReport;
    private long senderReportArrival;

    /**
     * Statistics with nothing received.
     *
     * @param ssrc the source reported on
     * @param clockRate of its timestamps, in Hz, more than 0
     * @throws IllegalArgumentException if the clock rate is not
     */
    public ReceptionStatistics(int ssrc, int clockRate) {
        if (clockRate <= 0) {
            throw new IllegalArgumentException("clock rate " + clockRate);
        }
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    /**
     * Counts a packet.
     *
     * @param sequenceNumber 0 to 65535
     * @param timestamp RTP timestamp, 0 to 2^32-1
     * @param arrivalNanos when the socket was read
     * @return false if the sequence number is 3000 or more ahead of the highest, or 100 or more behind it. Such a packet is not
     *     counted. If the very next packet continues it, the sender has started anew: that one is counted as the first of
     *     all, and everything but the jitter begins at 0. (A.1 waits for it longer; then two late packets with others between
     *     them would pass for a new start.) True otherwise, also for a late packet and for a second copy.
     */
    public boolean onPacket(int sequenceNumber, long timestamp, long arrivalNanos) {
        if (!started) {
            started = true;
            arrivalOrigin = arrivalNanos;
            restart(sequenceNumber);
        } else {
            int ahead = (sequenceNumber - highestSequence) & 0xffff;
            if (ahead < MAX_DROPOUT) {
                if (sequenceNumber < highestSequence) {
                    wraps++;
                }
                highestSequence = sequenceNumber;
                sequenceAfterJump = NONE;
            } else if (ahead > 0x10000 - MAX_MISORDER) {
                sequenceAfterJump = NONE;
            } else if (sequenceNumber == sequenceAfterJump) {
                restart(sequenceNumber);
            } else {
                sequenceAfterJump = SequenceNumbers.next(sequenceNumber);
                return false;
            }
        }
        received++;
        measureJitter(timestamp, arrivalNanos);
        return true;
    }

    private void restart(int sequenceNumber) {
        baseSequence = sequenceNumber;
        highestSequence = sequenceNumber;
        wraps = 0;
        sequenceAfterJump = NONE;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        transitKnown = false;
    }

    private void measureJitter(long timestamp, long arrivalNanos) {
        long elapsed = arrivalNanos - arrivalOrigin;
        // In two steps: nanoseconds times 90000 would overflow after 28 hours.
        long ticks = Math.floorDiv(elapsed, NANOS_PER_SECOND) * clockRate
                + Math.floorMod(elapsed, NANOS_PER_SECOND) * clockRate / NANOS_PER_SECOND;
        int newTransit = (int) (ticks - timestamp);
        if (transitKnown) {
            long change = Math.abs((long) (newTransit - transit));
            scaledJitter += change - ((scaledJitter + 8) >> 4);
        }
        transit = newTransit;
        transitKnown = true;
    }

    /**
     * Notes a sender report of this source, for the two fields by which the sender computes the round-trip time.
     *
     * @param ntp its NTP timestamp
     * @param arrivalNanos when the socket was read
     */
    public void onSenderReport(long ntp, long arrivalNanos) {
        senderReportSeen = true;
        lastSenderReport = NtpTime.compact(ntp);
        senderReportArrival = arrivalNanos;
    }

    /**
     * The block for the report that is sent now. Starts a new interval for the fraction lost, so call it once per
     * report.
     *
     * @param nowNanos on the clock of the arrival times
     * @return zeros but for the sender report's fields if no packet has arrived (RFC 3550 section 6.4 wants no block
     *     then)
     */
    public ReportBlock report(long nowNanos) {
        long expected = packetsExpected();
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        // Below 256: the highest sequence number rises only when a packet arrives, so not all expected ones are lost.
        long fraction = lostNow <= 0 ? 0 : (lostNow << 8) / expectedNow;
        long lost = Math.max(MIN_LOST, Math.min(MAX_LOST, cumulativeLost()));
        return new ReportBlock(
                ssrc,
                (int) fraction,
                (int) lost,
                extendedHighestSequence() & 0xffffffffL,
                Math.min(0xffffffffL, scaledJitter >> 4),
                lastSenderReport,
                delaySinceLastSenderReport(nowNanos));
    }

    private int delaySinceLastSenderReport(long nowNanos) {
        if (!senderReportSeen) {
            return 0;
        }
        long delay = Math.max(0, nowNanos - senderReportArrival);
        long seconds = delay / NANOS_PER_SECOND;
        long units = (seconds << 16) + ((delay % NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND;
        return (int) Math.min(0xffffffffL, units);
    }

    private long extendedHighestSequence() {
        return (wraps << 16) + highestSequence;
    }

    /** The source reported on. */
    public int ssrc() {
        return ssrc;
    }

    /** Packets counted since the first, or since the sender started anew; late ones and second copies included. */
    public long packetsReceived() {
        return received;
    }

    /** Packets sent from the first counted to the highest, as the sequence numbers tell. */
    public long packetsExpected() {
        return started ? extendedHighestSequence() - baseSequence + 1 : 0;
    }

    /** Expected less received, without the report block's limits; negative if more came twice than got lost. */
    public long cumulativeLost() {
        return packetsExpected() - received;
    }

    /** Smoothed variation of the transit time (RFC 3550 section 6.4.1), in milliseconds. */
    public double jitterMillis() {
        return scaledJitter / 16.0 * 1000 / clockRate;
    }
}
