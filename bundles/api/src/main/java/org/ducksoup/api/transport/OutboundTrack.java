package org.ducksoup.api.transport;

import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;

/**
 * A track as its receiver sees it.
 *
 * @param streamId id of the MediaStream it belongs to (RFC 8830); the same for audio and video of one participant
 * @param trackId id of the track in that stream
 * @param codec what its packets are encoded with
 * @param cname canonical name (RFC 3550 section 6.5.1); the same for tracks to be played in synchrony
 */
public record OutboundTrack(String streamId, String trackId, Codec codec, String cname) {
    public MediaKind kind() {
        return codec.kind();
    }
}
