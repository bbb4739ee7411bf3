package org.ducksoup.api.interaction;

import java.time.Duration;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The client's side of a session in an interaction. Thread-safe; every call returns at once and is carried out on the
 * interaction's thread, in order. After the session is over, calls do nothing.
 */
@ProviderType
public interface ParticipantSession {
    /** Answers the latest offer; an answer that does not fit is logged and ignored. */
    void answer(SessionDescription answer);

    void addCandidate(IceCandidate candidate);

    /** The client's browser wants a new offer. */
    void negotiationNeeded(String signalingState);

    /** The client's browser lost the connection: it gets an offer with an ICE restart. */
    void iceDisconnected();

    /** Sets a property of a named effect. */
    void control(EffectControl control);

    /** A log line that the client wrote. */
    void log(ClientLog entry);

    /** The page marks a moment, for the log and for steps of a plan that wait for it. */
    void mark(Mark mark);

    /** What the client says of its devices, its browser and its page. */
    void report(ClientReport report);

    /**
     * The participant leaves. Pages say so while they unload, too, so the seat of a running interaction stays free for the same
     * user.
     */
    void leave();

    /**
     * The client closed its channel, as a page does when it is left; the participant may come back with another
     * channel.
     */
    void channelClosed();

    /**
     * The channel was lost, and the client did not close it: media continues, and the client may resume with the
     * token of {@link ServerMessage.Joined}.
     */
    void channelLost();

    /**
     * The other end closed the channel because it is going away (RFC 6455, 1001). That is a page that unloads, or a
     * proxy on the way that restarts; media that still arrives means a proxy.
     */
    void channelGoingAway();

    /**
     * @param effectName {@code name=} given in {@code audioFx} or {@code videoFx}
     * @param property of the effect
     * @param value to reach
     * @param duration of the linear transition; zero means at once
     * @param userId whose effect, or null for one's own
     */
    record EffectControl(
            String effectName,
            String property,
            PropertyValue value,
            Duration duration,
            @Nullable String userId) {}

    /**
     * @param kind as the client wrote it, with its {@code client_} or {@code ext_} prefix
     * @param payload as the client wrote it, or null
     */
    record ClientLog(String kind, @Nullable String payload) {}

    /**
     * A moment of an experiment that somebody names: a stimulus is shown, a key is pressed.
     *
     * @param name 1 to {@link #MAX_NAME} characters
     * @param data what belongs to it, at most {@link #MAX_DATA} characters; null for nothing
     */
    record Mark(String name, @Nullable String data) {
        /** In characters. */
        public static final int MAX_NAME = 100;

        /** In characters. */
        public static final int MAX_DATA = 1000;
    }
}
