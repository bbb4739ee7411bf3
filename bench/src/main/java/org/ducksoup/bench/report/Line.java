package org.ducksoup.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * A line of the table of what the server must reach.
 *
 * @param figure what was measured, with its unit
 * @param value NaN if it was not measured
 * @param must the bound
 * @param aim what would be better still
 * @param most whether the bounds are the most that is good, and not the least
 * @param remark why there is no value, or what it was compared with; null for nothing
 */
public record Line(
        String figure,
        double value,
        double must,
        double aim,
        boolean most,
        @Nullable String remark) {
    public static Line atMost(String figure, double value, double must, double aim) {
        return new Line(figure, value, must, aim, true, null);
    }

    public static Line atLeast(String figure, double value, double must, double aim, String remark) {
        return new Line(figure, value, must, aim, false, remark);
    }

    public static Line notMeasured(String figure, double must, double aim, boolean most, String why) {
        return new Line(figure, Double.NaN, must, aim, most, why);
    }

    public boolean isMet() {
        return most ? value <= must : value >= must;
    }

    String verdict() {
        if (Double.isNaN(value)) {
            return "not measured";
        }
        if (!isMet()) {
            return "MISSED";
        }
        return (most ? value <= aim : value >= aim) ? "aim" : "must";
    }
}
