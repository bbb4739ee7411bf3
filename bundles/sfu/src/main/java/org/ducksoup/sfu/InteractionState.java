package org.ducksoup.sfu;

/** {@code WAITING -> RUNNING -> ENDING -> ENDED}, {@code WAITING -> ABORTED}. */
enum InteractionState {
    WAITING,
    RUNNING,
    /** Running, and the participants have been told that it ends soon. */
    ENDING,
    ENDED,
    ABORTED;

    boolean isRunning() {
        return this == RUNNING || this == ENDING;
    }

    boolean isOver() {
        return this == ENDED || this == ABORTED;
    }
}
