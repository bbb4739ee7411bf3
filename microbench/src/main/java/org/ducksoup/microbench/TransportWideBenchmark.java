package org.ducksoup.microbench;

import java.util.List;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.rtp.rtcp.Arrivals;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.ducksoup.transport.twcc.ArrivalRecorder;
import org.ducksoup.transport.twcc.TransportSequence;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Transport-wide congestion control for each packet: of those that arrive, and of those that are sent. */
@State(Scope.Thread)
public class TransportWideBenchmark {
    /** Of one report: 70 ms at 300 packets a second. */
    private static final int PACKETS = 21;

    private static final long GAP_NANOS = 3_333_333;

    private final ArrivalRecorder recorder = new ArrivalRecorder();
    private final TransportSequence sequence = new TransportSequence();
    private final byte[] datagram = new byte[1500];
    private long nowNanos = 1;
    private int arrived;
    private int sent;
    private int written;

    /** Notes arrivals, and writes a report about them. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int recordArrivals() {
        for (int i = 0; i < PACKETS; i++) {
            nowNanos += GAP_NANOS;
            recorder.onPacket(arrived++ & 0xffff, 42, nowNanos);
        }
        TransportFeedback report = recorder.report(1, nowNanos);
        written = report == null ? 0 : RtcpWriter.write(List.of(report), datagram, 0);
        return written;
    }

    /** Numbers packets, and looks them up when the receiver reports them. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public @Nullable ArrivalFeedback numberAndMatch() {
        int base = sent & 0xffff;
        Arrivals.Builder arrivals = new Arrivals.Builder(PACKETS);
        for (int i = 0; i < PACKETS; i++) {
            nowNanos += GAP_NANOS;
            int number = sequence.number(1000, nowNanos);
            arrivals.add(number, 13);
            sent++;
        }
        return sequence.match(
                new TransportFeedback(1, 42, base, PACKETS, (int) (nowNanos >> 26) << 8 >> 8, 0, arrivals.build()));
    }
}
