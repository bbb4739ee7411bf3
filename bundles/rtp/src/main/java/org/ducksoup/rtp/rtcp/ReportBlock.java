package org.ducksoup.rtp.rtcp;

import java.time.Duration;
import java.util.Optional;

/**
 * A receiver's report about one source (RFC 3550 section 6.4.1).
 *
 * @param ssrc the source reported on
 * @param fractionLost of the packets since the previous report, in 1/256: 0 to 255
 * @param cumulativeLost packets expected less packets received since the beginning, -2^23 to 2^23-1; second copies make
 *     it negative
 * @param extendedHighestSequence count of wraps in the upper 16 bits, highest sequence number in the lower: 0 to 2^32-1
 * @param jitter in units of the source's clock rate, 0 to 2^32-1
 * @param lastSenderReport middle 32 bits of the NTP time of the last sender report from the source; 0 if there was none
 * @param delaySinceLastSenderReport from its arrival to this report, in 1/65536 seconds, as an unsigned number; 0 if
 *     there was none
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long extendedHighestSequence,
        long jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a field cannot hold its value
     */
    public ReportBlock {
        Ranges.unsigned8("fraction lost", fractionLost);
        Ranges.check("cumulative lost", cumulativeLost, -0x800000, 0x7fffff);
        Ranges.unsigned32("extended highest sequence number", extendedHighestSequence);
        Ranges.unsigned32("jitter", jitter);
    }

    /**
     * Time from us to the reporter and back, by the formula of RFC 3550 section 6.4.1.
     *
     * @param compactArrival when this block arrived: middle 32 bits of the NTP time, on the clock of this side's sender
     *     reports
     * @return to 1/65536 seconds; zero if the reporter claims to have waited longer than it can have; empty if it has
     *     not seen a sender report
     */
    public Optional<Duration> roundTripTime(int compactArrival) {
        if (lastSenderReport == 0) {
            return Optional.empty();
        }
        int units = compactArrival - lastSenderReport - delaySinceLastSenderReport;
        return Optional.of(Duration.ofNanos((Math.max(0, units) * NANOS_PER_SECOND) >> 16));
    }
}
