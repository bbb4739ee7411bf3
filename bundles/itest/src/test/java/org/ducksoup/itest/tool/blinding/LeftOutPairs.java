package org.ducksoup.itest.tool.blinding;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Guesses the condition of each run from all other pairs of runs: a pair is left out, the readings of the others are
 * standardised, and each run of the pair gets the condition whose mean it is nearer to, each reading by the weight of its difference
 * in the others.
 */
public final class LeftOutPairs {
    /** Which readings a guess uses. */
    public enum Use {
        /** Those whose difference is nearly as clear as the clearest: finds one reading among thousands. */
        CLEAREST,
        /** All of them: finds a small difference of many. */
        ALL
    }

    /** How much of the clearest difference another reading must have. */
    private static final double NEARLY = 0.8;

    /** A reading far outside of the others' range has no more weight than this, in standard deviations. */
    private static final double FAR = 4;

    private LeftOutPairs() {}

    /** How many runs are guessed right. */
    public static int right(Runs runs, Use use) {
        int right = 0;
        double[][] values = runs.values();
        Random coin = new Random(1);
        for (int out = 0; out < values.length; out += 2) {
            int first = out;
            int[] others = IntStream.range(0, values.length)
                    .filter(run -> run / 2 != first / 2)
                    .toArray();
            Guess guess = learn(values, runs.active(), others, use);
            for (int run = out; run < Math.min(out + 2, values.length); run++) {
                double score = guess.score(values[run]);
                boolean active = score == 0 ? coin.nextBoolean() : score > 0;
                right += active == runs.active()[run] ? 1 : 0;
            }
        }
        return right;
    }

    /** How many runs are guessed right in the better of both ways. */
    public static int right(Runs runs) {
        return Math.max(right(runs, Use.CLEAREST), right(runs, Use.ALL));
    }

    /**
     * What {@link #right(Runs)} is if the conditions of each pair are in an order by chance. Guesses are no throws of a coin,
     * because all of them learn from nearly the same pairs: they are right together, or wrong together.
     *
     * @return sorted
     */
    public static int[] byChance(Runs runs, int times, long seed) {
        Random random = new Random(seed);
        int[] all = new int[times];
        for (int i = 0; i < times; i++) {
            boolean[] drawn = new boolean[runs.active().length];
            for (int run = 0; run < drawn.length; run += 2) {
                drawn[run] = random.nextBoolean();
                drawn[run + 1] = !drawn[run];
            }
            all[i] = right(runs.with(drawn));
        }
        Arrays.sort(all);
        return all;
    }

    /** The most right guesses of 95 % of all orders by chance, with as many of the others below them as above. */
    public static int mostByChance(int[] byChance) {
        return byChance[(int) Math.ceil(0.975 * byChance.length) - 1];
    }

    /** @param weights positive where the first condition has larger values */
    private record Guess(double[] middles, double[] spreads, double[] weights) {
        double score(double[] row) {
            double sum = 0;
            for (int i = 0; i < row.length; i++) {
                if (weights[i] != 0) {
                    double z = (row[i] - middles[i]) / spreads[i];
                    sum += weights[i] * Math.max(-FAR, Math.min(FAR, z));
                }
            }
            return sum;
        }
    }

    private static Guess learn(double[][] values, boolean[] active, int[] from, Use use) {
        int width = values[0].length;
        double[] middles = new double[width];
        double[] spreads = new double[width];
        double[] weights = new double[width];
        double clearest = 0;
        for (int i = 0; i < width; i++) {
            double ones = 0;
            double others = 0;
            int count = 0;
            for (int run : from) {
                if (active[run]) {
                    ones += values[run][i];
                    count++;
                } else {
                    others += values[run][i];
                }
            }
            double high = ones / count;
            double low = others / (from.length - count);
            double squares = 0;
            for (int run : from) {
                squares += Math.pow(values[run][i] - (active[run] ? high : low), 2);
            }
            middles[i] = (high + low) / 2;
            // A reading that is the same in all runs of each condition tells them apart with certainty.
            double spread = Math.sqrt(squares / (from.length - 2));
            spreads[i] = Math.max(spread, Math.max(Math.abs(high - low) / 100, 1e-12));
            weights[i] = (high - low) / spreads[i];
            clearest = Math.max(clearest, Math.abs(weights[i]));
        }
        for (int i = 0; i < width; i++) {
            if (use == Use.CLEAREST && Math.abs(weights[i]) < NEARLY * clearest) {
                weights[i] = 0;
            }
        }
        return new Guess(middles, spreads, weights);
    }
}
