package org.ducksoup.stats.report;

/** A number with its noun. */
final class Count {
    private Count() {}

    static String of(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
