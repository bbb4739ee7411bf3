package org.ducksoup.transport.negotiation;

import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.sdp.Direction;
import org.ducksoup.transport.sdp.RtpMap;
import org.jspecify.annotations.Nullable;

/**
 * One media section during the life of its connection: sections are never removed or reordered (RFC 8829 section
 * 5.2.2).
 */
final class Transceiver {
    private final MediaKind kind;
    private List<RtpMap> codecs;
    private final InboundSection inbound;
    private boolean receives;
    private @Nullable TrackSender sender;

    /** @param codecs as offered, in order of preference */
    Transceiver(String mid, MediaKind kind, List<RtpMap> codecs) {
        this.kind = kind;
        this.codecs = List.copyOf(codecs);
        this.inbound = new InboundSection(mid);
    }

    String mid() {
        return inbound.mid();
    }

    MediaKind kind() {
        return kind;
    }

    List<RtpMap> codecs() {
        return codecs;
    }

    void codecs(List<RtpMap> newCodecs) {
        codecs = List.copyOf(newCodecs);
    }

    /** Whether a packet of this codec can be sent in this section. */
    boolean carries(Codec codec) {
        return codecs.stream()
                .anyMatch(
                        map -> WebRtcCodecs.recognise(map).filter(codec::equals).isPresent());
    }

    InboundSection inbound() {
        return inbound;
    }

    boolean receives() {
        return receives;
    }

    void receives(boolean wanted) {
        receives = wanted;
    }

    @Nullable
    TrackSender sender() {
        return sender;
    }

    void sender(@Nullable TrackSender newSender) {
        sender = newSender;
    }

    /** The direction that this side wants in the section. */
    Direction wanted() {
        return Direction.of(sender != null, receives);
    }
}
