package org.ducksoup.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ducksoup.rtp.rtcp.RtcpSamples.arrival;
import static org.ducksoup.rtp.rtcp.RtcpSamples.arrivals;
import static org.ducksoup.rtp.rtcp.RtcpSamples.listed;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ducksoup.rtp.HexText;
import org.ducksoup.rtp.rtcp.RtcpSamples.Arrival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportFeedbackTest {

    /** Reads feedback on {@code count} packets from 0 on; fills up to 32 bits and puts the header before it. */
    private static TransportFeedback read(int count, String chunksAndDeltas) throws MalformedRtcpException {
        String body = "00000001 00000002 0000" + String.format("%04x", count) + "000000 00" + chunksAndDeltas;
        int length = HexText.bytes(body).length;
        int words = (length + 3) / 4;
        byte[] bytes = HexText.bytes("8fcd" + String.format("%04x", words) + body + "00".repeat(4 * words - length));
        return (TransportFeedback) RtcpReader.read(bytes, 0, bytes.length).get(0);
    }

    private static List<Integer> sequenceNumbers(TransportFeedback feedback) {
        return listed(feedback.arrivals()).stream().map(Arrival::sequenceNumber).toList();
    }

    @Test
    void readsARunOfLateArrivals() throws MalformedRtcpException {
        assertThat(listed(read(3, "4003 8000 0000 7fff").arrivals()))
                .containsExactly(arrival(0, -32768), arrival(1, 0), arrival(2, 32767));
    }

    @Test
    void readsChunksOfAllKindsInOneFeedback() throws MalformedRtcpException {
        TransportFeedback feedback = read(30, "0005 9f1c c950 2004 01 02 03 04 05 06 07 08 0100 0a 0b 0c 0d 0e 0f 10");
        assertThat(sequenceNumbers(feedback))
                .containsExactly(6, 7, 8, 9, 10, 14, 15, 16, 20, 21, 22, 23, 26, 27, 28, 29);
        assertThat(listed(feedback.arrivals())).contains(arrival(20, 256), arrival(21, 10), arrival(29, 16));
    }

    @Test
    void symbolsBeyondTheCountAreIgnored() throws MalformedRtcpException {
        assertThat(sequenceNumbers(read(2, "bfff 01 02"))).containsExactly(0, 1);
        assertThat(sequenceNumbers(read(2, "d7ff 01 02"))).containsExactly(0, 1);
        assertThat(sequenceNumbers(read(2, "3fff 01 02"))).containsExactly(0, 1);
    }

    @Test
    void emptyRunsSayNothing() throws MalformedRtcpException {
        assertThat(sequenceNumbers(read(1, "0000 2000 6000 2001 01"))).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 2003 0102", // a run, and a delta less than it says
        "6, 4002 2004 0001 0002", // enough for the first run, not for both
        "2, 4002 0001", // half of what large deltas take
        "7, d5aa 010203040506", // a vector of four small and three large deltas
        "14, bfff 0102030405060708090a", // one of small deltas
        "8191, 3fff 0000", // a run of thousands
        "5, 6005 0102030405ff", // a reserved status in a run
        "7, f000 010203ff0405", // and in a vector
        "5, 0004 0000", // chunks that do not reach the count
    })
    void chunksThatTheRestContradictsAreMalformed(int count, String chunksAndDeltas) {
        assertThatThrownBy(() -> read(count, chunksAndDeltas)).isInstanceOf(MalformedRtcpException.class);
    }

    @Test
    void sixteenBytesAbout65535PacketsCostLittle() throws MalformedRtcpException {
        String lost = "1fff".repeat(8) + "0007";
        String arrived = "3fff".repeat(8) + "2007";
        assertThat(read(65535, lost).packetStatusCount()).isEqualTo(65535);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] datagram = new byte[4000];
        int length = RtcpWriter.write(List.of(read(65535, lost)), datagram, 0);
        byte[] lie = datagram.clone();
        for (int chunk = 20; chunk < 38; chunk += 2) {
            lie[chunk] |= 0x20;
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        RtcpReader.read(datagram, 0, length);
        assertThatThrownBy(() -> read(65535, arrived)).isInstanceOf(MalformedRtcpException.class);
        assertThatThrownBy(() -> RtcpReader.read(lie, 0, length)).isInstanceOf(MalformedRtcpException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000L);
        assertThat(length).isEqualTo(40);
    }

    @Test
    void everyPatternOfArrivalsComesBack() throws MalformedRtcpException {
        Random random = new Random(15);
        byte[] bytes = new byte[8192];
        for (int i = 0; i < 5000; i++) {
            int base = random.nextInt(65536);
            int count = 1 + random.nextInt(i % 50 == 0 ? 3000 : 60);
            TransportFeedback feedback =
                    new TransportFeedback(1, 2, base, count, -i, i & 0xff, arrivals(stretches(random, base, count)));
            int length = RtcpWriter.write(List.of(feedback), bytes, 0);
            assertThat(RtcpReader.read(bytes, 0, length)).containsExactly(feedback);
        }
    }

    /** Stretches of one behaviour each, as networks make them. */
    private static List<Arrival> stretches(Random random, int base, int count) {
        List<Arrival> arrivals = new ArrayList<>();
        int behaviour = 0;
        for (int i = 0; i < count; i++) {
            behaviour = random.nextInt(10) == 0 ? random.nextInt(4) : behaviour;
            int sequence = (base + i) & 0xffff;
            int kind = behaviour == 3 ? random.nextInt(3) : behaviour;
            if (kind == 1) {
                arrivals.add(arrival(sequence, random.nextInt(256)));
            } else if (kind == 2) {
                arrivals.add(arrival(sequence, random.nextInt(65536) - 32768));
            }
        }
        return arrivals;
    }

    @Test
    void choosesTheShortestChunk() {
        assertThat(chunkBytes(8191, 1, i -> true)).isEqualTo(2);
        assertThat(chunkBytes(8192, 1, i -> true)).isEqualTo(4);
        assertThat(chunkBytes(8191, 300, i -> true)).isEqualTo(2);
        assertThat(chunkBytes(65535, 1, i -> false)).isEqualTo(18);
        assertThat(chunkBytes(28, 1, i -> i % 2 == 0)).isEqualTo(4);
        assertThat(chunkBytes(28, 300, i -> i % 2 == 0)).isEqualTo(8);
    }

    private static int chunkBytes(int count, int delta, IntPredicate arrived) {
        List<Arrival> arrivals = IntStream.range(0, count)
                .filter(arrived)
                .mapToObj(i -> arrival(i, delta))
                .toList();
        byte[] bytes = new byte[1 << 18];
        int length =
                RtcpWriter.write(List.of(new TransportFeedback(1, 2, 0, count, 0, 0, arrivals(arrivals))), bytes, 0);
        int padding = (bytes[0] & 0x20) == 0 ? 0 : bytes[length - 1];
        return length - padding - 20 - arrivals.size() * (delta > 255 ? 2 : 1);
    }

    @Test
    void refusesArrivalsOutOfPlace() {
        for (List<Arrival> arrivals : List.of(
                List.of(arrival(9, 0)),
                List.of(arrival(14, 0)),
                List.of(arrival(11, 0), arrival(11, 0)),
                List.of(arrival(12, 0), arrival(11, 0)))) {
            assertThatThrownBy(() -> new TransportFeedback(1, 2, 10, 4, 0, 0, arrivals(arrivals)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesValuesTheirFieldsCannotHold() {
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 65536, 1, 0, 0, Arrivals.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 0, 0, 0, 0, Arrivals.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 0, 65536, 0, 0, Arrivals.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 0, 1, 0x800000, 0, Arrivals.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 0, 1, 0, 256, Arrivals.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arrivals(List.of(arrival(0, 32768)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arrivals(List.of(arrival(0, -32769)))).isInstanceOf(IllegalArgumentException.class);
    }
}
