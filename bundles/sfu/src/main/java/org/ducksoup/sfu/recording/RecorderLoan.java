package org.ducksoup.sfu.recording;

import java.util.concurrent.CompletableFuture;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.sfu.media.RecordingMode;
import org.jspecify.annotations.Nullable;

/**
 * The recorder that a recording uses. It belongs to a bundle, which wants it back before it stops. The recording's thread
 * takes it and gives it back, and the thread that stops the bundle recalls it.
 */
final class RecorderLoan {
    private final Recorders recorders;
    private final RecordingMode mode;

    /** Null while no recorder is used. Guarded by this object. */
    private @Nullable RecorderFactory used;

    private CompletableFuture<?> givenBack = CompletableFuture.completedFuture(null);
    private volatile boolean recalled;

    RecorderLoan(Recorders recorders, RecordingMode mode) {
        this.recorders = recorders;
        this.mode = mode;
    }

    /** Takes the recorder that is installed for the mode at the moment; null if there is none. */
    synchronized @Nullable RecorderFactory take() {
        used = recorders.forMode(mode).orElse(null);
        givenBack = new CompletableFuture<>();
        return used;
    }

    /** The recorder's files are closed. */
    synchronized void giveBack() {
        used = null;
        recalled = false;
        givenBack.complete(null);
    }

    /**
     * Asks for the recorder of a bundle that stops.
     *
     * @return completes when the recorder is given back; at once if this recording uses another one
     */
    synchronized CompletableFuture<?> recall(RecorderFactory gone) {
        if (used != gone) {
            return CompletableFuture.completedFuture(null);
        }
        recalled = true;
        return givenBack;
    }

    /** Whether the recorder must be given back. */
    boolean isRecalled() {
        return recalled;
    }
}
