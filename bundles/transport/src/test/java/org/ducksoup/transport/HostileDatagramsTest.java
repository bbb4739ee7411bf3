package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.PacketType;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.rtcp.FullIntraRequest;
import org.ducksoup.rtp.rtcp.PictureLossIndication;
import org.ducksoup.rtp.rtcp.ReceiverReport;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.dtls.DtlsEndpoint;
import org.ducksoup.transport.media.FakeReturnPath;
import org.ducksoup.transport.media.FeedbackPath;
import org.ducksoup.transport.media.InboundPath;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.OutboundPath;
import org.ducksoup.transport.media.RtpDemuxer;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.srtp.SrtpProfile;
import org.ducksoup.transport.srtp.SrtpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams of strangers, and those of a participant with a program of their own. */
class HostileDatagramsTest {
    private static final int DATAGRAMS = 100_000;

    private final Random random = new Random(7983);
    private final InboundSection section = new InboundSection("1");
    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final OutboundPath outbound = new OutboundPath(1);
    private final FeedbackPath feedback = new FeedbackPath(demuxer, outbound, feedback -> {});
    private final DroppedPackets dropped = new DroppedPackets();
    private long forwarded;
    private final InboundPath inbound = new InboundPath(
            new DtlsEndpoint(Runnable::run, (b, o, l) -> {}, null),
            demuxer,
            feedback,
            receiver -> receiver.forwardTo((packet, arrival) -> forwarded++),
            new FakeReturnPath(),
            dropped);

    HostileDatagramsTest() {
        section.negotiate(Map.of(96, Codec.VP8, 97, Codec.H264), Map.of(), false, "track", true);
        demuxer.negotiate(List.of(section), 1, -1, Map.of());
        feedback.add(new TrackSender(new OutboundTrack("s", "t", Codec.VP8, "c"), 7, 1, outbound));
    }

    @Test
    void beforeTheHandshakeNothingPasses() {
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] datagram = randomBytes();
            inbound.onDatagram(datagram, 0, datagram.length, i);
        }
        assertThat(forwarded).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void strangersPassNothingAndEachIsCounted(SrtpProfile profile) {
        byte[] keys = new byte[profile.keyingMaterialLength()];
        SrtpSession client = new SrtpSession(profile, keys, false);
        inbound.protectWith(new SrtpSession(profile, keys, true));
        SrtpSession.Protector protector = client.rtpProtector(42);
        byte[] good = rtp(42, 1, 96, 200);
        int length = protector.protect(good, 0, 200);
        inbound.onDatagram(good.clone(), 0, length, 1);
        assertThat(forwarded).isEqualTo(1);
        long heard = inbound.lastHeardNanos();

        long dtls = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] datagram = i % 2 == 0 ? randomBytes() : mutated(Arrays.copyOf(good, length));
            dtls += PacketType.of(datagram, 0, datagram.length) == PacketType.DTLS ? 1 : 0;
            byte[] roomy = new byte[datagram.length + 60];
            int offset = random.nextInt(40);
            System.arraycopy(datagram, 0, roomy, offset, datagram.length);
            inbound.onDatagram(roomy, offset, datagram.length, 100 + i);
        }
        assertThat(forwarded).isEqualTo(1);
        // The first records wait for a handshake.
        assertThat(dropped.total()).isEqualTo(DATAGRAMS - Math.min(dtls, 32));
        assertThat(inbound.lastHeardNanos()).as("a stranger is no sign of life").isEqualTo(heard);

        byte[] next = rtp(42, 2, 96, 200);
        inbound.onDatagram(next, 0, protector.protect(next, 0, 200), 2);
        assertThat(forwarded).as("the participant is not disturbed").isEqualTo(2);
    }

    /** Authentic packets that no browser sends. Only those with consistent headers and lengths pass. */
    @Test
    void authenticNonsenseIsCountedOrForwardedButNeverThrows() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] keys = new byte[profile.keyingMaterialLength()];
        SrtpSession client = new SrtpSession(profile, keys, false);
        inbound.protectWith(new SrtpSession(profile, keys, true));
        SrtpSession.Protector[] protectors = new SrtpSession.Protector[4];
        for (int i = 0; i < protectors.length; i++) {
            protectors[i] = client.rtpProtector(i);
        }
        int authentic = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            int source = random.nextInt(protectors.length);
            int length = 13 + random.nextInt(100);
            byte[] packet = rtp(source, i, 96 + random.nextInt(3), length);
            for (int n = random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(length);
                packet[at] = at == 0
                        ? (byte) (0x80 | random.nextInt(64))
                        : at < 2 || at > 11 ? (byte) random.nextInt() : packet[at];
            }
            packet[1] &= 0x7f; // with a marker it would be taken for RTCP
            int protectedLength = protect(protectors[source], packet, length);
            if (protectedLength > 0) {
                authentic++;
                inbound.onDatagram(packet, 0, protectedLength, i);
            }
        }
        assertThat(authentic).isGreaterThan(DATAGRAMS / 2);
        assertThat(forwarded).isPositive();
        // The cipher cannot protect some headers correctly. Such packets are dropped, too.
        assertThat(forwarded + dropped.total()).isEqualTo(authentic);
    }

    private static int protect(SrtpSession.Protector protector, byte[] packet, int length) {
        try {
            return protector.protect(packet, 0, length);
        } catch (RuntimeException headerBeyondTheEnd) {
            return -1;
        }
    }

    @Test
    void authenticControlNonsenseNeverThrows() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] keys = new byte[profile.keyingMaterialLength()];
        SrtpSession.Protector protector = new SrtpSession(profile, keys, false).rtcpProtector(9);
        inbound.protectWith(new SrtpSession(profile, keys, true));
        byte[] seed = new byte[1500];
        int seedLength = RtcpWriter.write(
                List.of(
                        new SenderReport(9, NtpTime.of(java.time.Instant.now()), 5, 6, 7, List.of()),
                        new ReceiverReport(9, List.of()),
                        new PictureLossIndication(9, 7),
                        new FullIntraRequest(9, List.of(new FullIntraRequest.Entry(7, 1)))),
                seed,
                0);
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] packet = new byte[200];
            int length = random.nextInt(3) == 0 ? 8 + random.nextInt(100) : seedLength;
            random.nextBytes(packet);
            System.arraycopy(seed, 0, packet, 0, Math.min(length, seedLength));
            for (int n = random.nextInt(6); n > 0; n--) {
                packet[random.nextInt(length)] = (byte) random.nextInt();
            }
            packet[0] = (byte) (0x80 | packet[0] & 0x1f);
            packet[1] = (byte) (192 + (packet[1] & 0x1f));
            System.arraycopy(new byte[] {0, 0, 0, 9}, 0, packet, 4, 4);
            int protectedLength = protector.protect(packet, 0, length);
            inbound.onDatagram(packet, 0, protectedLength, i);
        }
        assertThat(dropped.total()).isBetween(DATAGRAMS / 10L, DATAGRAMS * 99L / 100);
    }

    private byte[] randomBytes() {
        byte[] datagram = new byte[random.nextInt(10) == 0 ? random.nextInt(4) : random.nextInt(1500)];
        random.nextBytes(datagram);
        if (datagram.length > 0 && random.nextBoolean()) {
            datagram[0] = (byte) (0x80 | datagram[0] & 0x3f);
        }
        return datagram;
    }

    private byte[] mutated(byte[] packet) {
        int bits = 1 + random.nextInt(8);
        for (int n = 0; n < bits; n++) {
            // Each bit at most once, so that at least one stays changed.
            int at = n * packet.length / bits + random.nextInt(packet.length / bits);
            packet[at] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length)) : packet;
    }

    private static byte[] rtp(int ssrc, int sequenceNumber, int payloadType, int length) {
        byte[] packet = new byte[length + SrtpSession.OVERHEAD];
        RtpPacket.writeFixedHeader(packet, 0, false, payloadType, sequenceNumber, sequenceNumber * 900L, ssrc, false);
        return packet;
    }
}
