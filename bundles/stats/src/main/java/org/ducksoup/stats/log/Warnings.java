package org.ducksoup.stats.log;

/** Warns the operator that the log itself cannot be written. */
@FunctionalInterface
public interface Warnings {
    void warn(String sentence);
}
