package org.ducksoup.api.pipeline;

import org.ducksoup.api.media.MediaKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears one pipeline. Called by the pipeline's own threads, never two at a time for one kind of media. */
@ConsumerType
public interface PipelineListener {
    /** Media flows. */
    void onStarted();

    /**
     * A processed RTP packet. Does not block.
     *
     * @param buffer lent until the call returns
     */
    void onPacket(MediaKind kind, byte[] buffer, int offset, int length);

    /**
     * A processed RTP packet that the effect has held back while nothing came in, and that is too old to be heard now: a
     * receiver would take its age for jitter, and play everything later for half a minute. A recording wants it. It stands in one
     * sequence with the packets of {@link #onPacket}. Does not block.
     *
     * @param buffer lent until the call returns
     */
    default void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
        onPacket(kind, buffer, offset, length);
    }

    /**
     * Which time of the pipeline an RTP timestamp that went in has become, before anything was done to the media: what comes out
     * is stamped with that time, see {@link MediaPipeline#timeZeroNanos}. Comes several times a second. Does not block.
     *
     * @param rtpTimestamp of a packet that was pushed, 32 bits
     * @param timeNanos since the pipeline's time zero
     */
    default void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {}

    /**
     * How loud decoded sound is in front of the effects, if that was asked for ({@link
     * PipelineSpecification.Option#AUDIO_LEVELS}): once for each packet that is decoded, and for what the decoder makes up for a lost
     * one, in the units that browsers use for their own (RFC 6464), computed as in appendix A of RFC 6465. While an effect is lost
     * there is none. Comes on the thread of the decoder, possibly at the same time as packets that leave the pipeline, and later
     * than the packet by what decoder and jitter buffer keep back. Does not block.
     *
     * @param level 0, the loudest, to 127, silence, in -dBov: a sine that just does not clip has 3
     * @param arrivalNanos when the packet arrived, without the network's jitter, on the clock of {@link System#nanoTime}
     */
    default void onAudioLevel(int level, long arrivalNanos) {}

    /** The decoder lost the picture: the sender has to send a key frame. Comes often; the caller throttles. */
    void onKeyFrameNeeded();

    /** An effect is gone while the call goes on; nothing of that kind comes out any more until it is back. */
    void onEffectLost(MediaKind kind, String reason);

    /** A lost effect is back, with the values it was last controlled to: the first packet of that kind follows. */
    void onEffectRestarted(MediaKind kind);

    /**
     * A lab's code takes longer for its frames than they last, so that a part of the medium is lost. Comes again every ten seconds
     * of the medium while this goes on.
     *
     * @param share of the medium that the code has no time for, from 0 to 1; at least that much is lost
     */
    void onEffectSlow(MediaKind kind, double share);

    /** The pipeline is dead; nothing comes out any more. The last call. */
    void onFailure(String reason);
}
