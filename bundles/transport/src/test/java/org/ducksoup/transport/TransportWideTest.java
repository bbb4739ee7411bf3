package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;
import org.ducksoup.rtp.rtcp.Arrivals;
import org.ducksoup.rtp.rtcp.RtcpReader;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.ducksoup.transport.twcc.ArrivalRecorder;
import org.ducksoup.transport.twcc.TransportSequence;
import org.junit.jupiter.api.Test;

/** What one side counts, the other reports, over the bytes of RTCP. */
class TransportWideTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final TransportSequence sent = new TransportSequence();
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private final List<PacketResult> results = new ArrayList<>();
    private final List<Long> intervals = new ArrayList<>();

    private void report(long now) throws Exception {
        TransportFeedback feedback = arrivals.report(7, now);
        byte[] bytes = new byte[1500];
        int length = RtcpWriter.write(List.of(feedback), bytes, 0);
        assertThat(length).isLessThan(1200);
        results.addAll(
                sent.match((TransportFeedback) RtcpReader.read(bytes, 0, length).get(0))
                        .packets());
    }

    /** 100 000 packets, with loss, reordering and jitter, over the wrap of both numbers. */
    @Test
    void everyPacketIsToldOnceAndItsArrivalWithinAQuarterMillisecond() throws Exception {
        Random random = new Random(1);
        long[] arrived = new long[100_000];
        long lastReport = 0;
        int late = -1;
        for (int i = 0; i < arrived.length; i++) {
            // The clock's origin is anywhere, and the reference time wraps in the middle.
            long now = (1L << 24) * 64 * MILLI - 200_000 * MILLI + i * 4 * MILLI + random.nextInt(3_000_000);
            int number = sent.number(100 + i % 1000, i * 4 * MILLI);
            assertThat(number).isEqualTo(i & 0xffff);
            if (random.nextInt(20) == 0) {
                continue;
            }
            if (late < 0 && random.nextInt(50) == 0) {
                late = i;
                continue;
            }
            arrive(i, now, arrived);
            if (late >= 0 && i - late > 3) {
                arrive(late, now, arrived);
                late = -1;
            }
            if (arrivals.isDue(now)) {
                intervals.add(lastReport == 0 ? 0 : now - lastReport);
                lastReport = now;
                report(now);
            }
        }
        assertThat(intervals.stream().skip(1)).allMatch(nanos -> nanos >= 70 * MILLI && nanos <= 100 * MILLI);
        List<PacketResult> told = results.stream()
                .filter(r -> r.arrivalNanos() != PacketResult.LOST)
                .toList();
        long there = java.util.Arrays.stream(arrived).filter(a -> a != 0).count();
        assertThat(told.size()).isBetween((int) there - 40, (int) there);
        PacketResult first = told.get(0);
        for (PacketResult result : told) {
            int index = (int) (result.sentNanos() / (4 * MILLI));
            assertThat(result.bytes()).isEqualTo(100 + index % 1000);
            long measured = arrived[index] - arrived[(int) (first.sentNanos() / (4 * MILLI))];
            assertThat(Math.abs(result.arrivalNanos() - first.arrivalNanos() - measured))
                    .isLessThanOrEqualTo(250_000);
        }
        assertThat(told.stream().map(PacketResult::sentNanos)).doesNotHaveDuplicates();
        long lost = results.stream()
                .filter(r -> r.arrivalNanos() == PacketResult.LOST)
                .count();
        assertThat(lost).isBetween(4000L, 9000L);
    }

    private void arrive(int index, long now, long[] arrived) {
        arrived[index] = now;
        arrivals.onPacket(index & 0xffff, 42, now);
        arrivals.onPacket(index & 0xffff, 42, now + MILLI);
    }

    @Test
    void goesOnAfterAnOutageOfAnyLength() throws Exception {
        for (int number : new int[] {10, 11, 5000, 5001, 40_000, 40_001, 2}) {
            arrivals.onPacket(number, 1, number * MILLI);
            report(number * MILLI);
        }
        assertThat(arrivals.isDue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void reportsOfStrangersPacketsTellNothing() {
        for (int i = 0; i < 10; i++) {
            sent.number(100, i);
        }
        assertThat(sent.match(new TransportFeedback(1, 1, 20, 0xffff - 30, 0, 0, Arrivals.NONE))
                        .packets())
                .isEmpty();
        assertThat(sent.match(new TransportFeedback(1, 1, 0, 65_535, 0, 0, Arrivals.NONE))
                        .packets())
                .hasSize(10);
        assertThat(sent.match(new TransportFeedback(1, 1, 0, 65_535, 0, 0, Arrivals.NONE))
                        .packets())
                .as("what is lost is told once, however often it is said")
                .isEmpty();
        Arrivals late = new Arrivals.Builder(1).add(3, 8).build();
        assertThat(sent.match(new TransportFeedback(1, 1, 0, 65_535, 0, 0, late))
                        .packets())
                .as("unless it has arrived after all")
                .containsExactly(new PacketResult(3, 2 * MILLI, 100));
    }

    /** A hole is filled from so far behind that everything since does not fit into a datagram. */
    @Test
    void aPacketFarBehindMakesNoReportTooLong() throws Exception {
        for (int i = 1; i < 2000; i++) {
            arrivals.onPacket(i, 1, i * MILLI);
            if (arrivals.isDue(i * MILLI)) {
                report(i * MILLI);
            }
        }
        report(2000 * MILLI);
        arrivals.onPacket(0, 1, 2001 * MILLI);
        report(2100 * MILLI);
        arrivals.onPacket(2001, 1, 2200 * MILLI);
        report(2300 * MILLI);
        assertThat(arrivals.isDue(Long.MAX_VALUE)).isFalse();
    }
}
