package org.ducksoup.transport.negotiation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.RtpDemuxer;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.sdp.Direction;
import org.ducksoup.transport.sdp.ExtMap;
import org.ducksoup.transport.sdp.MediaSection;
import org.ducksoup.transport.sdp.RtpMap;
import org.ducksoup.transport.sdp.Sdp;
import org.ducksoup.transport.sdp.SdpException;
import org.ducksoup.transport.sdp.TransportAttributes;

/**
 * Offers and answers of one connection (RFC 8829), without any network. One thread at a time.
 *
 * <p>An answer is checked as a whole before any part of it takes effect.
 */
public final class Negotiation {
    private final String sessionId;
    private final RtpDemuxer demuxer;
    private boolean transportWide;
    private final List<Transceiver> transceivers = new ArrayList<>();
    private final List<TrackSender> waitingForSection = new ArrayList<>();
    private final Map<MediaKind, List<Codec>> accepted = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, Set<Codec>> acceptedByRemote = new EnumMap<>(MediaKind.class);
    private H264Level level = H264Level.LEVEL_3_1;
    private long version;
    private boolean answerer;
    /** The sections of the last offer of this side. Those made since wait for the next one. */
    private int offeredSections;

    /** @param transportWide whether to offer reports of the arrival of every packet */
    public Negotiation(String sessionId, RtpDemuxer demuxer, boolean transportWide) {
        this.sessionId = sessionId;
        this.demuxer = demuxer;
        this.transportWide = transportWide;
    }

    /** Adds a receiving section. On the answering side, sections come with the offer, so there this is a permission. */
    public void receive(MediaKind kind, List<Codec> codecs) {
        accepted.put(kind, List.copyOf(codecs));
        Transceiver transceiver = append(kind, WebRtcCodecs.offered(codecs, transportWide, level));
        transceiver.receives(true);
    }

    /** Sets how large and fast video may be, for the sections that are made from now on. */
    public void expectVideo(int width, int height, int frameRate) {
        level = H264Level.of(width, height, frameRate);
    }

    /** Offers the codecs of the receiving section in another order from the next offer on. */
    public void prefer(MediaKind kind, List<Codec> codecs) {
        accepted.put(kind, List.copyOf(codecs));
        transceivers.stream()
                .filter(transceiver -> transceiver.kind() == kind && transceiver.receives())
                .findFirst()
                .ifPresent(transceiver -> transceiver.codecs(WebRtcCodecs.offered(codecs, transportWide, level)));
    }

    /** What the last remote description accepted. */
    public Set<Codec> acceptedByRemote(MediaKind kind) {
        return acceptedByRemote.getOrDefault(kind, Set.of());
    }

    /** On the answering side, before the first offer: sections begin with the offer. */
    public void becomeAnswerer() {
        if (!answerer && version == 0) {
            answerer = true;
            // Every offered section is answered.
            transportWide = true;
            transceivers.removeIf(t -> {
                if (t.sender() != null) {
                    waitingForSection.add(t.sender());
                }
                return true;
            });
        }
    }

    public void add(TrackSender sender) {
        Codec codec = sender.track().codec();
        for (Transceiver transceiver : transceivers) {
            if (transceiver.sender() == null && transceiver.carries(codec)) {
                transceiver.sender(sender);
                return;
            }
        }
        if (answerer) {
            waitingForSection.add(sender);
        } else {
            append(codec.kind(), WebRtcCodecs.offered(List.of(codec), transportWide, level))
                    .sender(sender);
        }
    }

    public void remove(TrackSender sender) {
        sender.negotiate(null);
        waitingForSection.remove(sender);
        for (Transceiver transceiver : transceivers) {
            if (transceiver.sender() == sender) {
                transceiver.sender(null);
            }
        }
    }

    private Transceiver append(MediaKind kind, List<RtpMap> codecs) {
        Transceiver transceiver = new Transceiver(Integer.toString(transceivers.size()), kind, codecs);
        transceivers.add(transceiver);
        return transceiver;
    }

    /** @param audioLevels whether to ask for the loudness with each packet of sound (RFC 6464) */
    public Sdp offer(TransportAttributes transport, List<String> candidates, boolean audioLevels) {
        List<MediaSection> sections = new ArrayList<>();
        for (Transceiver transceiver : transceivers) {
            sections.add(transceiver.offer(
                    transportWide, audioLevels, transport, sections.isEmpty() ? candidates : List.of()));
        }
        version++;
        offeredSections = sections.size();
        return new Sdp(
                sessionId, version, transceivers.stream().map(Transceiver::mid).toList(), sections);
    }

    /**
     * Accepts an answer to the last offer as it was sent. What was added since then waits for the next offer.
     *
     * @throws SdpException if it does not answer our offer; nothing has changed in that case
     */
    public void accept(Sdp answer) throws SdpException {
        if (answer.media().size() != offeredSections) {
            throw new SdpException(
                    "the answer has " + answer.media().size() + " media sections, the offer had " + offeredSections);
        }
        checkSections(answer, offeredSections, "media section %d of the answer is not the one of the offer");
        apply(answer);
    }

    /** Sections keep their places, kinds and mids. A rejected one needs no mid. */
    private void checkSections(Sdp remote, int count, String problem) throws SdpException {
        for (int i = 0; i < count; i++) {
            MediaSection section = remote.media().get(i);
            Transceiver transceiver = transceivers.get(i);
            if (!section.kind().equals(transceiver.kind().token())
                    || (section.isAccepted() && !section.mid().equals(transceiver.mid()))) {
                throw new SdpException(problem.formatted(i));
            }
        }
    }

    /**
     * Accepts an offer and returns the sections of its answer.
     *
     * @throws SdpException if the offer cannot be answered; nothing has changed in that case
     */
    public Sdp answer(Sdp offer, TransportAttributes transport, List<String> candidates) throws SdpException {
        if (offer.media().size() < transceivers.size()) {
            throw new SdpException("the offer has " + offer.media().size() + " media sections, and had "
                    + transceivers.size() + " before");
        }
        checkSections(offer, transceivers.size(), "media section %d of the offer is not the one it was before");
        List<Transceiver> added = new ArrayList<>();
        for (MediaSection section :
                offer.media().subList(transceivers.size(), offer.media().size())) {
            MediaKind kind =
                    switch (section.kind()) {
                        case "audio" -> MediaKind.AUDIO;
                        case "video" -> MediaKind.VIDEO;
                        default -> throw new SdpException("cannot answer a section of kind " + section.kind());
                    };
            Transceiver transceiver = new Transceiver(section.mid(), kind, WebRtcCodecs.known(section.codecs()));
            transceiver.receives(accepted.containsKey(kind));
            added.add(transceiver);
        }
        transceivers.addAll(added);
        List<MediaSection> sections = new ArrayList<>();
        for (int i = 0; i < transceivers.size(); i++) {
            sections.add(answer(offer.media().get(i), transceivers.get(i), transport, i == 0 ? candidates : List.of()));
        }
        version++;
        Sdp answer = new Sdp(sessionId, version, offer.bundle(), sections);
        apply(offer);
        return answer;
    }

    private MediaSection answer(
            MediaSection offered, Transceiver transceiver, TransportAttributes transport, List<String> candidates) {
        if (transceiver.sender() == null && offered.direction().receives()) {
            waitingForSection.stream()
                    .filter(s -> transceiver.carries(s.track().codec()))
                    .findFirst()
                    .ifPresent(s -> {
                        waitingForSection.remove(s);
                        transceiver.sender(s);
                    });
        }
        Direction wanted = transceiver.wanted();
        Direction direction = Direction.of(
                wanted.sends() && offered.direction().receives(),
                wanted.receives() && offered.direction().sends());
        return transceiver.answer(direction, offered, transportWide, transport, candidates);
    }

    /** Enables media as both descriptions say: this side's last one as it was sent, whatever has changed since. */
    private void apply(Sdp remote) {
        List<InboundSection> receiving = new ArrayList<>();
        Map<Integer, InboundSection> announced = new HashMap<>();
        int midExtension = -1;
        int transportWideExtension = -1;
        acceptedByRemote.clear();
        for (int i = 0; i < remote.media().size(); i++) {
            Transceiver transceiver = transceivers.get(i);
            MediaSection section = remote.media().get(i);
            InboundSection inbound = transceiver.inbound();
            if (section.isAccepted()) {
                acceptedByRemote
                        .computeIfAbsent(transceiver.kind(), kind -> EnumSet.noneOf(Codec.class))
                        .addAll(RemoteDescription.codecs(section).values());
            }
            boolean active = section.isAccepted()
                    && transceiver.describedReceiving()
                    && section.direction().sends();
            inbound.negotiate(
                    RemoteDescription.codecs(section),
                    WebRtcCodecs.retransmissions(section.codecs()),
                    RemoteDescription.hasFeedback(section, WebRtcCodecs.NACK),
                    trackId(section),
                    active);
            inbound.negotiateAudioLevel(
                    active && transceiver.askedForLevels() ? RemoteDescription.audioLevelId(remote, section) : -1);
            if (active) {
                receiving.add(inbound);
                section.sources().forEach(s -> announced.put(s.ssrc(), inbound));
                midExtension = Math.max(midExtension, section.extensionId(ExtMap.MID));
                if (transportWide) {
                    transportWideExtension =
                            Math.max(transportWideExtension, section.extensionId(ExtMap.TRANSPORT_WIDE));
                }
            }
            transceiver.negotiateSender(section, transportWide);
        }
        demuxer.negotiate(receiving, midExtension, transportWideExtension, announced);
    }

    private static String trackId(MediaSection section) {
        String msid = section.msid();
        String[] words = msid == null ? new String[0] : msid.split(" ");
        return words.length == 2 ? words[1] : section.mid();
    }
}
