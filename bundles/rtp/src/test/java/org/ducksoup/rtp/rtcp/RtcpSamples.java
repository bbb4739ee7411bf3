package org.ducksoup.rtp.rtcp;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ducksoup.rtp.HexText;
import org.junit.jupiter.params.provider.Arguments;

/** Each kind of packet beside its bytes, laid out by hand from the diagrams of the RFCs. */
final class RtcpSamples {

    static final ReportBlock BLOCK =
            new ReportBlock(0x90000001, 0x4c, -2, 0x1_0002L, 0xffffffffL, 0xb7052000, 0x00054000);
    private static final String BLOCK_BYTES = "90000001 4c fffffe 00010002 ffffffff b7052000 00054000";

    private RtcpSamples() {}

    static Stream<Arguments> packets() {
        return Stream.concat(reports(), Stream.concat(feedback(), transportFeedback()));
    }

    private static Arguments sample(RtcpPacket packet, String bytes) {
        return Arguments.of(packet, HexText.bytes(bytes));
    }

    /** RFC 3550 sections 6.4.1, 6.4.2, 6.5 and 6.6. */
    private static Stream<Arguments> reports() {
        String sender = "80000005 b44db705 20000000 fedcba98 00000064 ffffffff";
        return Stream.of(
                sample(senderReport(List.of()), "80 c8 0006" + sender),
                sample(senderReport(List.of(BLOCK, BLOCK)), "82 c8 0012" + sender + BLOCK_BYTES + BLOCK_BYTES),
                sample(new ReceiverReport(7, List.of()), "80 c9 0001 00000007"),
                sample(new ReceiverReport(7, List.of(BLOCK)), "81 c9 0007 00000007" + BLOCK_BYTES),
                sample(new SourceDescription(List.of()), "80 ca 0000"),
                sample(sourceDescription("ab"), "81 ca 0003 00000001 01 02 6162 00000000"),
                sample(sourceDescription("a"), "81 ca 0002 00000001 01 01 61 00"),
                sample(sourceDescription(""), "81 ca 0002 00000001 00000000"),
                sample(
                        new SourceDescription(
                                List.of(new SourceDescription.Chunk(1, "é"), new SourceDescription.Chunk(-1, "abc"))),
                        "82 ca 0006 00000001 01 02 c3a9 00000000 ffffffff 01 03 616263 000000"),
                sample(new Goodbye(List.of(), ""), "80 cb 0000"),
                sample(new Goodbye(List.of(1, -2), ""), "82 cb 0002 00000001 fffffffe"),
                sample(new Goodbye(List.of(1), "bye"), "81 cb 0002 00000001 03 627965"),
                sample(new Goodbye(List.of(1), "ciao"), "81 cb 0003 00000001 04 6369616f 000000"));
    }

    /** RFC 4585 sections 6.2.1 and 6.3.1, RFC 5104 section 4.3.1, draft-alvestrand-rmcat-remb-03 section 2.2. */
    private static Stream<Arguments> feedback() {
        return Stream.of(
                sample(new PictureLossIndication(1, -2), "81 ce 0002 00000001 fffffffe"),
                sample(fullIntraRequest(), "84 ce 0006 00000001 00000000 00000002 ff000000 80000003 00000000"),
                sample(new GenericNack(1, 2, List.of(100)), "81 cd 0003 00000001 00000002 0064 0000"),
                sample(
                        new GenericNack(1, 2, List.of(65534, 65535, 0, 14, 15, 600)),
                        "81 cd 0005 00000001 00000002 fffe 8003 000f 0000 0258 0000"),
                sample(estimate(0), "8f ce 0004 00000001 00000000 52454d42 00 000000"),
                sample(estimate(262_143, 9), "8f ce 0005 00000001 00000000 52454d42 01 03ffff 00000009"),
                sample(estimate(1_000_000, 9), "8f ce 0005 00000001 00000000 52454d42 01 0bd090 00000009"),
                sample(
                        estimate(0x3ffffL << 45, 9, -1),
                        "8f ce 0006 00000001 00000000 52454d42 02 b7ffff 00000009 ffffffff"));
    }

    /** The examples of chunks in draft-holmer-rmcat-transport-wide-cc-extensions-01 sections 3.1.3 and 3.1.4. */
    private static Stream<Arguments> transportFeedback() {
        String head = "00000001 00000002";
        return Stream.of(
                sample(
                        new TransportFeedback(1, 2, 5, 221, -1, 255, Arrivals.NONE),
                        "af cd 0005" + head + "0005 00dd ffffff ff 00dd 0002"),
                sample(
                        new TransportFeedback(1, 2, 65534, 14, 0x123456, 7, arrivals(65535, 0, 1, 2, 3, 7, 8, 9)),
                        "af cd 0007" + head + "fffe 000e 123456 07 9f1c 0001020304050607 0002"),
                sample(
                        new TransportFeedback(
                                1,
                                2,
                                0,
                                7,
                                0x7fffff,
                                0,
                                arrivals(List.of(
                                        arrival(1, -1),
                                        arrival(2, 256),
                                        arrival(3, 255),
                                        arrival(4, 0),
                                        arrival(5, 32767)))),
                        "af cd 0007" + head + "0000 0007 7fffff 00 ca58 ffff 0100 ff 00 7fff 0002"),
                sample(
                        new TransportFeedback(1, 2, 10, 1, 0, 0, arrivals(List.of(arrival(10, 4)))),
                        "af cd 0005" + head + "000a 0001 000000 00 2001 04 01"),
                sample(
                        new TransportFeedback(1, 2, 10, 2, 0, 0, arrivals(List.of(arrival(10, 4), arrival(11, 8)))),
                        "8f cd 0005" + head + "000a 0002 000000 00 2002 04 08"));
    }

    /** One of {@link Arrivals}. */
    record Arrival(int sequenceNumber, int delta) {}

    static Arrival arrival(int sequenceNumber, int delta) {
        return new Arrival(sequenceNumber, delta);
    }

    static Arrivals arrivals(List<Arrival> listed) {
        Arrivals.Builder arrivals = new Arrivals.Builder(0);
        listed.forEach(arrival -> arrivals.add(arrival.sequenceNumber, arrival.delta));
        return arrivals.build();
    }

    static List<Arrival> listed(Arrivals arrivals) {
        return IntStream.range(0, arrivals.size())
                .mapToObj(i -> arrival(arrivals.sequenceNumber(i), arrivals.delta(i)))
                .toList();
    }

    private static Arrivals arrivals(int... sequenceNumbers) {
        return arrivals(IntStream.range(0, sequenceNumbers.length)
                .mapToObj(i -> arrival(sequenceNumbers[i], i))
                .toList());
    }

    private static SenderReport senderReport(List<ReportBlock> blocks) {
        return new SenderReport(0x80000005, 0xb44db705_20000000L, 0xfedcba98L, 100, 0xffffffffL, blocks);
    }

    private static SourceDescription sourceDescription(String cname) {
        return new SourceDescription(List.of(new SourceDescription.Chunk(1, cname)));
    }

    private static FullIntraRequest fullIntraRequest() {
        return new FullIntraRequest(
                1, List.of(new FullIntraRequest.Entry(2, 255), new FullIntraRequest.Entry(0x80000003, 0)));
    }

    private static ReceiverEstimatedMaximumBitrate estimate(long bitsPerSecond, Integer... ssrcs) {
        return new ReceiverEstimatedMaximumBitrate(1, bitsPerSecond, List.of(ssrcs));
    }
}
