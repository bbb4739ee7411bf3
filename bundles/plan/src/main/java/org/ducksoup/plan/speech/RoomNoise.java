package org.ducksoup.plan.speech;

import java.util.Arrays;

/** How loud a room is while nobody speaks, in dBov, and how much that varies. */
final class RoomNoise {
    /** Below this, browsers and microphones differ, and nothing is speech. */
    private static final double QUIETEST = -72;

    private static final long LEARN_NANOS = 300_000_000;

    /** Packets of a room that are within so many dB of the quietest one. */
    private static final double QUIET_RANGE = 6;

    /** The level follows the room within a second or two, downwards faster: what is quieter is closer to the room. */
    private static final double RISE = 0.02;

    private static final double FALL = 0.04;
    private static final double UNREST_CHANGE = 0.02;

    /** So many mean deviations above the level are rare, and several such packets in a row do not happen. */
    private static final double UNREST_FACTOR = 4;

    /** Also a room without any unrest has its creaks. */
    private static final double MIN_UNREST = 3.5;

    /** Speech that stands out by more than this is found in any room. */
    private static final double MAX_UNREST = 8;

    /** A second of packets of 20 ms. */
    private static final int WINDOW = 50;

    /** Speech has syllables and pauses, and varies by more than this within a second. */
    private static final double EVEN_RANGE = 6.5;

    private final double[] window = new double[WINDOW];
    private int filled;
    private double level = QUIETEST;
    private double deviation = 1;
    private boolean known;
    private boolean begun;
    private long begin;

    boolean isKnown() {
        return known;
    }

    double level() {
        return Math.max(QUIETEST, level);
    }

    /** Only what is louder than the room by more than this stands out of its unrest. */
    double unrest() {
        return Math.max(MIN_UNREST, Math.min(MAX_UNREST, UNREST_FACTOR * deviation));
    }

    /** A packet while nobody speaks. */
    void onQuiet(double loudness, long nanos) {
        double bounded = Math.max(QUIETEST, loudness);
        if (!begun) {
            begun = true;
            begin = nanos;
            level = bounded;
        }
        if (!known) {
            learn(bounded, nanos - begin);
            return;
        }
        double above = bounded - level;
        level += above * (above > 0 ? RISE : FALL);
        deviation += (Math.abs(above) - deviation) * UNREST_CHANGE;
        deviation = Math.max(0.4, deviation);
    }

    /** Who speaks already when the call begins is louder than the room: the quietest packets count. */
    private void learn(double loudness, long nanos) {
        window[filled] = loudness;
        filled++;
        level = Math.min(level, loudness);
        if (nanos >= LEARN_NANOS || filled == WINDOW) {
            double quietest = level;
            double[] quiet = Arrays.stream(window, 0, filled)
                    .filter(one -> one <= quietest + QUIET_RANGE)
                    .toArray();
            level = Arrays.stream(quiet).average().orElse(quietest);
            double room = level;
            deviation = Math.max(
                    1,
                    Arrays.stream(quiet)
                            .map(one -> Math.abs(one - room))
                            .average()
                            .orElse(1));
            known = true;
            filled = 0;
        }
    }

    void beginSpeech() {
        filled = 0;
    }

    /** Whether the last second was loud and even. Then this is how loud the room is now. */
    boolean isEven(double loudness) {
        System.arraycopy(window, 1, window, 0, WINDOW - 1);
        window[WINDOW - 1] = loudness;
        filled = Math.min(WINDOW, filled + 1);
        if (filled < WINDOW) {
            return false;
        }
        double[] sorted = window.clone();
        Arrays.sort(sorted);
        // Without the few packets at either end, which may be clicks.
        double low = sorted[2];
        double high = sorted[WINDOW - 3];
        if (high - low > EVEN_RANGE) {
            return false;
        }
        level = Arrays.stream(sorted).average().orElse(level);
        deviation = Math.max(deviation, (high - low) / 4);
        return true;
    }

    void endSpeech() {
        filled = 0;
    }
}
