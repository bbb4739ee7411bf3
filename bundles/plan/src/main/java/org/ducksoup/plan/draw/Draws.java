package org.ducksoup.plan.draw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Draws of an interaction. Each depends on the seed and on its own name, and on nothing that was drawn before, so a plan that
 * gets one more step keeps the draws of all others. This must not change: the same seed has the same draws for ever.
 * {@code docs/experiments.md} has the same computation in Python.
 *
 * <p>The name is hashed by FNV-1a with 64 bits; the bits come from SplitMix64 (Steele, Lea and Flood 2014).
 */
public final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;

    public Draws(long seed) {
        this.seed = seed;
    }

    /** A number from 0 up to 1, which is never reached. */
    public double unit(String name) {
        return unit(name, 0);
    }

    private double unit(String name, int index) {
        long state = mix(seed + GOLDEN) ^ hash(name);
        return (mix(state + (index + 1) * GOLDEN) >>> 11) * 0x1p-53;
    }

    /** A number between two others, to a millionth. */
    public double between(String name, double min, double max) {
        double drawn = min + (max - min) * unit(name);
        return Math.max(min, Math.min(max, Math.rint(drawn * 1e6) / 1e6));
    }

    public int below(String name, int bound) {
        return (int) (unit(name) * bound);
    }

    /** The values in another order (Fisher and Yates, from the last place to the first). */
    public <T> List<T> shuffled(String name, List<T> values) {
        List<T> shuffled = new ArrayList<>(values);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, (int) (unit(name, i) * (i + 1)));
        }
        return shuffled;
    }

    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
