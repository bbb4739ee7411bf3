package org.ducksoup.sfu.bitrate;

import java.util.HashMap;
import java.util.Map;
import org.ducksoup.sfu.routing.Endpoint;

/** What the receivers of one track lose of it: the one that loses most counts, smoothed over some reports. On one thread. */
final class ReportedLoss {
    /** A report speaks of a second or so, in which a single packet of sound is two percent. */
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

    /** As a fraction. */
    double worst() {
        return percent / 100.0;
    }

    void forget(Endpoint receiver) {
        byReceiver.remove(receiver);
    }
}
