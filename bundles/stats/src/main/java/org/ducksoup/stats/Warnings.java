package org.ducksoup.stats;

/** Tells the operator that the log itself is in trouble. */
@FunctionalInterface
interface Warnings {
    void warn(String sentence);
}
