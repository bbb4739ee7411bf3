package org.ducksoup.sfu.plan;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ducksoup.api.plan.SpeechListener;
import org.ducksoup.api.plan.SpeechListener.Heard;
import org.ducksoup.api.transport.RtpReceiver.AudioLevelListener;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one participant. Levels come on the receive thread, or on one of a pipeline, and the time on the interaction's: hence
 * the lock, which is free but for ten times a second.
 */
public final class Ear implements AudioLevelListener {
    private final SpeechListener listener;
    private final LongSupplier unheard;
    private final Consumer<Heard> changes;
    /** Of the interaction's thread. */
    private long packetsBefore;

    private Ear(SpeechListener listener, LongSupplier unheard, Consumer<Heard> changes) {
        this.listener = listener;
        this.unheard = unheard;
        this.changes = changes;
    }

    /**
     * Hears what a browser says with its packets.
     *
     * @param changes is called on either thread
     */
    public static Ear ofPackets(SpeechListener listener, Consumer<Heard> changes) {
        return new Ear(listener, () -> 0, changes);
    }

    /**
     * Hears decoded sound, which may come late, or not at all while an effect is lost: no sound is silence only if no packet has
     * arrived either.
     *
     * @param packets how many have arrived
     * @param changes is called on either thread
     */
    public static Ear ofDecoded(SpeechListener listener, LongSupplier packets, Consumer<Heard> changes) {
        return new Ear(listener, packets, changes);
    }

    @Override
    public void onLevel(int level, long arrivalNanos) {
        Heard heard;
        synchronized (this) {
            heard = listener.onLevel(level, arrivalNanos);
        }
        tell(heard);
    }

    /** Time passes, and perhaps no packet comes: browsers may leave out silence. On the interaction's thread. */
    public void onTime(long nanos) {
        long packets = unheard.getAsLong();
        boolean isQuiet = packets == packetsBefore;
        packetsBefore = packets;
        if (!isQuiet) {
            return;
        }
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
