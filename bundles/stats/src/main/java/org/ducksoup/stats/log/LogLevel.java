package org.ducksoup.stats.log;

import java.util.Locale;

/**
 * The manual's levels 1 to 4, each with the word that it has in the {@code level} property. The words are those of the
 * original's logging library, shifted against their usual meaning: a bitrate is {@code debug} and still shown by default.
 */
enum LogLevel {
    /** 1: errors. */
    ERROR(1),
    /** 1 as well: warnings of GStreamer. */
    WARN(1),
    /** 2: the server, and what happens to interactions and participants. */
    INFO(2),
    /** 3: what clients report, bitrates, signaling. */
    DEBUG(3),
    /** 4: what browsers report packet by packet. */
    TRACE(4);

    private final int number;

    LogLevel(int number) {
        this.number = number;
    }

    /** As in {@code DUCKSOUP_LOG_LEVEL}. */
    int number() {
        return number;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
