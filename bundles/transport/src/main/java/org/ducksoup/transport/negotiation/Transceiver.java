package org.ducksoup.transport.negotiation;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.sdp.Direction;
import org.ducksoup.transport.sdp.ExtMap;
import org.ducksoup.transport.sdp.MediaSection;
import org.ducksoup.transport.sdp.RtpMap;
import org.ducksoup.transport.sdp.TransportAttributes;
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
    /** As the last description of this side said. */
    private boolean describedReceiving;
    /** Whether the last description of this side asked for the loudness of what it receives. */
    private boolean askedForLevels;
    /** Whose track was in the last description of this side. */
    private @Nullable TrackSender describedSender;

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

    /** Whether the last description of this side said that it receives. */
    boolean describedReceiving() {
        return describedReceiving;
    }

    /** Whether the last description of this side asked for the loudness with each packet. */
    boolean askedForLevels() {
        return askedForLevels;
    }

    /** The section of an offer. */
    MediaSection offer(
            boolean transportWide, boolean audioLevels, TransportAttributes transport, List<String> candidates) {
        askedForLevels = audioLevels && receives && kind == MediaKind.AUDIO;
        List<ExtMap> extensions = WebRtcCodecs.extensions(kind, transportWide, askedForLevels);
        return section(wanted(), codecs, extensions, transport, candidates);
    }

    /** The section of an answer. It asks for no loudness: the server, which wants it, offers. */
    MediaSection answer(
            Direction direction,
            MediaSection offered,
            boolean transportWide,
            TransportAttributes transport,
            List<String> candidates) {
        askedForLevels = false;
        boolean saysLevels = direction.sends() && sender != null && sender.saysLevels();
        List<ExtMap> ours = WebRtcCodecs.extensions(kind, transportWide, saysLevels);
        List<ExtMap> common = offered.extensions().stream()
                .filter(e -> ours.stream().anyMatch(o -> o.uri().equals(e.uri())))
                .toList();
        return section(direction, WebRtcCodecs.known(offered.codecs()), common, transport, candidates);
    }

    /** The direction that this side wants in the section. */
    Direction wanted() {
        return Direction.of(sender != null, receives);
    }

    /** The section of a description of this side. The remote side's description is judged by what this one says. */
    private MediaSection section(
            Direction direction,
            List<RtpMap> described,
            List<ExtMap> extensions,
            TransportAttributes transport,
            List<String> candidates) {
        TrackSender sending = direction.sends() ? sender : null;
        describedReceiving = direction.receives();
        describedSender = sending;
        boolean repairs = !WebRtcCodecs.retransmissions(described).isEmpty();
        return new MediaSection(
                kind.token(),
                9,
                mid(),
                direction,
                transport,
                described,
                extensions,
                sending == null
                        ? null
                        : sending.track().streamId() + " " + sending.track().trackId(),
                sources(sending, repairs),
                sending != null && repairs
                        ? List.of(new MediaSection.Repair(sending.ssrc(), sending.repairSsrc()))
                        : List.of(),
                candidates);
    }

    private static List<MediaSection.Source> sources(@Nullable TrackSender sending, boolean repairs) {
        if (sending == null) {
            return List.of();
        }
        String cname = sending.track().cname();
        MediaSection.Source media = new MediaSection.Source(sending.ssrc(), cname);
        return repairs ? List.of(media, new MediaSection.Source(sending.repairSsrc(), cname)) : List.of(media);
    }

    /**
     * Lets the sender send as both descriptions say, or not at all. The remote side does not know a track that came
     * after this side's description, so that one is silent until the next.
     */
    void negotiateSender(MediaSection section, boolean transportWide) {
        TrackSender sending = sender;
        if (sending == null) {
            return;
        }
        boolean active = section.isAccepted() && section.direction().receives() && sending == describedSender;
        sending.negotiate(
                !active
                        ? null
                        : RemoteDescription.payloadType(section, sending.track().codec())
                                .map(payloadType ->
                                        negotiated(section, payloadType, transportWide, sending.saysLevels()))
                                .orElse(null));
    }

    private static TrackSender.Negotiated negotiated(
            MediaSection section, int payloadType, boolean transportWide, boolean saysLevels) {
        int repairs = WebRtcCodecs.retransmissions(section.codecs()).entrySet().stream()
                .filter(entry -> entry.getValue() == payloadType)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
        boolean nack = section.codec(payloadType)
                .filter(map -> map.feedback().contains(WebRtcCodecs.NACK))
                .isPresent();
        return TrackSender.Negotiated.of(
                        payloadType,
                        section.mid(),
                        section.extensionId(ExtMap.MID),
                        section.extensionId(ExtMap.ABS_SEND_TIME))
                .withTransportWide(transportWide ? section.extensionId(ExtMap.TRANSPORT_WIDE) : -1)
                .withAudioLevel(saysLevels ? section.extensionId(ExtMap.AUDIO_LEVEL) : -1)
                .withRetransmissions(nack, repairs);
    }
}
