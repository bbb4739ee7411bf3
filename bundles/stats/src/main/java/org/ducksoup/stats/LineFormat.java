package org.ducksoup.stats;

/** How an entry becomes a line. */
@FunctionalInterface
interface LineFormat {
    /** @return the line without its end; whatever clients wrote, it is one line */
    String line(LogEntry entry);
}
