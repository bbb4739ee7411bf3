package org.ducksoup.testkit.media;

import org.ducksoup.api.media.Codec;

/** A track a participant sends, packet by packet, as {@link SyntheticMedia} calls for them. */
public interface SentTrack extends AutoCloseable {
    Codec codec();

    /** Packets sent. */
    long sent();

    /** Key frames begun. */
    long keyFrames();

    /** The next frame should be a key frame; a track that was encoded before does not hear. From any thread. */
    void requestKeyFrame();

    /** When the next packet is due. On the media thread, as {@link #send}. */
    long nextNanos();

    /** Sends one packet; false when the track is closed. */
    boolean send(long nowNanos);

    @Override
    void close();
}
