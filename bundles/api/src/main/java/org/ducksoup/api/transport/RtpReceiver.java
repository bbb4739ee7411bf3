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
