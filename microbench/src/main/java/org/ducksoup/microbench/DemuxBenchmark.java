package org.ducksoup.microbench;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.media.InboundSection;
import org.ducksoup.transport.media.RtpDemuxer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The section that a packet belongs to, of the two that a participant sends. */
@State(Scope.Thread)
public class DemuxBenchmark {
    private static final int LENGTH = 1000;

    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final RtpPacket sound = packet(41);
    private final RtpPacket picture = packet(42);
    private boolean odd;

    public DemuxBenchmark() {
        InboundSection voice = new InboundSection("0");
        voice.negotiate(Map.of(111, Codec.OPUS), Map.of(), true, "voice", true);
        InboundSection face = new InboundSection("1");
        face.negotiate(Map.of(Packets.PAYLOAD_TYPE, Codec.VP8), Map.of(97, 96), true, "face", true);
        demuxer.negotiate(List.of(voice, face), Packets.MID, Packets.TRANSPORT_WIDE, Map.of(41, voice));
    }

    private static RtpPacket packet(int ssrc) {
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(Packets.rtp(ssrc, 1, LENGTH, 0), 0, LENGTH)) {
            throw new IllegalStateException("not an RTP packet");
        }
        return packet;
    }

    @Benchmark
    public @Nullable InboundSection demux() {
        odd = !odd;
        return demuxer.sectionFor(odd ? picture : sound);
    }
}
