package org.ducksoup.sfu.recording;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.RecordingGap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a recording as it was last reported: stalled, failed, resumed. The watching thread and the recording's own
 * thread both report; each change is reported once.
 */
final class RecordingState {
    private enum Told {
        FINE,
        STALLED,
        FAILED,
        OVER
    }

    private static final long MIN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SessionRecording.Listener listener;
    private final StallWatch watch = new StallWatch();
    private Told told = Told.FINE;
    private String reason = "";
    private RecordingGap.Cause cause = RecordingGap.Cause.DISK;
    private @Nullable Span missing;
    /** Until when all that came is on the disk; 0 as long as nothing is. */
    private long keptUntil;

    RecordingState(SessionRecording.Listener listener) {
        this.listener = listener;
    }

    /** Somebody looks at the recording. */
    synchronized void look(long nowNanos, long turns, boolean full) {
        boolean still = watch.isStill(nowNanos, turns);
        if (told == Told.FINE && (still || full)) {
            told = Told.STALLED;
            listener.onStalled(
                    still
                            ? "the disk or the recorder does not answer; what comes waits in memory"
                            : "the disk or the recorder is too slow; there is no memory for what comes");
        }
    }

    /** The queues are empty. */
    synchronized void caughtUp(@Nullable Span gap) {
        missing = gap == null ? missing : gap.with(missing);
        if (told == Told.STALLED || (told == Told.FINE && missing != null)) {
            resume();
        }
    }

    private void resume() {
        told = Told.FINE;
        Span gap = missing;
        missing = null;
        RecordingGap.Cause why = cause;
        cause = RecordingGap.Cause.DISK;
        listener.onResumed(gap, why);
    }

    /**
     * All that was written is on the disk.
     *
     * @param begun when the first packet of the part came; empty if nothing has been written yet
     */
    synchronized void kept(long untilNanos, OptionalLong begun) {
        if (told == Told.FAILED) {
            if (begun.isEmpty()) {
                return;
            }
            long first = begun.getAsLong();
            long last = Math.min(keptUntil == 0 ? first : keptUntil, first);
            // Packets of sound come every 20 ms.
            missing = first - last < MIN_GAP_NANOS ? missing : new Span(last, first).with(missing);
            resume();
        }
        keptUntil = untilNanos;
    }

    /** The recorder is not there. The recording goes on with the next one. */
    synchronized void recorderLost(String why, long nowNanos) {
        keptUntil = keptUntil == 0 ? nowNanos : keptUntil;
        reason = why;
        if (told != Told.FAILED && told != Told.OVER) {
            told = Told.FAILED;
            cause = RecordingGap.Cause.RECORDER_LOST;
            listener.onRecorderLost(why);
        }
    }

    /** The disk failed. It is tried again. */
    synchronized void failed(Throwable problem, long nowNanos) {
        String why = reason(problem);
        keptUntil = keptUntil == 0 ? nowNanos : keptUntil;
        reason = why;
        if (told != Told.FAILED && told != Told.OVER) {
            told = Told.FAILED;
            listener.onFailed(why, false);
        }
    }

    synchronized boolean hasFailed() {
        return told == Told.FAILED;
    }

    /** There will be no more packets. */
    synchronized void end(@Nullable Span gap) {
        if (told == Told.FAILED) {
            listener.onFailed("nothing could be written up to the end: " + reason, true);
        } else {
            caughtUp(gap);
        }
        told = Told.OVER;
    }

    /** Nothing more can be recorded. */
    synchronized void bug(Throwable problem) {
        if (told != Told.OVER) {
            told = Told.OVER;
            listener.onFailed(reason(problem), true);
        }
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }
}
