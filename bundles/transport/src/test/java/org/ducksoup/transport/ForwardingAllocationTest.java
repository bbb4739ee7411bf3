package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
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
import org.ducksoup.transport.srtp.SrtpWarmUp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The path of a packet from the socket's buffer to the ciphertexts for two receivers, without the socket. */
class ForwardingAllocationTest {
    private static final int PACKETS = 2000;
    private static final int ROUNDS = 10;
    private static final int LENGTH = 1012;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final HeaderExtensionWriter extensions = new HeaderExtensionWriter();
    private long sent;
    private long told;

    /** Without it the library would take the ciphers that happen to be the fastest, and Java's allocate what they like. */
    @BeforeAll
    static void theServersCiphers() {
        SrtpWarmUp.run();
    }

    /** Only the library's cipher allocates memory; the code of this bundle adds nothing. */
    @ParameterizedTest
    @EnumSource
    void forwardingAllocatesNothingButTheCipher(SrtpProfile profile) {
        long forwarding = Long.MAX_VALUE;
        long cipher = Long.MAX_VALUE;
        // The two are measured in turn, so that both run as compiled code. On a busy machine the compiler takes some
        // time.
        for (int attempt = 0; attempt < 4 || (attempt < 20 && forwarding - cipher >= PACKETS); attempt++) {
            forwarding = Math.min(forwarding, forwarding(profile));
            cipher = Math.min(cipher, cipher(profile));
        }
        System.out.printf(
                java.util.Locale.ROOT,
                "%s: %.1f bytes allocated per packet, one in and two out; by the cipher %.1f%n",
                profile,
                forwarding / (double) PACKETS,
                cipher / (double) PACKETS);
        assertThat(forwarding - cipher).isLessThan(PACKETS);
    }

    private final DroppedPackets dropped = new DroppedPackets();

    private long forwarding(SrtpProfile profile) {
        TrackSender[] receivers = {sender(profile), sender(profile)};
        InboundPath inbound = inbound(server(profile), receivers);
        sent = 0;
        told = 0;
        long allocated = leastAllocated(profile, inbound::onDatagram);
        assertThat(dropped.total()).isZero();
        assertThat(sent).isEqualTo(2L * ROUNDS * PACKETS);
        assertThat(told).isEqualTo((long) ROUNDS * PACKETS);
        assertThat(receivers[0].statistics().packets()).isEqualTo((long) ROUNDS * PACKETS);
        return allocated;
    }

    private long cipher(SrtpProfile profile) {
        SrtpSession server = server(profile);
        SrtpSession.Protector[] protectors = {server.rtpProtector(7), server.rtpProtector(8)};
        byte[] copy = new byte[LENGTH + 100];
        return leastAllocated(profile, (buffer, offset, length, arrival) -> {
            int plain = server.unprotectRtp(buffer, offset, length);
            for (SrtpSession.Protector protector : protectors) {
                System.arraycopy(buffer, offset, copy, 0, plain);
                protector.protect(copy, 0, plain);
            }
        });
    }

    private interface Step {
        void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos);
    }

    /** The least of several rounds: now and then the virtual machine itself allocates on this thread while it compiles. */
    private long leastAllocated(SrtpProfile profile, Step step) {
        byte[] keys = new byte[profile.keyingMaterialLength()];
        SrtpSession.Protector browser = new SrtpSession(profile, keys, false).rtpProtector(42);
        byte[][] datagrams = new byte[PACKETS][LENGTH + SrtpSession.OVERHEAD];
        int sequenceNumber = 0;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            int length = 0;
            for (byte[] datagram : datagrams) {
                RtpPacket.writeFixedHeader(datagram, 0, true, 96, sequenceNumber, sequenceNumber * 900L, 42, true);
                extensions.begin(datagram, RtpPacket.FIXED_HEADER_LENGTH);
                datagram[extensions.reserve(5, 1)] = (byte) (sequenceNumber & 0x7f);
                extensions.end();
                length = browser.protect(datagram, 0, LENGTH);
                sequenceNumber++;
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (byte[] datagram : datagrams) {
                step.onDatagram(datagram, 0, length, sequenceNumber);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static SrtpSession server(SrtpProfile profile) {
        return new SrtpSession(profile, new byte[profile.keyingMaterialLength()], true);
    }

    private TrackSender sender(SrtpProfile profile) {
        OutboundPath path = new OutboundPath(1);
        path.protectWith(server(profile));
        path.sendThrough((buffer, offset, length) -> {
            sent++;
            return true;
        });
        TrackSender sender = new TrackSender(new OutboundTrack("s", "t", Codec.VP8, "c"), 7, 1, path);
        sender.negotiate(TrackSender.Negotiated.of(96, "1", 1, 2));
        return sender;
    }

    private InboundPath inbound(SrtpSession srtp, TrackSender[] receivers) {
        RtpDemuxer demuxer = new RtpDemuxer();
        InboundSection section = new InboundSection("1");
        section.negotiate(Map.of(96, Codec.VP8), Map.of(), false, "track", true);
        section.negotiateAudioLevel(5);
        demuxer.negotiate(List.of(section), 1, -1, Map.of());
        OutboundPath path = new OutboundPath(1);
        InboundPath inbound = new InboundPath(
                new DtlsEndpoint(Runnable::run, (b, o, l) -> {}, null),
                demuxer,
                new FeedbackPath(demuxer, path, feedback -> {}),
                receiver -> {
                    receiver.listen((level, arrival) -> told++);
                    receiver.forwardTo((packet, arrival) -> {
                        for (TrackSender sender : receivers) {
                            sender.onPacket(packet, arrival);
                        }
                    });
                },
                new FakeReturnPath(),
                dropped);
        inbound.protectWith(srtp);
        return inbound;
    }
}
