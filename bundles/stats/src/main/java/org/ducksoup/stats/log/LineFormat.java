package org.ducksoup.stats.log;

/** Formats an entry as a line. */
@FunctionalInterface
interface LineFormat {
    /** @return the line without its line end; it is a single line, whatever clients wrote */
    String line(LogEntry entry);
}
