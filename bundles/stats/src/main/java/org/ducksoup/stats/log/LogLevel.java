package org.ducksoup.stats.log;

import java.util.Locale;

/**
 * The manual's levels 1 to 4, each with its word in the {@code level} property. The words come from the original's
 * logging library and differ from their usual meaning: a bitrate is {@code debug} and still shown by default.
 */
enum LogLevel {
    /** Level 1: errors. */
    ERROR(1),
    /** Also level 1: warnings of GStreamer. */
    WARN(1),
    /** Level 2: the server, and events of interactions and participants. */
    INFO(2),
    /** Level 3: reports of clients, bitrates, signaling. */
    DEBUG(3),
    /** Level 4: what browsers report packet by packet. */
    TRACE(4);

    private final int number;

    LogLevel(int number) {
        this.number = number;
    }

    /** The number in {@code DUCKSOUP_LOG_LEVEL}. */
    int number() {
        return number;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
