package org.ducksoup.transport;

import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.jspecify.annotations.Nullable;

/** What may arrive in one media section, and the track that did. */
final class InboundSection {
    private final String mid;
    private volatile Map<Integer, Codec> codecs = Map.of();
    private volatile String trackId;
    private volatile boolean active;
    private volatile @Nullable TrackReceiver receiver;

    InboundSection(String mid) {
        this.mid = mid;
        this.trackId = mid;
    }

    /**
     * @param newCodecs by payload type
     * @param newTrackId as announced, or the mid
     * @param isActive whether the remote side sends
     */
    void negotiate(Map<Integer, Codec> newCodecs, String newTrackId, boolean isActive) {
        codecs = Map.copyOf(newCodecs);
        trackId = newTrackId;
        active = isActive;
    }

    String mid() {
        return mid;
    }

    boolean isActive() {
        return active;
    }

    /** The codec a payload type stands for in this section, or null. */
    @Nullable
    Codec codec(int payloadType) {
        return codecs.get(payloadType);
    }

    String trackId() {
        return trackId;
    }

    @Nullable
    TrackReceiver receiver() {
        return receiver;
    }

    void receiver(TrackReceiver first) {
        receiver = first;
    }
}
