package org.ducksoup.stats.log;

/** How an entry becomes a line. */
@FunctionalInterface
interface LineFormat {
    /** @return the line without its end; whatever clients wrote, it is one line */
    String line(LogEntry entry);
}
