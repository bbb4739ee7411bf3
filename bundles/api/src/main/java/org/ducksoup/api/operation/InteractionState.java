package org.ducksoup.api.operation;

import java.util.Locale;

/** {@code WAITING -> RUNNING -> ENDING -> ENDED}, {@code WAITING -> ABORTED}; {@code ENDING -> RUNNING} if it is extended. */
public enum InteractionState {
    /** Not all participants are there, or not all of their media. */
    WAITING,
    RUNNING,
    /** Running, and the participants have been told that it ends soon. */
    ENDING,
    ENDED,
    ABORTED;

    /** The spelling in tables and in JSON: {@code waiting}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isRunning() {
        return this == RUNNING || this == ENDING;
    }

    public boolean isOver() {
        return this == ENDED || this == ABORTED;
    }
}
