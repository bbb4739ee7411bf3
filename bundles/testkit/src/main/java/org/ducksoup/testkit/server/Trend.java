package org.ducksoup.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Readings of one quantity over time, and the straight line that fits them best (least squares). One thread. */
public final class Trend {
    private record Reading(double hours, double value) {}

    private final String quantity;
    private final List<Reading> readings = new ArrayList<>();

    /** @param quantity name, with its unit */
    public Trend(String quantity) {
        this.quantity = quantity;
    }

    public String quantity() {
        return quantity;
    }

    /** @param at since any moment that is the same for all readings */
    public void add(Duration at, double value) {
        readings.add(new Reading(at.toNanos() / 3.6e12, value));
    }

    /** The slope of the line. NaN with fewer than two readings, or with none at another time than the first. */
    public double perHour() {
        double meanHours =
                readings.stream().mapToDouble(Reading::hours).average().orElse(Double.NaN);
        double meanValue =
                readings.stream().mapToDouble(Reading::value).average().orElse(Double.NaN);
        double above = 0;
        double below = 0;
        for (Reading reading : readings) {
            double hours = reading.hours - meanHours;
            above += hours * (reading.value - meanValue);
            below += hours * hours;
        }
        return above / below;
    }

    /** For people: the first and the last reading, the highest, and the slope. */
    @Override
    public String toString() {
        if (readings.isEmpty()) {
            return quantity + ": no readings";
        }
        return String.format(
                Locale.ROOT,
                "%s: %.1f at first, %.1f at last, %.1f at most, %+.1f an hour (%d readings)",
                quantity,
                readings.get(0).value,
                readings.get(readings.size() - 1).value,
                readings.stream().mapToDouble(Reading::value).max().orElse(Double.NaN),
                perHour(),
                readings.size());
    }
}
