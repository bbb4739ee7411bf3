package org.ducksoup.stats.log;

import java.time.Instant;

/**
 * One line of the log.
 *
 * @param context category of the manual
 * @param message the manual's name for the event
 */
public record LogEntry(LogLevel level, Instant at, String context, String message, LogProperties properties) {}
