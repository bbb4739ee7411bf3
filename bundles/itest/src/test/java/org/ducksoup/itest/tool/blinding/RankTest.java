package org.ducksoup.itest.tool.blinding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The rank test of Mann and Whitney for each reading, with Holm's correction for how many readings there are. */
public final class RankTest {
    private RankTest() {}

    /**
     * A reading and how probable so large a difference is by chance.
     *
     * @param p two-sided, for this reading alone
     * @param corrected after Holm, for all readings together
     * @param active median in the one condition
     * @param sham median in the other one
     */
    public record Finding(String name, double p, double corrected, double active, double sham) {}

    /** All readings, the most different ones first. */
    public static List<Finding> of(Runs runs) {
        List<Finding> alone = new ArrayList<>();
        for (int i = 0; i < runs.names().size(); i++) {
            double[] column = runs.column(i);
            alone.add(new Finding(
                    runs.names().get(i),
                    p(column, runs.active()),
                    1,
                    median(column, runs.active(), true),
                    median(column, runs.active(), false)));
        }
        alone.sort(Comparator.comparingDouble(Finding::p));
        List<Finding> corrected = new ArrayList<>();
        double highest = 0;
        for (int i = 0; i < alone.size(); i++) {
            Finding each = alone.get(i);
            highest = Math.max(highest, Math.min(1, each.p * (alone.size() - i)));
            corrected.add(new Finding(each.name, each.p, highest, each.active, each.sham));
        }
        return corrected;
    }

    /** By the normal distribution, with the correction for ties and for continuity. */
    static double p(double[] values, boolean[] active) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double ranks = 0;
        double ties = 0;
        int ones = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            int length = to - from;
            ties += (double) length * length * length - length;
            for (int i = from; i < to; i++) {
                if (active[order[i]]) {
                    ranks += (from + 1 + to) / 2.0;
                    ones++;
                }
            }
            from = to;
        }
        double n = values.length;
        double others = n - ones;
        double u = ranks - ones * (ones + 1) / 2.0;
        double variance = ones * others / 12 * (n + 1 - ties / (n * (n - 1)));
        if (variance <= 0) {
            return 1;
        }
        double z = Math.max(0, Math.abs(u - ones * others / 2) - 0.5) / Math.sqrt(variance);
        return Math.min(1, 2 * upperTail(z));
    }

    /** Of the normal distribution: Abramowitz and Stegun 26.2.17, with a relative error that does not matter here. */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }

    private static double median(double[] values, boolean[] active, boolean which) {
        double[] sorted = IntStream.range(0, values.length)
                .filter(i -> active[i] == which)
                .mapToDouble(i -> values[i])
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
