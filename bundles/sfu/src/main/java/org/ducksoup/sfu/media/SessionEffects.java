package org.ducksoup.sfu.media;

import java.util.OptionalLong;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSink;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one session, as the media path knows them. Media without an effect does not get here. Packets go in
 * on the receive thread and come out on a pipeline's; everything else is called on the interaction's thread.
 */
public interface SessionEffects extends AutoCloseable {
    /** Whether a medium goes through the effects. */
    boolean handles(MediaKind kind);

    /** Whether a track can go in: the participant's browser may send another codec than was asked of it. */
    boolean fits(MediaKind kind, Codec codec);

    /** Media is about to come: what was only prepared is built now. From any thread. */
    void start();

    /** Whether media goes out changed, or it has turned out that it will not. */
    boolean isStarted();

    /**
     * Lets a medium go by as it comes, while its effect is lost. The medium also goes into the pipeline, for when the
     * effect is back.
     */
    void letPass(MediaKind kind, boolean passes);

    boolean passes(MediaKind kind);

    /** Takes the participant's own packets. */
    RtpSink input(MediaKind kind);

    /** Sends the processed packets there from now on. */
    void deliver(MediaKind kind, RtpSink target);

    void setTargetBitrate(MediaKind kind, Bitrate bitrate);

    /** @param fraction of the packets that receivers lose */
    void setExpectedLoss(MediaKind kind, double fraction);

    void requestKeyFrame();

    /**
     * Sets a property of an effect.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    void control(EffectControl control);

    /**
     * The instant of timestamp 0 of what comes out, on the clock of {@link System#nanoTime}; empty if that is
     * unknown.
     */
    OptionalLong timeZeroNanos();

    /** When the packets that come out of a medium were captured; null if the medium does not come out of here. */
    @Nullable
    PipelineTiming timing(MediaKind kind);

    @Override
    void close();
}
