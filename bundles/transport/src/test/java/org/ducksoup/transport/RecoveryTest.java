package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.PacketType;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.dtls.DtlsEndpoint;
import org.ducksoup.transport.media.FeedbackPath;
import org.ducksoup.transport.media.InboundPath;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.OutboundPath;
import org.ducksoup.transport.media.ReceiveLimit;
import org.ducksoup.transport.media.ReturnPath;
import org.ducksoup.transport.media.RtcpReturnPath;
import org.ducksoup.transport.media.RtpDemuxer;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.srtp.SrtpProfile;
import org.ducksoup.transport.srtp.SrtpSession;
import org.ducksoup.transport.twcc.ArrivalRecorder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A track over a bad network to another instance of this transport, in virtual time. Lost packets are sent again,
 * encrypted anew.
 */
class RecoveryTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;
    private static final int PACKETS = 20_000;

    private record Event(long at, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random = new Random(4588);
    private final byte[] keys = new byte[PROFILE.keyingMaterialLength()];
    private final BitSet arrived = new BitSet();
    private final long[] delays = new long[PACKETS];
    private long order;
    private long now;
    private long datagrams;
    private long duplicates;
    private double loss;
    private long oneWay;
    private double reordering;

    private void later(long nanos, Runnable task) {
        events.add(new Event(now + nanos, order++, task));
    }

    private interface Receive {
        void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos);
    }

    private OutboundPath.Exit link(java.util.function.Supplier<Receive> to) {
        return (buffer, offset, length) -> {
            datagrams++;
            if (random.nextDouble() >= loss) {
                byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length + 40);
                long overtaken = random.nextDouble() < reordering ? 20 * MILLI : 0;
                later(oneWay + overtaken, () -> to.get().onDatagram(copy, 0, length, now));
            }
            return true;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "0.05, 30, 0, true",
        "0.05, 30, 0, false",
        "0.1, 100, 0, true",
        "0.02, 10, 0.1, true",
        "0, 30, 0.05, true"
    })
    void whatIsLostComesWithinTwoRoundTrips(double lossRate, int oneWayMillis, double reorder, boolean rtx) {
        loss = lossRate;
        oneWay = oneWayMillis * MILLI;
        reordering = reorder;
        // The sending side, with the RTCP that it receives.
        OutboundPath senderPath = new OutboundPath(1);
        FeedbackPath feedback = new FeedbackPath(new RtpDemuxer(), senderPath, ignored -> {});
        TrackSender sender = new TrackSender(new OutboundTrack("s", "t", Codec.VP8, "c"), 42, 65_000, senderPath);
        sender.negotiate(TrackSender.Negotiated.of(96, "1", 1, 2).withRetransmissions(true, rtx ? 97 : -1));
        feedback.add(sender);
        SrtpSession senderKeys = new SrtpSession(PROFILE, keys, true);
        senderPath.protectWith(senderKeys);
        // The receiving side.
        OutboundPath receiverPath = new OutboundPath(2);
        receiverPath.protectWith(new SrtpSession(PROFILE, keys, false));
        FeedbackPath unused = new FeedbackPath(new RtpDemuxer(), receiverPath, ignored -> {});
        InboundPath receiver = receiver(receiverPath, unused);

        senderPath.sendThrough(link(() -> receiver::onDatagram));
        receiverPath.sendThrough(link(() -> (buffer, offset, length, arrival) -> {
            assertThat(PacketType.of(buffer, offset, length)).isEqualTo(PacketType.RTCP);
            int plain = senderKeys.unprotectRtcp(buffer, offset, length);
            assertThat(feedback.onCompound(buffer, offset, plain, arrival)).isTrue();
        }));
        for (int i = 0; i < PACKETS; i++) {
            int number = i;
            later(i * 8 * MILLI, () -> sender.onPacket(media(number), now));
        }
        while (!events.isEmpty()) {
            Event event = events.remove();
            now = event.at;
            event.task.run();
        }
        long[] sorted = Arrays.stream(delays).filter(d -> d > 0).sorted().toArray();
        int missing = PACKETS - arrived.cardinality();
        System.out.printf(
                Locale.ROOT,
                "loss %.0f %% both ways, reordering %.0f %%, round trip %d ms, %s: %d of %d packets never came, "
                        + "delay p95 %d ms, p99 %d ms, longest %d ms; %.1f %% more datagrams%n",
                100 * loss,
                100 * reordering,
                2 * oneWayMillis,
                rtx ? "RTX" : "no RTX",
                missing,
                PACKETS,
                sorted[sorted.length * 95 / 100] / MILLI,
                sorted[sorted.length * 99 / 100] / MILLI,
                sorted[sorted.length - 1] / MILLI,
                100.0 * datagrams / PACKETS - 100);
        assertThat(duplicates).isZero();
        // The last packets may be lost unnoticed, because no packet follows them.
        assertThat(missing).isLessThan(10);
        assertThat(sorted[sorted.length * 95 / 100]).isLessThan(oneWay * (loss > 0.05 ? 6 : 4) + 25 * MILLI);
        assertThat(datagrams).isLessThan((long) (PACKETS * (1.02 + 3 * loss + 2 * reordering)));
    }

    private InboundPath receiver(OutboundPath back, FeedbackPath feedback) {
        RtpDemuxer demuxer = new RtpDemuxer();
        InboundSection section = new InboundSection("1");
        section.negotiate(Map.of(96, Codec.VP8), Map.of(97, 96), true, "track", true);
        demuxer.negotiate(List.of(section), 1, -1, Map.of());
        RtcpReturnPath rtcp = new RtcpReturnPath(back, feedback, new ReceiveLimit(demuxer, 2, new Bitrate(1)));
        ReturnPath measured = new ReturnPath() {
            @Override
            public void requestKeyFrame(int mediaSsrc) {}

            @Override
            public void requestPackets(int mediaSsrc, List<Integer> sequenceNumbers) {
                rtcp.requestPackets(mediaSsrc, sequenceNumbers);
            }

            @Override
            public void reportArrivals(ArrivalRecorder recorder, long nowNanos) {}

            @Override
            public void announceLimit() {}

            @Override
            public long roundTripNanos() {
                return 2 * oneWay;
            }
        };
        InboundPath inbound = new InboundPath(
                new DtlsEndpoint(Runnable::run, (b, o, l) -> {}, null),
                demuxer,
                feedback,
                track -> track.forwardTo((packet, arrival) -> note(packet)),
                measured,
                new org.ducksoup.transport.drop.DroppedPackets());
        inbound.protectWith(new SrtpSession(PROFILE, keys, false));
        return inbound;
    }

    private void note(RtpPacket packet) {
        byte[] b = packet.buffer();
        int at = packet.payloadOffset();
        int number = (b[at] & 0xff) << 16 | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff);
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.ssrc()).isEqualTo(42);
        assertThat(packet.payloadLength()).isEqualTo(500);
        assertThat(packet.timestamp()).isEqualTo(first + number * 720L & 0xffffffffL);
        assertThat(packet.marker()).isEqualTo(number % 3 == 0);
        if (arrived.get(number)) {
            duplicates++;
        }
        arrived.set(number);
        delays[number] = now - number * 8 * MILLI;
    }

    private long first = -1;

    private RtpPacket media(int number) {
        byte[] bytes = new byte[512];
        RtpPacket.writeFixedHeader(bytes, 0, number % 3 == 0, 120, number & 0xffff, number * 720L, 5, false);
        bytes[12] = (byte) (number >> 16);
        bytes[13] = (byte) (number >> 8);
        bytes[14] = (byte) number;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        if (first < 0) {
            // A sender begins one tick after nothing.
            first = 1;
        }
        return packet;
    }
}
