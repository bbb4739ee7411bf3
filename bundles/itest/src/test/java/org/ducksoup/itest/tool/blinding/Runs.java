package org.ducksoup.itest.tool.blinding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The readings of runs in two conditions. Runs 2i and 2i + 1 are a pair, one of each condition, made one after the other.
 *
 * @param names of the readings that are not the same in all runs
 * @param values one row for each run
 * @param active which runs have the one condition; the others have the other one
 */
public record Runs(List<String> names, double[][] values, boolean[] active) {
    /** A reading that a run does not have. */
    private static final double ABSENT = -1;

    public static Runs of(List<? extends Map<String, Double>> readings, List<Boolean> active) {
        SortedSet<String> all = new TreeSet<>();
        readings.forEach(each -> all.addAll(each.keySet()));
        List<String> names = new ArrayList<>();
        for (String name : all) {
            if (readings.stream()
                            .map(each -> each.getOrDefault(name, ABSENT))
                            .distinct()
                            .count()
                    > 1) {
                names.add(name);
            }
        }
        double[][] values = new double[readings.size()][names.size()];
        boolean[] which = new boolean[readings.size()];
        for (int run = 0; run < values.length; run++) {
            for (int i = 0; i < names.size(); i++) {
                values[run][i] = readings.get(run).getOrDefault(names.get(i), ABSENT);
            }
            which[run] = active.get(run);
        }
        return new Runs(names, values, which);
    }

    /** The same runs with some of the readings. */
    public Runs only(Predicate<String> wanted) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (wanted.test(names.get(i))) {
                kept.add(i);
            }
        }
        double[][] fewer = new double[values.length][];
        for (int run = 0; run < values.length; run++) {
            double[] row = values[run];
            fewer[run] = kept.stream().mapToDouble(i -> row[i]).toArray();
        }
        return new Runs(kept.stream().map(names::get).toList(), fewer, active);
    }

    /** The same readings with other conditions. */
    public Runs with(boolean[] others) {
        return new Runs(names, values, others);
    }

    public double[] column(int index) {
        double[] column = new double[values.length];
        for (int run = 0; run < column.length; run++) {
            column[run] = values[run][index];
        }
        return column;
    }
}
