package org.ducksoup.transport.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.dtls.Fingerprint;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.OutboundPath;
import org.ducksoup.transport.media.RtpDemuxer;
import org.ducksoup.transport.media.SentPackets;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.sdp.Direction;
import org.ducksoup.transport.sdp.ExtMap;
import org.ducksoup.transport.sdp.MediaSection;
import org.ducksoup.transport.sdp.RtpMap;
import org.ducksoup.transport.sdp.Sdp;
import org.ducksoup.transport.sdp.SdpException;
import org.ducksoup.transport.sdp.SdpParser;
import org.ducksoup.transport.sdp.SdpWriter;
import org.ducksoup.transport.sdp.TransportAttributes;
import org.junit.jupiter.api.Test;

public class NegotiationTest {
    private static final Fingerprint FINGERPRINT = new Fingerprint("sha-256", "AA:BB");
    private static final TransportAttributes SERVER =
            new TransportAttributes("ufrag", "password-password-pass", FINGERPRINT, "actpass");
    private static final TransportAttributes CLIENT =
            new TransportAttributes("guest", "client-client-client-c", FINGERPRINT, "active");

    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final Negotiation server = new Negotiation("4711", demuxer, false);
    private final OutboundPath path = new OutboundPath(1);
    private int nextSsrc = 100;

    private TrackSender sender(String user, Codec codec) {
        return new TrackSender(
                new OutboundTrack(user, user + "-" + codec.kind().token(), codec, user), nextSsrc++, 0, path);
    }

    @Test
    void theLevelOfH264FitsWhatTheJoinAskedFor() {
        assertThat(level(1280, 720, 30)).isEqualTo("42e01f");
        assertThat(level(1280, 720, 60)).isEqualTo("42e020");
        assertThat(level(1920, 1080, 30)).isEqualTo("42e028");
        assertThat(level(1920, 1080, 60)).isEqualTo("42e02a");
        assertThat(level(3840, 2160, 60)).isEqualTo("42e034");
        assertThat(level(0, 0, 0)).isEqualTo("42e01f");
    }

    private static String level(int width, int height, int frameRate) {
        Negotiation negotiation = new Negotiation("1", new RtpDemuxer(), false);
        negotiation.expectVideo(width, height, frameRate);
        negotiation.receive(MediaKind.VIDEO, List.of(Codec.VP8, Codec.H264));
        return negotiation
                .offer(SERVER, List.of(), false)
                .media()
                .get(0)
                .codecs()
                .get(1)
                .parameter("profile-level-id");
    }

    @Test
    void anotherOrderOfTheCodecsIsOfferedNextAndTheAnswerTellsWhatIsAccepted() throws Exception {
        server.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
        assertThat(server.acceptedByRemote(MediaKind.VIDEO)).isEmpty();
        assertThat(offer().media().get(0).codecs())
                .extracting(RtpMap::payloadType)
                .startsWith(125, 96);
        server.prefer(MediaKind.VIDEO, List.of(Codec.VP8, Codec.H264));
        Sdp second = offer();
        assertThat(second.media().get(0).codecs())
                .extracting(RtpMap::payloadType)
                .startsWith(96, 125);
        Negotiation client = client(Codec.VP8);
        server.accept(client.answer(second, CLIENT, List.of()));
        assertThat(server.acceptedByRemote(MediaKind.VIDEO)).containsExactlyInAnyOrder(Codec.H264, Codec.VP8);
    }

    private Sdp offer() {
        return server.offer(SERVER, List.of("candidate:1 1 udp 1 192.0.2.1 9 typ host"), false);
    }

    /** A client that sends audio and video and accepts everything. */
    private static Negotiation client(Codec video) {
        return client(
                video, new TrackSender(new OutboundTrack("me", "mic", Codec.OPUS, "me"), 11, 0, new OutboundPath(2)));
    }

    private static Negotiation client(Codec video, TrackSender microphone) {
        Negotiation client = new Negotiation("1", new RtpDemuxer(), false);
        OutboundPath path = new OutboundPath(2);
        client.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        client.receive(MediaKind.VIDEO, List.of(Codec.VP8, Codec.H264));
        client.add(microphone);
        client.add(new TrackSender(new OutboundTrack("me", "cam", video, "me"), 12, 0, path));
        client.becomeAnswerer();
        return client;
    }

    private void receiveBoth() {
        server.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        server.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
    }

    private static Sdp answer(Negotiation client, Sdp offer) throws SdpException {
        // The description passes as text, as between machines.
        Sdp received = SdpParser.parse(SdpWriter.write(offer));
        return SdpParser.parse(SdpWriter.write(client.answer(received, CLIENT, List.of())));
    }

    @Test
    void theFirstOfferAsksForWhatTheWireProtocolSays() throws SdpException {
        receiveBoth();
        Sdp offer = SdpParser.parse(SdpWriter.write(offer()));
        assertThat(offer.bundle()).containsExactly("0", "1");
        assertThat(offer.media()).extracting(MediaSection::kind).containsExactly("audio", "video");
        assertThat(offer.media()).extracting(MediaSection::direction).containsOnly(Direction.RECVONLY);
        assertThat(offer.media()).allSatisfy(section -> {
            assertThat(section.transport().ufrag()).isEqualTo("ufrag");
            assertThat(section.transport().fingerprint()).isEqualTo(FINGERPRINT);
            assertThat(section.transport().setup()).isEqualTo("actpass");
            assertThat(section.msid()).isNull();
        });
        RtpMap opus = offer.media().get(0).codecs().get(0);
        assertThat(opus.payloadType()).isEqualTo(111);
        assertThat(opus.channels()).isEqualTo(2);
        assertThat(opus.parameters()).isEqualTo("minptime=10;useinbandfec=1;stereo=0");
        List<RtpMap> video = offer.media().get(1).codecs();
        assertThat(video).extracting(RtpMap::payloadType).containsExactly(125, 96, 98, 97);
        assertThat(video.get(0).parameter("profile-level-id")).isEqualTo("42e01f");
        assertThat(video.subList(0, 2))
                .allSatisfy(c -> assertThat(c.feedback()).containsExactly("goog-remb", "ccm fir", "nack", "nack pli"));
        assertThat(video.get(2).parameter("apt")).isEqualTo("125");
        assertThat(video.get(3).parameter("apt")).isEqualTo("96");
        assertThat(offer.media()).allSatisfy(section -> assertThat(section.extensionId(ExtMap.TRANSPORT_WIDE))
                .isEqualTo(-1));
        assertThat(offer.media().get(0).candidates()).hasSize(1);
        assertThat(offer.media().get(1).candidates()).isEmpty();
    }

    @Test
    void reportsOfEveryArrivalAreOfferedWhenAskedFor() throws SdpException {
        Negotiation wide = new Negotiation("4711", demuxer, true);
        wide.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        wide.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
        Sdp offer = wide.offer(SERVER, List.of(), false);
        assertThat(offer.media()).allSatisfy(section -> {
            assertThat(section.extensionId(ExtMap.TRANSPORT_WIDE)).isEqualTo(3);
            assertThat(section.codecs().get(0).feedback()).contains("transport-cc");
        });
        assertThat(demuxer.transportWideExtension()).isEqualTo(-1);
        wide.accept(answer(client(Codec.VP8), offer));
        assertThat(demuxer.transportWideExtension()).isEqualTo(3);
    }

    private static TrackSender microphone(SentPackets sent) {
        TrackSender microphone = new TrackSender(new OutboundTrack("me", "mic", Codec.OPUS, "me"), 11, 0, sent.path());
        microphone.sayLevels(arrivalNanos -> 42);
        return microphone;
    }

    private static List<Integer> levelIds(Sdp description) {
        return description.media().stream()
                .map(section -> section.extensionId(ExtMap.AUDIO_LEVEL))
                .toList();
    }

    @Test
    void loudnessIsAskedForWhereSoundIsReceivedAndWheneverItIsWanted() throws SdpException {
        receiveBoth();
        server.add(sender("me", Codec.OPUS));
        server.add(sender("other", Codec.OPUS));
        Negotiation client = client(Codec.VP8, microphone(new SentPackets()));
        for (boolean wanted : new boolean[] {false, true, true, false, true}) {
            Sdp offer = server.offer(SERVER, List.of(), wanted);
            assertThat(offer.media())
                    .extracting(MediaSection::direction)
                    .containsExactly(Direction.SENDRECV, Direction.RECVONLY, Direction.SENDONLY);
            assertThat(levelIds(offer)).containsExactly(wanted ? 5 : -1, -1, -1);
            Sdp answer = answer(client, offer);
            assertThat(levelIds(answer)).isEqualTo(levelIds(offer));
            server.accept(answer);
            assertThat(demuxer.sectionFor(packet(11, 111)).audioLevelExtension())
                    .isEqualTo(wanted ? 5 : -1);
            assertThat(demuxer.sectionFor(packet(12, 96)).audioLevelExtension()).isEqualTo(-1);
        }
    }

    @Test
    void aClientSaysHowLoudItIsOnlyWhenAsked() throws SdpException {
        SentPackets sent = new SentPackets();
        TrackSender microphone = microphone(sent);
        Negotiation client = client(Codec.VP8, microphone);
        receiveBoth();
        server.accept(answer(client, offer()));
        microphone.onPacket(packet(1, 111), 0);
        assertThat(sent.take().extensionOffset(5)).isEqualTo(-1);
        server.accept(answer(client, server.offer(SERVER, List.of(), true)));
        microphone.onPacket(packet(2, 111), 0);
        RtpPacket packet = sent.take();
        assertThat(packet.extensionLength(5)).isEqualTo(1);
        assertThat(packet.buffer()[packet.extensionOffset(5)]).isEqualTo((byte) 42);
        assertThat(packet.payloadLength()).isEqualTo(100);
    }

    @Test
    void aClientThatCannotSayItLeavesItOut() throws SdpException {
        receiveBoth();
        Sdp answer = answer(client(Codec.VP8), server.offer(SERVER, List.of(), true));
        assertThat(levelIds(answer)).containsOnly(-1);
        server.accept(answer);
        assertThat(demuxer.sectionFor(packet(11, 111)).audioLevelExtension()).isEqualTo(-1);
    }

    /** Whoever answers may write anything. */
    @Test
    void loudnessThatNobodyAskedForOrThatIsSomethingElseCountsAsNone() throws SdpException {
        assertThat(negotiatedLevel(false, 5, 1)).isEqualTo(-1);
        assertThat(negotiatedLevel(true, 5, 1)).isEqualTo(5);
        assertThat(negotiatedLevel(true, 14, 1)).isEqualTo(14);
        for (int id : new int[] {1, 15, 200, 255}) {
            assertThat(negotiatedLevel(true, id, 1)).as("id %d", id).isEqualTo(-1);
        }
        assertThat(negotiatedLevel(true, 5, 5)).as("the other section's mid").isEqualTo(-1);
    }

    /** What counts after an answer with these identifiers, with the mid of sound at 1. */
    private int negotiatedLevel(boolean asked, int level, int midOfVideo) throws SdpException {
        RtpDemuxer own = new RtpDemuxer();
        Negotiation negotiation = new Negotiation("1", own, false);
        negotiation.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        negotiation.receive(MediaKind.VIDEO, List.of(Codec.VP8));
        Sdp answer = answer(client(Codec.VP8), negotiation.offer(SERVER, List.of(), asked));
        MediaSection audio =
                extended(answer.media().get(0), new ExtMap(1, ExtMap.MID), new ExtMap(level, ExtMap.AUDIO_LEVEL));
        MediaSection video =
                extended(answer.media().get(1), new ExtMap(midOfVideo, ExtMap.MID), new ExtMap(9, ExtMap.AUDIO_LEVEL));
        negotiation.accept(new Sdp("1", 1, answer.bundle(), List.of(audio, video)));
        assertThat(own.sectionFor(packet(12, 96)).audioLevelExtension()).isEqualTo(-1);
        return own.sectionFor(packet(11, 111)).audioLevelExtension();
    }

    @Test
    void theSameSectionsThenSendToo() throws SdpException {
        receiveBoth();
        Negotiation client = client(Codec.H264);
        Sdp first = offer();
        server.accept(answer(client, first));
        TrackSender audio = sender("me", Codec.OPUS);
        TrackSender video = sender("me", Codec.H264);
        server.add(audio);
        server.add(video);
        Sdp second = offer();
        server.accept(answer(client, second));

        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        assertThat(second.media()).hasSize(2);
        assertThat(second.media()).extracting(MediaSection::direction).containsOnly(Direction.SENDRECV);
        assertThat(second.media().get(0).msid()).isEqualTo("me me-audio");
        assertThat(second.media().get(1).msid()).isEqualTo("me me-video");
        assertThat(second.media().get(1).sources())
                .containsExactly(
                        new MediaSection.Source(video.ssrc(), "me"), new MediaSection.Source(video.repairSsrc(), "me"));
        assertThat(second.media().get(1).repairs())
                .containsExactly(new MediaSection.Repair(video.ssrc(), video.repairSsrc()));
        assertThat(second.media().get(0).repairs()).isEmpty();
    }

    @Test
    void aVideoInAnotherCodecThanTheSectionsOwnGetsOneOfItsOwn() throws SdpException {
        server.receive(MediaKind.VIDEO, List.of(Codec.H264));
        server.add(sender("other", Codec.VP8));
        Sdp offer = offer();
        assertThat(offer.media()).hasSize(2);
        assertThat(offer.media().get(1).direction()).isEqualTo(Direction.SENDONLY);
        assertThat(offer.media().get(1).codecs())
                .extracting(RtpMap::encodingName)
                .containsExactly("VP8", "rtx");
    }

    /** Participants join and leave, but sections keep their positions, mids, kinds and extension ids. */
    @Test
    void sectionsAreNeverReorderedRemovedOrRenamed() throws SdpException {
        receiveBoth();
        Negotiation client = client(Codec.VP8);
        List<MediaSection> before = List.of();
        java.util.ArrayDeque<TrackSender> present = new java.util.ArrayDeque<>();
        java.util.Random random = new java.util.Random(8829);
        long version = 0;
        for (int round = 0; round < 60; round++) {
            if (present.size() < 8 && random.nextBoolean()) {
                TrackSender added = sender("u" + round, random.nextBoolean() ? Codec.OPUS : Codec.VP8);
                server.add(added);
                present.add(added);
            } else if (!present.isEmpty()) {
                server.remove(present.poll());
            }
            Sdp offer = offer();
            server.accept(answer(client, offer));
            assertThat(offer.version()).isEqualTo(++version);
            assertThat(offer.media().size()).isGreaterThanOrEqualTo(before.size());
            for (int i = 0; i < before.size(); i++) {
                assertThat(offer.media().get(i).mid()).isEqualTo(before.get(i).mid());
                assertThat(offer.media().get(i).kind()).isEqualTo(before.get(i).kind());
                assertThat(offer.media().get(i).extensions())
                        .isEqualTo(before.get(i).extensions());
                assertThat(offer.media().get(i).codecs())
                        .isEqualTo(before.get(i).codecs());
            }
            before = offer.media();
            List<String> mids = before.stream().map(MediaSection::mid).toList();
            assertThat(new HashSet<>(mids)).hasSameSizeAs(mids);
            assertThat(offer.bundle()).isEqualTo(mids);
        }
        assertThat(before.stream()
                        .flatMap(section -> section.extensions().stream())
                        .collect(Collectors.groupingBy(ExtMap::uri, Collectors.mapping(ExtMap::id, Collectors.toSet())))
                        .values())
                .allMatch(ids -> ids.size() == 1);
        // Freed sections are used again: eight at once never need more than eight of a kind.
        assertThat(before.size()).isLessThanOrEqualTo(16);
    }

    @Test
    void aFreeSectionIsUsedAgain() throws SdpException {
        receiveBoth();
        Negotiation client = client(Codec.VP8);
        TrackSender first = sender("a", Codec.VP8);
        server.add(first);
        server.accept(answer(client, offer()));
        server.remove(first);
        Sdp silent = offer();
        server.accept(answer(client, silent));
        assertThat(silent.media().get(1).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(silent.media().get(1).msid()).isNull();
        server.add(sender("b", Codec.VP8));
        assertThat(offer().media()).hasSize(2);
    }

    private static boolean sends(TrackSender sender, SentPackets sent) {
        sender.onPacket(packet(1, 96), 0);
        boolean came = !sent.isEmpty();
        if (came) {
            sent.discard();
        }
        return came;
    }

    /** Who joins while the others' pages still answer must not make their answers wrong. */
    @Test
    void whatIsAddedWhileAnOfferIsOutstandingWaitsForTheNextOne() throws SdpException {
        SentPackets sent = new SentPackets();
        server.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
        Negotiation client = client(Codec.VP8);
        Sdp first = offer();
        TrackSender inTheSameSection =
                new TrackSender(new OutboundTrack("a", "a", Codec.VP8, "a"), nextSsrc++, 0, sent.path());
        TrackSender inANewSection =
                new TrackSender(new OutboundTrack("b", "b", Codec.VP8, "b"), nextSsrc++, 0, sent.path());
        server.add(inTheSameSection);
        server.add(inANewSection);
        server.receive(MediaKind.AUDIO, List.of(Codec.OPUS));

        server.accept(answer(client, first));
        assertThat(demuxer.sectionFor(packet(12, 96))).isNotNull();
        assertThat(server.acceptedByRemote(MediaKind.AUDIO)).isEmpty();
        assertThat(sends(inTheSameSection, sent)).isFalse();
        assertThat(sends(inANewSection, sent)).isFalse();

        Sdp second = offer();
        assertThat(second.media())
                .extracting(MediaSection::direction)
                .containsExactly(Direction.SENDRECV, Direction.SENDONLY, Direction.RECVONLY);
        server.accept(answer(client, second));
        assertThat(server.acceptedByRemote(MediaKind.AUDIO)).containsExactly(Codec.OPUS);
        assertThat(sends(inTheSameSection, sent)).isTrue();
        assertThat(sends(inANewSection, sent)).isTrue();
    }

    /** The browser knows only the track of the offer: another one in its place would be taken for it. */
    @Test
    void aTrackThatTookTheSectionOfAnOfferedOneWaitsToo() throws SdpException {
        SentPackets sent = new SentPackets();
        receiveBoth();
        Negotiation client = client(Codec.VP8);
        TrackSender gone = new TrackSender(new OutboundTrack("a", "a", Codec.VP8, "a"), nextSsrc++, 0, sent.path());
        server.add(gone);
        Sdp first = offer();
        server.remove(gone);
        TrackSender next = new TrackSender(new OutboundTrack("b", "b", Codec.VP8, "b"), nextSsrc++, 0, sent.path());
        server.add(next);
        server.accept(answer(client, first));
        assertThat(sends(gone, sent)).isFalse();
        assertThat(sends(next, sent)).isFalse();
        server.accept(answer(client, offer()));
        assertThat(sends(next, sent)).isTrue();
    }

    @Test
    void anOfferThatIsRefusedChangesNothing() throws SdpException {
        receiveBoth();
        Negotiation client = client(Codec.VP8);
        Sdp good = offer();
        answer(client, good);
        MediaSection a = good.media().get(0);
        MediaSection v = good.media().get(1);
        MediaSection data = new MediaSection(
                "application",
                9,
                "3",
                a.direction(),
                a.transport(),
                a.codecs(),
                a.extensions(),
                null,
                List.of(),
                List.of(),
                List.of());
        for (List<MediaSection> media : List.of(
                List.<MediaSection>of(),
                List.of(a),
                List.of(v, a),
                List.of(mid(a, "7"), v),
                List.of(a, v, mid(v, "2"), data))) {
            assertThatThrownBy(() -> client.answer(new Sdp("1", 2, List.of(), media), CLIENT, List.of()))
                    .isInstanceOf(SdpException.class);
        }
        assertThat(answer(client, offer()).media()).hasSize(2);
    }

    @Test
    void refusesAnswersToAnotherOffer() throws SdpException {
        receiveBoth();
        TrackSender audio = sender("me", Codec.OPUS);
        server.add(audio);
        Sdp good = answer(client(Codec.VP8), offer());
        MediaSection a = good.media().get(0);
        MediaSection v = good.media().get(1);
        for (List<MediaSection> media : List.of(
                List.<MediaSection>of(),
                List.of(a),
                List.of(a, v, v),
                List.of(v, a),
                List.of(a, mid(v, "7")),
                List.of(mid(a, "1"), v))) {
            assertThatThrownBy(() -> server.accept(new Sdp("1", 1, List.of(), media)))
                    .isInstanceOf(SdpException.class);
        }
        assertThat(demuxer.sectionFor(packet(12, 96)))
                .as("nothing of a refused answer takes effect")
                .isNull();
        server.accept(good);
        assertThat(demuxer.sectionFor(packet(12, 96))).isNotNull();
    }

    @Test
    void aRejectedSectionReceivesAndSendsNothing() throws SdpException {
        receiveBoth();
        server.add(sender("me", Codec.VP8));
        Sdp good = answer(client(Codec.VP8), offer());
        MediaSection v = good.media().get(1);
        MediaSection rejected = new MediaSection(
                "video",
                0,
                "",
                v.direction(),
                v.transport(),
                v.codecs(),
                v.extensions(),
                v.msid(),
                v.sources(),
                List.of(),
                List.of());
        server.accept(new Sdp("1", 1, List.of("0"), List.of(good.media().get(0), rejected)));
        assertThat(demuxer.sectionFor(packet(12, 96))).isNull();
        assertThat(demuxer.sectionFor(packet(11, 111)).mid()).isEqualTo("0");
        assertThat(offer().media()).hasSize(2);
    }

    /** Chromium without H.264 answers with the other codec of the offer. */
    @Test
    void fallsBackToTheOtherCodec() throws SdpException {
        receiveBoth();
        Sdp answer = answer(client(Codec.VP8), offer());
        MediaSection v = answer.media().get(1);
        MediaSection only = new MediaSection(
                v.kind(),
                v.port(),
                v.mid(),
                v.direction(),
                v.transport(),
                v.codecs().stream().filter(c -> c.encodingName().equals("VP8")).toList(),
                v.extensions(),
                v.msid(),
                v.sources(),
                v.repairs(),
                v.candidates());
        server.accept(new Sdp("1", 1, answer.bundle(), List.of(answer.media().get(0), only)));
        InboundSection section = demuxer.sectionFor(packet(12, 96));
        assertThat(section.codec(96)).isEqualTo(Codec.VP8);
        assertThat(section.codec(125)).isNull();
        assertThat(section.trackId()).isEqualTo("cam");
    }

    @Test
    void understandsWhatBrowsersAnswer() throws Exception {
        for (String name : List.of("chromium-answer", "firefox-answer", "aiortc-answer", "werift-answer")) {
            RtpDemuxer own = new RtpDemuxer();
            Negotiation negotiation = new Negotiation("1", own, false);
            negotiation.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            negotiation.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
            negotiation.offer(SERVER, List.of(), false);
            Sdp answer = SdpParser.parse(new String(NegotiationTest.class
                    .getResourceAsStream("/org/ducksoup/transport/sdp/" + name + ".sdp")
                    .readAllBytes()));
            negotiation.accept(answer);
            for (MediaSection section : answer.media()) {
                int ssrc = section.sources().get(0).ssrc();
                int payloadType = section.codecs().get(0).payloadType();
                InboundSection found = own.sectionFor(packet(ssrc, payloadType));
                assertThat(found.mid()).as(name).isEqualTo(section.mid());
                assertThat(found.codec(payloadType).kind().token()).isEqualTo(section.kind());
                assertThat(found.isActive()).isTrue();
            }
            assertThat(RemoteDescription.of(answer).setup()).isEqualTo("active");
        }
    }

    @Test
    void answersWhatChromiumOffersWithWhatItSpeaks() throws Exception {
        Sdp offer = SdpParser.parse(new String(NegotiationTest.class
                .getResourceAsStream("/org/ducksoup/transport/sdp/chromium-offer.sdp")
                .readAllBytes()));
        Sdp answer = client(Codec.VP8).answer(offer, CLIENT, List.of());
        assertThat(answer.media().get(0).codecs())
                .extracting(RtpMap::payloadType)
                .containsExactly(111);
        assertThat(answer.media().get(1).codecs())
                .extracting(RtpMap::payloadType)
                .containsExactly(96, 97, 102, 103);
        assertThat(answer.media()).extracting(MediaSection::direction).containsOnly(Direction.SENDRECV);
        assertThat(answer.media().get(1).extensionId(ExtMap.MID)).isEqualTo(4);
        assertThat(RemoteDescription.of(offer).candidates())
                .as("neither mDNS nor TCP")
                .hasSize(1);
    }

    /** An identifier that does not fit into a packet would make every packet of the track throw, on everybody's thread. */
    @Test
    void survivesExtensionIdsThatFitNowhere() throws SdpException {
        for (int[] ids : new int[][] {{200, 2}, {15, 16}, {3, 3}, {255, 255}, {1, 200}}) {
            Negotiation negotiation = new Negotiation("1", new RtpDemuxer(), false);
            negotiation.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            SentPackets sent = new SentPackets();
            TrackSender sender = new TrackSender(new OutboundTrack("a", "b", Codec.OPUS, "c"), 9, 0, sent.path());
            negotiation.add(sender);
            Sdp answer = answer(client(Codec.VP8), negotiation.offer(SERVER, List.of(), false));
            MediaSection a = answer.media().get(0);
            MediaSection hostile =
                    extended(a, new ExtMap(ids[0], ExtMap.MID), new ExtMap(ids[1], ExtMap.ABS_SEND_TIME));
            negotiation.accept(new Sdp("1", 1, List.of("0"), List.of(hostile)));
            sender.onPacket(packet(1, 111), 0);
            assertThat(sent.take().payloadLength())
                    .as("ids %d and %d", ids[0], ids[1])
                    .isEqualTo(100);
        }
    }

    private static MediaSection extended(MediaSection s, ExtMap... extensions) {
        return new MediaSection(
                s.kind(),
                s.port(),
                s.mid(),
                s.direction(),
                s.transport(),
                s.codecs(),
                List.of(extensions),
                s.msid(),
                s.sources(),
                s.repairs(),
                s.candidates());
    }

    private static MediaSection mid(MediaSection s, String mid) {
        return new MediaSection(
                s.kind(),
                s.port(),
                mid,
                s.direction(),
                s.transport(),
                s.codecs(),
                s.extensions(),
                s.msid(),
                s.sources(),
                s.repairs(),
                s.candidates());
    }

    public static RtpPacket packet(int ssrc, int payloadType) {
        byte[] bytes = new byte[112];
        RtpPacket.writeFixedHeader(bytes, 0, false, payloadType, 1, 1, ssrc, false);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        return packet;
    }
}
