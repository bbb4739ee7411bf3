package org.ducksoup.stats.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code yyyyMMdd-HHmmss.SSS}, in local time. */
public final class LogTime {
    private final DateTimeFormatter formatter;

    public LogTime(ZoneId zone) {
        formatter =
                DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS", Locale.ROOT).withZone(zone);
    }

    String text(Instant at) {
        return formatter.format(at);
    }
}
