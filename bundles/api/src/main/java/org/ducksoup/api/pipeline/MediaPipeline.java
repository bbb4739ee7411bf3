package org.ducksoup.api.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One participant's processed media. Nothing but bytes and plain values crosses this border: an implementation may live
 * in another process.
 */
@ProviderType
public interface MediaPipeline extends AutoCloseable {
    /**
     * Begins to build what was prepared, on another thread; {@link PipelineListener#onStarted} or {@link
     * PipelineListener#onFailure} tells how it went. The first packet does the same. Packets that come before it runs are
     * kept as far as a bounded queue goes. Thread-safe, does not block, idempotent.
     */
    void start();

    /**
     * Takes one RTP packet. Called on the receive thread, one call at a time for each kind; does not block: when the
     * pipeline does not keep up, packets are dropped and counted.
     *
     * @param buffer holds the packet; it is copied
     * @param arrivalNanos on the clock of {@link System#nanoTime}
     */
    void push(MediaKind kind, byte[] buffer, int offset, int length, long arrivalNanos);

    /** Asks the video encoder for a key frame. Thread-safe, does not block. */
    void requestKeyFrame();

    /** Sets an encoder's rate. Thread-safe, does not block. */
    void setTargetBitrate(MediaKind kind, Bitrate bitrate);

    /**
     * Tells an encoder that can protect what it sends (in-band FEC, RFC 6716 section 2.1.7) how much of it gets lost. Thread-safe,
     * does not block.
     *
     * @param fraction of the packets, from 0 to 1, at the receiver that loses most
     */
    void setExpectedLoss(MediaKind kind, double fraction);

    /**
     * Sets a property of a named effect, linearly over a duration; replaces what is under way for the same property.
     * Thread-safe, does not block.
     *
     * @param duration zero means at once; only numbers can take longer
     * @param when the value counts, or the way to it begins
     * @throws IllegalArgumentException if there is no such effect or property, it cannot be set while media flows, or the value
     *     does not fit; its message says what is allowed, and nothing has changed
     */
    void set(String controlName, String property, PropertyValue value, Duration duration, ChangeTime when);

    /** The same, at once. */
    default void set(String controlName, String property, PropertyValue value, Duration duration) {
        set(controlName, property, value, duration, ChangeTime.AT_ONCE);
    }

    /**
     * Takes a named effect out of circuit, or puts it in again: out of circuit, the medium passes it unchanged. The effect goes on
     * running, so that nothing is late or missing when it comes back, and the delay stays what it is. Thread-safe, does not block.
     *
     * @param when the first frame comes out that has passed the effect, or that it has changed again. At once means also what is on its
     *     way
     * @throws IllegalArgumentException if there is no such effect; nothing has changed
     */
    void setInCircuit(String controlName, boolean in, ChangeTime when);

    /** The same, at once. */
    default void setInCircuit(String controlName, boolean in) {
        setInCircuit(controlName, in, ChangeTime.AT_ONCE);
    }

    /**
     * The instant that timestamp 0 of the packets that come out stands for: they are stamped with the arrival of what they were
     * made of, and not with the moment they are ready. Thread-safe, does not block.
     *
     * @return on the clock of {@link System#nanoTime}; empty if the timestamps say nothing of that
     */
    OptionalLong timeZeroNanos();

    /**
     * Describes what runs, for people. Thread-safe; waits some seconds for an element that hangs.
     *
     * @return one description for each medium
     */
    default List<PipelineDescription> describe() {
        return List.of();
    }

    /** Ends the pipeline and frees what it holds. Idempotent; does not wait for the listener's last call. */
    @Override
    void close();
}
