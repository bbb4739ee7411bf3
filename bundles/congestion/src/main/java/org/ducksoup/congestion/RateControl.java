package org.ducksoup.congestion;

import java.time.Duration;
import java.time.Instant;
import org.ducksoup.congestion.DelayTrend.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Raises the rate while the queue does not grow, and drops below what arrives when it does (draft-ietf-rmcat-gcc-02 section
 * 5.5): by 8 % a second far from what the path carried last, by a packet in a round trip near it.
 */
final class RateControl {
    private static final double BACK_OFF = 0.85;
    /**
     * The factor of one decrease; more decreases follow while the queue does not shrink. The arrival rate says little
     * about the path if the encoder at the other end uses less than it may.
     */
    private static final double MAX_STEP = 0.8;

    private static final double INCREASE_PER_SECOND = 1.08;
    private static final double PACKET_BITS = 1200 * 8;

    /** Below this step, additive increase would take minutes on a slow path. */
    private static final double MIN_ADDITIVE = 4000;

    /** After this many measurements of the path's capacity, a new one weighs a twentieth. */
    private static final double SMOOTHING = 0.05;

    private enum State {
        HOLD,
        INCREASE
    }

    private double rate;
    private State state = State.INCREASE;
    private double capacity = -1;
    private double deviation = 0.4;
    private @Nullable Instant lastUpdate;
    private @Nullable Instant lastDecrease;

    RateControl(double initialBitsPerSecond) {
        rate = initialBitsPerSecond;
    }

    /** Continues from a rate that another estimator has set. */
    void follow(double bitsPerSecond) {
        rate = bitsPerSecond;
    }

    double update(Usage usage, double acknowledged, Duration roundTrip, Instant now) {
        Instant before = lastUpdate;
        double elapsed = before == null
                ? 0
                : Math.max(0, Math.min(1, Duration.between(before, now).toNanos() / 1e9));
        lastUpdate = now;
        switch (usage) {
            case OVERUSE -> decrease(acknowledged, roundTrip, now);
            case UNDERUSE -> state = State.HOLD;
            case NORMAL -> {
                // Waits for one step: the first normal report still describes the queue before the decrease.
                if (state == State.INCREASE) {
                    increase(acknowledged, roundTrip, elapsed);
                }
                state = State.INCREASE;
            }
        }
        return rate;
    }

    private void increase(double acknowledged, Duration roundTrip, double elapsed) {
        if (capacity > 0 && acknowledged > upperBound()) {
            // The path carries more than before, so earlier measurements of its capacity are obsolete.
            capacity = -1;
        }
        double increased;
        if (capacity > 0) {
            double response = roundTrip.toNanos() / 1e9 + 0.1;
            increased = rate + Math.max(MIN_ADDITIVE, PACKET_BITS / response) * elapsed;
        } else {
            increased = rate * Math.pow(INCREASE_PER_SECOND, elapsed) + 1000 * elapsed;
        }
        // A sender that uses less than it may learns nothing about a higher rate.
        double most = acknowledged > 0 ? 1.5 * acknowledged + 10_000 : rate;
        rate = Math.max(rate, Math.min(increased, most));
    }

    private void decrease(double acknowledged, Duration roundTrip, Instant now) {
        state = State.HOLD;
        Instant before = lastDecrease;
        Duration rest = roundTrip.compareTo(Duration.ofMillis(200)) > 0 ? roundTrip : Duration.ofMillis(200);
        boolean rested = before == null || Duration.between(before, now).compareTo(rest) >= 0;
        boolean collapsed = acknowledged > 0 && acknowledged < 0.5 * rate;
        if (!rested && !collapsed) {
            return;
        }
        lastDecrease = now;
        double carried = acknowledged > 0 ? acknowledged : rate;
        if (capacity > 0 && carried < lowerBound()) {
            capacity = -1;
        }
        learn(carried);
        rate = Math.min(rate, Math.max(BACK_OFF * carried, MAX_STEP * rate));
    }

    private void learn(double carried) {
        double sample = carried / 1000;
        if (capacity < 0) {
            capacity = sample;
        } else {
            capacity = (1 - SMOOTHING) * capacity + SMOOTHING * sample;
        }
        double error = capacity - sample;
        deviation = (1 - SMOOTHING) * deviation + SMOOTHING * error * error / Math.max(capacity, 1);
        deviation = Math.max(0.4, Math.min(2.5, deviation));
    }

    private double upperBound() {
        return 1000 * (capacity + 3 * Math.sqrt(deviation * capacity));
    }

    private double lowerBound() {
        return 1000 * (capacity - 3 * Math.sqrt(deviation * capacity));
    }
}
