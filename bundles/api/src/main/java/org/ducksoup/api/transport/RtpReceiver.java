package org.ducksoup.api.transport;

import java.time.Duration;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.osgi.annotation.versioning.ProviderType;

/** One incoming track (RTCRtpReceiver of W3C WebRTC). Thread-safe. */
@ProviderType
public interface RtpReceiver {
    MediaKind kind();

    /** The codec of the remote side, which may still change its payload type within the negotiated ones. */
    Codec codec();

    /** The track's synchronisation source, unsigned in 32 bits. */
    int ssrc();

    /** Id of the track as the remote side announced it, otherwise its media section's identification. */
    String trackId();

    /** Where packets go from now on; replaces the sink before. */
    void forwardTo(RtpSink sink);

    /**
     * Sets who is told when more packets of a video are missing than can be sent again, as after an outage. Only a
     * key frame helps then, and the receivers may take seconds to ask for one. Called on the receive thread, at most
     * once for each such gap; does not block.
     */
    void whenBroken(Runnable listener);

    /** Whether the remote side sends the loudness with each packet (RFC 6464): it was asked to, and can. */
    boolean hasAudioLevel();

    /**
     * Who is told of each packet's loudness; replaces the listener before. Called on the receive thread, in the order of arrival and
     * before the packet goes on; does not block. Not for packets that are sent again.
     */
    void listen(AudioLevelListener listener);

    /** Hears how loud a track is. */
    interface AudioLevelListener {
        /**
         * @param level 0, the loudest, to 127, silence, in -dBov
         * @param arrivalNanos on the clock of {@link System#nanoTime}
         */
        void onLevel(int level, long arrivalNanos);
    }

    /** Sends a picture loss indication (RFC 4585 section 6.3.1) at once. Throttling is the caller's business. */
    void requestKeyFrame();

    /**
     * Limits the rate that the remote side may send of this track from now on. The limit is sent at once if it is
     * clearly lower than before, otherwise with the next report. The remote side follows in its own time.
     */
    void limit(Bitrate rate);

    /** To the remote side and back, as last measured; 100 ms before that. */
    Duration roundTripTime();

    ReceptionReport statistics();
}
