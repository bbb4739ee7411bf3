package org.ducksoup.microbench;

import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The header of a packet of 1000 bytes: read as the receive path does, written as for one receiver. */
@State(Scope.Thread)
public class RtpBenchmark {
    private static final int LENGTH = 1000;

    private final byte[] received = Packets.rtp(42, 7, LENGTH, 0);
    private final byte[] sent = new byte[LENGTH + 100];
    private final RtpPacket packet = new RtpPacket();
    private final HeaderExtensionWriter extensions = new HeaderExtensionWriter();
    private int sequenceNumber;

    @Benchmark
    public int parse() {
        if (!packet.wrap(received, 0, LENGTH)) {
            throw new IllegalStateException("not an RTP packet");
        }
        return packet.extensionOffset(Packets.TRANSPORT_WIDE)
                + packet.extensionOffset(Packets.MID)
                + packet.sequenceNumber()
                + packet.payloadOffset();
    }

    @Benchmark
    public byte[] rewrite() {
        packet.wrap(received, 0, LENGTH);
        int at = Packets.writeHeader(extensions, sent, 43, sequenceNumber++ & 0xffff);
        System.arraycopy(packet.buffer(), packet.payloadOffset(), sent, at, packet.payloadLength());
        return sent;
    }
}
