package org.ducksoup.stats.log;

/** Tells the operator that the log itself is in trouble. */
@FunctionalInterface
public interface Warnings {
    void warn(String sentence);
}
