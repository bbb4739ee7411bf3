package org.ducksoup.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ducksoup.rtp.HexText;
import org.junit.jupiter.api.Test;

class RtcpContentTest {

    private static RtcpPacket readOne(String datagram) throws MalformedRtcpException {
        byte[] bytes = HexText.bytes(datagram);
        List<RtcpPacket> packets = RtcpReader.read(bytes, 0, bytes.length);
        assertThat(packets).hasSize(1);
        return packets.get(0);
    }

    private static RtcpPacket roundTrip(RtcpPacket packet) throws MalformedRtcpException {
        byte[] bytes = new byte[65536 * 4];
        return RtcpReader.read(bytes, 0, RtcpWriter.write(List.of(packet), bytes, 0))
                .get(0);
    }

    /** RFC 3550 section 6.4.1, figure 2: 0xb710:8000 less 0x0005:4000 less 0xb705:2000 is 6.125 s. */
    @Test
    void roundTripTimeOfTheFigureInRfc3550() {
        assertThat(RtcpSamples.BLOCK.roundTripTime(0xb7108000)).contains(Duration.ofMillis(6125));
        assertThat(RtcpSamples.BLOCK.roundTripTime(0xb70a6000)).contains(Duration.ZERO);
        assertThat(RtcpSamples.BLOCK.roundTripTime(0xb70a5fff)).contains(Duration.ZERO);
        assertThat(new ReportBlock(1, 0, 0, 0, 0, 0, 0).roundTripTime(5)).isEmpty();
        assertThat(new ReportBlock(1, 0, 0, 0, 0, 0xffff0000, 0x8000).roundTripTime(0x8000))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void extensionsOfReportsAreSkipped() throws MalformedRtcpException {
        assertThat(readOne("80 c9 0003 00000007 01020304 05060708")).isEqualTo(new ReceiverReport(7, List.of()));
    }

    @Test
    void otherItemsOfADescriptionAreSkipped() throws MalformedRtcpException {
        assertThat(readOne("81 ca 0004 00000001 08 03 616161 01 02 6162 02 00 00"))
                .isEqualTo(new SourceDescription(List.of(new SourceDescription.Chunk(1, "ab"))));
    }

    @Test
    void aDescriptionWithoutItsEndIsMalformed() {
        assertThatThrownBy(() -> readOne("81 ca 0002 00000001 01 02 6162")).isInstanceOf(MalformedRtcpException.class);
    }

    @Test
    void textOfWrongEncodingIsReadAsWellAsItCanBe() throws MalformedRtcpException {
        String invalid = "ff".repeat(255);
        Goodbye goodbye = (Goodbye) readOne("81 cb 0041 00000001 ff" + invalid);
        assertThat(goodbye.reason()).isEqualTo("\ufffd".repeat(255));
        assertThatThrownBy(() -> roundTrip(goodbye)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsOf255BytesAreTheLongest() throws MalformedRtcpException {
        Goodbye longest = new Goodbye(List.of(1), "é".repeat(127) + "e");
        assertThat(roundTrip(longest)).isEqualTo(longest);
        assertThatThrownBy(() -> roundTrip(new Goodbye(List.of(), "é".repeat(128))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        roundTrip(new SourceDescription(List.of(new SourceDescription.Chunk(1, "x".repeat(256))))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnsortedNackAsksForTheSamePackets() throws MalformedRtcpException {
        GenericNack read = (GenericNack) roundTrip(new GenericNack(1, 2, List.of(10, 13, 11, 9, 9, 40_000)));
        assertThat(read.lostSequenceNumbers()).containsOnly(9, 10, 11, 13, 40_000);
    }

    @Test
    void feedbackAboutNothingIsMalformed() {
        for (String datagram : List.of(
                "81 cd 0002 00000001 00000002", // no lost packet
                "84 ce 0002 00000001 00000000", // no entry
                "8f cd 0005 00000001 00000002 0000 0000 000000 00 0000 0000")) {
            assertThatThrownBy(() -> readOne(datagram)).as(datagram).isInstanceOf(MalformedRtcpException.class);
        }
    }

    @Test
    void estimatesAreRoundedDownTo18BitsAndBoundedByALong() throws MalformedRtcpException {
        assertThat(roundTrip(new ReceiverEstimatedMaximumBitrate(1, 262_145, List.of())))
                .isEqualTo(new ReceiverEstimatedMaximumBitrate(1, 262_144, List.of()));
        assertThat(roundTrip(new ReceiverEstimatedMaximumBitrate(1, Long.MAX_VALUE, List.of())))
                .isEqualTo(new ReceiverEstimatedMaximumBitrate(1, 0x3ffffL << 45, List.of()));
        for (String bitrate : List.of("ffffff", "fc0001", "fc0002", "b80002", "bbffff")) {
            assertThat(readOne("8f ce 0004 00000001 00000000 52454d42 00" + bitrate))
                    .as(bitrate)
                    .extracting("bitsPerSecond")
                    .isEqualTo(bitrate.equals("b80002") ? 2L << 46 : Long.MAX_VALUE);
        }
    }

    @Test
    void listsAreCopiedAndCannotBeChanged() throws MalformedRtcpException {
        List<Integer> ssrcs = new ArrayList<>(List.of(1, 2));
        Goodbye goodbye = new Goodbye(ssrcs, "");
        ssrcs.clear();
        assertThat(goodbye.ssrcs()).containsExactly(1, 2);
        assertThatThrownBy(() -> goodbye.ssrcs().add(3)).isInstanceOf(UnsupportedOperationException.class);
        byte[] datagram = HexText.bytes("80 c9 0001 00000007");
        List<RtcpPacket> packets = RtcpReader.read(datagram, 0, datagram.length);
        assertThatThrownBy(() -> packets.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aPacketOfMoreThan65536WordsIsRefused() {
        FullIntraRequest tooLong =
                new FullIntraRequest(1, Collections.nCopies(32_768, new FullIntraRequest.Entry(1, 1)));
        assertThatThrownBy(() -> RtcpWriter.write(List.of(tooLong), new byte[1 << 20], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("words");
    }

    @Test
    void valuesTheirFieldsCannotHoldAreRefused() {
        List<ReportBlock> blocks = Collections.nCopies(32, RtcpSamples.BLOCK);
        List<Integer> ssrcs = Collections.nCopies(256, 1);
        List<ThrowingCallable> attempts = Arrays.asList(
                () -> new ReportBlock(1, 256, 0, 0, 0, 0, 0),
                () -> new ReportBlock(1, -1, 0, 0, 0, 0, 0),
                () -> new ReportBlock(1, 0, 0x800000, 0, 0, 0, 0),
                () -> new ReportBlock(1, 0, -0x800001, 0, 0, 0, 0),
                () -> new ReportBlock(1, 0, 0, -1, 0, 0, 0),
                () -> new ReportBlock(1, 0, 0, 0, 1L << 32, 0, 0),
                () -> new SenderReport(1, 0, -1, 0, 0, List.of()),
                () -> new SenderReport(1, 0, 0, 1L << 32, 0, List.of()),
                () -> new SenderReport(1, 0, 0, 0, 1L << 32, List.of()),
                () -> new SenderReport(1, 0, 0, 0, 0, blocks),
                () -> new ReceiverReport(1, blocks),
                () -> new SourceDescription(Collections.nCopies(32, new SourceDescription.Chunk(1, "a"))),
                () -> new Goodbye(ssrcs.subList(0, 32), ""),
                () -> new GenericNack(1, 2, List.of()),
                () -> new GenericNack(1, 2, List.of(65_536)),
                () -> new GenericNack(1, 2, List.of(-1)),
                () -> new FullIntraRequest(1, List.of()),
                () -> new FullIntraRequest.Entry(1, 256),
                () -> new ReceiverEstimatedMaximumBitrate(1, -1, List.of()),
                () -> new ReceiverEstimatedMaximumBitrate(1, 1, ssrcs),
                () -> new UnknownRtcp(256, 0),
                () -> new UnknownRtcp(200, 32));
        for (int i = 0; i < attempts.size(); i++) {
            assertThatThrownBy(attempts.get(i)).as("attempt %d", i).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
