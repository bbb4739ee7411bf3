package org.ducksoup.signaling;

/** Checks of configured numbers. */
final class Ranges {
    private Ranges() {}

    static int check(String key, int value, int min, int max) {
        return (int) check(key, (long) value, min, max);
    }

    /** @throws IllegalArgumentException naming the key, the value, and what is allowed */
    static long check(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "org.ducksoup.signaling " + key + " is " + value + "; allowed: " + min + " to " + max);
        }
        return value;
    }
}
