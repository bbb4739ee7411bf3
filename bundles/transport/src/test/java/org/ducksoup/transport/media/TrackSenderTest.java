package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.transport.media.TrackSender.Negotiated;
import org.junit.jupiter.api.Test;

class TrackSenderTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final SentPackets sent = new SentPackets();
    private final TrackSender sender =
            new TrackSender(new OutboundTrack("stream", "video", Codec.VP8, "cname"), 0xdeadbeef, 65_530, sent.path());

    private void send(int ssrc, int sequenceNumber, long timestamp, long arrivalNanos) {
        byte[] bytes = new byte[3 + 212];
        Arrays.fill(bytes, (byte) 0x33);
        RtpPacket.writeFixedHeader(bytes, 3, true, 120, sequenceNumber, timestamp, ssrc, false);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 3, 212)).isTrue();
        sender.onPacket(packet, arrivalNanos);
    }

    @Test
    void withholdsUntilNegotiatedAndAfter() {
        send(1, 1, 1, 0);
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        send(1, 2, 1, 0);
        sender.negotiate(null);
        send(1, 3, 1, 0);
        assertThat(sender.statistics().packets()).isEqualTo(1);
        assertThat(sender.statistics().bytes()).isEqualTo(200);
        assertThat(sender.statistics().withheld()).isEqualTo(2);
    }

    @Test
    void writesItsOwnHeaderAndTheSamePayload() {
        sender.negotiate(Negotiated.of(96, "mid7", 1, 2));
        send(1, 500, 90_000, 0);
        RtpPacket packet = sent.take();
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.sequenceNumber()).isEqualTo(65_531);
        assertThat(packet.payloadLength()).isEqualTo(200);
        assertThat(packet.buffer()[packet.payloadOffset()]).isEqualTo((byte) 0x33);
        int mid = packet.extensionOffset(1);
        assertThat(Arrays.copyOfRange(packet.buffer(), mid, mid + packet.extensionLength(1)))
                .isEqualTo("mid7".getBytes());
        assertThat(packet.extensionLength(2)).isEqualTo(3);
    }

    /** 6.18 fixed point, of a clock that stands at second 5 of a minute whose NTP second is known. */
    @Test
    void writesTheSendTime() {
        sender.negotiate(Negotiated.of(96, "1", -1, 2));
        long before = sent.path().ntpTime();
        send(1, 500, 90_000, 0);
        long after = sent.path().ntpTime();
        RtpPacket packet = sent.take();
        byte[] b = packet.buffer();
        int at = packet.extensionOffset(2);
        long value = (b[at] & 0xff) << 16 | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff);
        assertThat(value).isBetween((before >>> 14) & 0xffffff, (after >>> 14) & 0xffffff);
        assertThat(value >> 18).isBetween((before >>> 32) % 64, (after >>> 32) % 64);
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
    }

    @Test
    void sendsWithoutExtensionsWhereNoneWereNegotiated() {
        sender.negotiate(Negotiated.of(96, "1", -1, -1));
        send(1, 500, 90_000, 0);
        assertThat(sent.take().headerLength()).isEqualTo(12);
    }

    /** How loud somebody is concerns the server only, whatever a receiver negotiated. */
    @Test
    void saysNothingOfTheLoudnessThatCameIn() {
        byte[] bytes = new byte[112];
        RtpPacket.writeFixedHeader(bytes, 0, false, 111, 1, 1, 1, true);
        new HeaderExtensionWriter().begin(bytes, 12).add(5, new byte[] {20}).end();
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        for (Negotiated to : List.of(
                Negotiated.of(96, "1", 1, 2),
                Negotiated.of(96, "1", -1, -1),
                Negotiated.of(96, "1", -1, -1).withAudioLevel(5))) {
            sender.negotiate(to);
            packet.sequenceNumber(packet.sequenceNumber() + 1);
            sender.onPacket(packet, 0);
            RtpPacket forwarded = sent.take();
            assertThat(forwarded.extensionOffset(5)).isEqualTo(-1);
            assertThat(forwarded.payloadLength()).isEqualTo(packet.payloadLength());
        }
    }

    @Test
    void aClientSaysHowLoudItIsWhereItsIdentifierIsFree() {
        sender.sayLevels(arrivalNanos -> (int) (arrivalNanos / MILLI));
        Negotiated before = Negotiated.of(96, "1", 1, 2).withTransportWide(3);
        for (int id : new int[] {-1, 1, 2, 3, 15, 5}) {
            sender.negotiate(before.withAudioLevel(id).withRetransmissions(false, -1));
            send(1, 500 + id, 90_000, 33 * MILLI);
            RtpPacket packet = sent.take();
            assertThat(packet.extensionLength(1)).isEqualTo(1);
            assertThat(packet.extensionLength(2)).isEqualTo(3);
            assertThat(packet.extensionLength(3)).isEqualTo(2);
            assertThat(packet.extensionLength(5)).isEqualTo(id == 5 ? 1 : -1);
            if (id == 5) {
                assertThat(packet.buffer()[packet.extensionOffset(5)]).isEqualTo((byte) 33);
            }
        }
    }

    @Test
    void leavesGapsAndOrderAsTheyAre() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        int[] numbers = {100, 101, 103, 102, 110};
        for (int number : numbers) {
            send(1, number, 1000, 0);
        }
        for (int number : numbers) {
            assertThat(sent.take().sequenceNumber()).isEqualTo((65_531 + number - 100) & 0xffff);
        }
    }

    @Test
    void goesOnWithoutABreakWhenTheSourceChanges() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        send(1, 65_534, 0xffffff00L, 0);
        send(1, 65_535, 0xffffff00L, 10 * MILLI);
        send(1, 0, 0xffffff00L + 3000, 40 * MILLI);
        long last = 0;
        for (int i = 0; i < 3; i++) {
            RtpPacket packet = sent.take();
            assertThat(packet.sequenceNumber()).isEqualTo((65_531 + i) & 0xffff);
            last = packet.timestamp();
        }
        // A new source, with numbers and times of its own, two seconds later.
        send(2, 7, 5, 2040 * MILLI);
        RtpPacket first = sent.take();
        assertThat(first.sequenceNumber()).isEqualTo(65_534);
        assertThat((first.timestamp() - last) & 0xffffffffL).isEqualTo(180_000);
        send(2, 8, 3005, 2073 * MILLI);
        RtpPacket second = sent.take();
        assertThat(second.sequenceNumber()).isEqualTo(65_535);
        assertThat((second.timestamp() - first.timestamp()) & 0xffffffffL).isEqualTo(3000);
        // And back to the first, which has gone on meanwhile.
        send(1, 900, 77, 2100 * MILLI);
        assertThat(sent.take().sequenceNumber()).isEqualTo(0);
    }

    /** A late packet of before must not make the next source begin with a number that was used. */
    @Test
    void aLatePacketDoesNotTurnTheSequenceBack() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        for (int number : new int[] {10, 11, 14, 12}) {
            send(1, number, 1000, 0);
        }
        send(2, 500, 1, MILLI);
        for (int i = 0; i < 4; i++) {
            sent.take();
        }
        assertThat(sent.take().sequenceNumber()).isEqualTo((65_531 + 5) & 0xffff);
    }

    @Test
    void failsOnWhatIsTooLargeForADatagram() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        byte[] bytes = new byte[1600];
        RtpPacket.writeFixedHeader(bytes, 0, true, 120, 1, 1, 1, false);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        sender.onPacket(packet, 0);
        assertThat(sent.isEmpty()).isTrue();
        assertThat(sender.statistics().failed()).isEqualTo(1);
    }

    @Test
    void reportsNothingBeforeAnythingWasSent() {
        assertThat(sender.report(sent.path().ntpTime())).isNull();
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        assertThat(sender.report(sent.path().ntpTime())).isNull();
    }

    @Test
    void reportsTheSourcesClock() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        send(1, 10, 50_000, 0);
        long offset = sent.take().timestamp() - 50_000;
        long ntp = NtpTime.of(java.time.Instant.parse("2026-01-02T03:04:06Z"));
        sender.onSenderReport(ntp, 140_000);
        SenderReport report = sender.report(ntp + (3L << 32));
        assertThat(report.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(report.ntpTime()).isEqualTo(ntp + (3L << 32));
        assertThat(report.rtpTimestamp()).isEqualTo((offset + 140_000 + 3 * 90_000) & 0xffffffffL);
        assertThat(report.packetCount()).isEqualTo(1);
        assertThat(report.octetCount()).isEqualTo(200);
        assertThat(report.reportBlocks()).isEqualTo(List.of());
    }

    @Test
    void guessesTheClockUntilTheSourceTellsIt() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        long before = sent.path().ntpTime();
        send(1, 10, 50_000, 0);
        long timestamp = sent.take().timestamp();
        SenderReport report = sender.report(before + (1L << 32));
        assertThat((report.rtpTimestamp() - timestamp) & 0xffffffffL).isBetween(80_000L, 90_000L);
    }

    /** The first report that a receiver gets counts most: it sets how sound and picture are played. */
    @Test
    void reportsTheSourcesClockFromTheFirstPacketOn() {
        sender.negotiate(Negotiated.of(96, "1", 1, 2));
        long ntp = sent.path().ntpTime() - (1L << 30);
        sender.onSenderReport(ntp, 50_000);
        send(1, 10, 50_000, 0);
        long timestamp = sent.take().timestamp();
        SenderReport report = sender.report(ntp + (1L << 32));
        assertThat(report.rtpTimestamp()).isEqualTo((timestamp + 90_000) & 0xffffffffL);
    }
}
