package org.ducksoup.sfu.media;

import java.util.List;
import java.util.OptionalLong;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.transport.RtpReceiver.AudioLevelListener;
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

    /** Builds the prepared pipeline, since media is about to arrive. From any thread. */
    void start();

    /** Whether processed media comes out, or it is certain that none will. */
    boolean isStarted();

    /**
     * Lets a medium pass unchanged while its effect is lost. The medium still goes into the pipeline, so that the effect
     * can come back.
     */
    void letPass(MediaKind kind, boolean passes);

    boolean passes(MediaKind kind);

    /** Takes the participant's own packets. */
    RtpSink input(MediaKind kind);

    /**
     * Sends the processed packets there from now on.
     *
     * @param recordersOnly takes those that are too old to be heard
     */
    void deliver(MediaKind kind, RtpSink target, RtpSink recordersOnly);

    void setTargetBitrate(MediaKind kind, Bitrate bitrate);

    /** @param fraction of the packets that receivers lose */
    void setExpectedLoss(MediaKind kind, double fraction);

    void requestKeyFrame();

    /**
     * Sets a property of an effect.
     *
     * @param when the value counts, by the time that frames have in the recordings
     * @throws IllegalArgumentException saying what is allowed
     */
    void control(EffectControl control, ChangeTime when);

    /**
     * Takes an effect out of circuit, or puts it in again.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    void setInCircuit(String effectName, boolean in, ChangeTime when);

    /**
     * Sets who is told how loud the participant's sound is in front of its effect, in place of the listener before. Only of
     * sound that was asked for that. Comes on the pipeline's threads.
     */
    void listen(AudioLevelListener listener);

    /** Describes the pipelines for people. From any thread; waits some seconds for an element that hangs. */
    List<PipelineDescription> describe();

    /**
     * The instant of timestamp 0 of what comes out, on the clock of {@link System#nanoTime}; empty if that is
     * unknown.
     */
    OptionalLong timeZeroNanos();

    /** When the packets that come out of a medium were captured; null if the medium does not come out of here. */
    @Nullable
    PipelineTiming timing(MediaKind kind);

    /** How long a medium was held so far; null if nothing came out, or if it does not go through the effects. From any thread. */
    @Nullable
    EffectDelay delay(MediaKind kind);

    @Override
    void close();
}
