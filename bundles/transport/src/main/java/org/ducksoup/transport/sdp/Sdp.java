package org.ducksoup.transport.sdp;

import java.util.List;

/**
 * A session description, as WebRTC uses it.
 *
 * @param sessionId of {@code o=}
 * @param version of {@code o=}, one more with each description
 * @param bundle mids that share one transport
 * @param media in the order of the {@code m=} lines
 */
public record Sdp(String sessionId, long version, List<String> bundle, List<MediaSection> media) {
    public Sdp {
        bundle = List.copyOf(bundle);
        media = List.copyOf(media);
    }
}
