package org.ducksoup.sfu.bitrate;

import java.util.HashMap;
import java.util.Map;
import org.ducksoup.sfu.routing.Endpoint;

/**
 * The loss that the receivers of one track report, smoothed over some reports. The receiver that loses most counts.
 * On one thread.
 */
final class ReportedLoss {
    /** A report covers about a second. One lost packet of sound is two percent of it. */
    private static final double WEIGHT = 0.25;

    private final Map<Endpoint, Double> byReceiver = new HashMap<>();
    private long percent;

    /** @return whether the worst has changed, in whole percents */
    boolean onReport(Endpoint receiver, double fraction) {
        byReceiver.merge(receiver, WEIGHT * fraction, (before, now) -> (1 - WEIGHT) * before + now);
        double most =
                byReceiver.values().stream().mapToDouble(loss -> loss).max().orElse(0);
        long before = percent;
        percent = Math.round(100 * most);
        return percent != before;
    }

    /** The loss of the receiver that loses most, as a fraction. */
    double worst() {
        return percent / 100.0;
    }

    void forget(Endpoint receiver) {
        byReceiver.remove(receiver);
    }
}
