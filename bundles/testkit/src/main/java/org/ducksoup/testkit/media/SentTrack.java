package org.ducksoup.testkit.media;

import org.ducksoup.api.media.Codec;

/** A track that a participant sends. {@link SyntheticMedia} asks for each packet when it is due. */
public interface SentTrack extends AutoCloseable {
    Codec codec();

    /** Packets sent. */
    long sent();

    /** Key frames begun. */
    long keyFrames();

    /** Asks for a key frame as the next frame. A track that was encoded before ignores this. Thread-safe. */
    void requestKeyFrame();

    /** When the next packet is due. Called on the media thread, as {@link #send} is. */
    long nextNanos();

    /** Sends one packet. Returns false when the track is closed. */
    boolean send(long nowNanos);

    @Override
    void close();
}
