package org.ducksoup.api.congestion;

import java.time.Duration;

/**
 * A receiver's report about one track (RFC 3550 section 6.4.2).
 *
 * @param lossFraction share of packets lost since its last report, from 0 to 1
 * @param expected packets sent to it since its last report, as it knows; 0 or more. A share of few packets tells little.
 * @param cumulativeLost packets lost since the track began
 * @param jitter interarrival jitter
 * @param roundTripTime measured from the last sender report; zero while unknown
 */
public record LossReport(
        double lossFraction, long expected, long cumulativeLost, Duration jitter, Duration roundTripTime) {}
