package org.ducksoup.sfu.plan;

import java.util.function.Consumer;
import org.ducksoup.api.plan.SpeechListener;
import org.ducksoup.api.plan.SpeechListener.Heard;
import org.ducksoup.api.transport.RtpReceiver.AudioLevelListener;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one participant. Levels come on the receive thread, and the time on the interaction's: hence the lock, which is free
 * but for ten times a second.
 */
public final class Ear implements AudioLevelListener {
    private final SpeechListener listener;
    private final Consumer<Heard> changes;

    /** @param changes is called on either thread */
    public Ear(SpeechListener listener, Consumer<Heard> changes) {
        this.listener = listener;
        this.changes = changes;
    }

    @Override
    public void onLevel(int level, long arrivalNanos) {
        Heard heard;
        synchronized (this) {
            heard = listener.onLevel(level, arrivalNanos);
        }
        tell(heard);
    }

    /** Time passes, and perhaps no packet comes: browsers may leave out silence. */
    public void onTime(long nanos) {
        Heard heard;
        synchronized (this) {
            heard = listener.onTime(nanos);
        }
        tell(heard);
    }

    private void tell(@Nullable Heard heard) {
        if (heard != null) {
            changes.accept(heard);
        }
    }
}
