package org.ducksoup.api.pipeline;

import org.ducksoup.api.media.MediaKind;

/**
 * From when on a change of an effect counts, and who hears of the first frame that has it.
 *
 * @param nanos on the clock of {@link System#nanoTime}, at most some seconds ahead. The change is made in front of the frame whose
 *     arrival is nearest to it, or, if that one has entered the effect already, in front of the next one
 * @param listener hears of the first frame with the change
 */
public record ChangeTime(long nanos, Listener listener) {
    /** Counts from the frame on that arrives now, and nobody hears of it. */
    public static final ChangeTime AT_ONCE = new ChangeTime(Long.MIN_VALUE, (kind, arrivalNanos) -> {});

    public boolean isAtOnce() {
        return nanos == Long.MIN_VALUE;
    }

    /** Hears of one change. */
    public interface Listener {
        /**
         * A frame with the change is about to enter the effect. Called at most once, on a thread of the pipeline; must not block. Never
         * called if no such frame comes, or if the effect is lost and comes back with the change.
         *
         * @param arrivalNanos of the frame, on the pipeline's time, on which recordings have it too, and on the clock of {@link
         *     System#nanoTime}
         */
        void onFrame(MediaKind kind, long arrivalNanos);
    }
}
