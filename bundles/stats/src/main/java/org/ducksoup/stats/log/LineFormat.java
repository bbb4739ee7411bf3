package org.ducksoup.stats.log;

import java.nio.charset.StandardCharsets;

/** Formats an entry as a line. */
@FunctionalInterface
interface LineFormat {
    /** @return the line without its line end; it is a single line, whatever clients wrote */
    String line(LogEntry entry);

    /** The line with its line end, as it is written. */
    default byte[] bytes(LogEntry entry) {
        return (line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
