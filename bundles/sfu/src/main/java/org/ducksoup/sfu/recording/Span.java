package org.ducksoup.sfu.recording;

import org.jspecify.annotations.Nullable;

/** A stretch of time on the clock of {@link System#nanoTime}. */
record Span(long fromNanos, long toNanos) {
    /** The shortest one that holds this and another. */
    Span with(@Nullable Span other) {
        return other == null ? this : new Span(Math.min(fromNanos, other.fromNanos), Math.max(toNanos, other.toNanos));
    }
}
