package org.ducksoup.transport.media;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.rtcp.MalformedRtcpException;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.RtcpReader;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.rtp.rtcp.UnknownRtcp;

/** Jazzer's way to RTCP that passed SRTCP: what a participant with a program of their own may say. */
public final class RtcpFuzzer {
    /** One connection serves all inputs, because making one for each would take most of the time. */
    private static final FeedbackPath FEEDBACK = feedback();

    private RtcpFuzzer() {}

    private static FeedbackPath feedback() {
        InboundSection section = new InboundSection("1");
        section.negotiate(Map.of(96, Codec.VP8), Map.of(), true, "track", true);
        RtpDemuxer demuxer = new RtpDemuxer();
        demuxer.negotiate(List.of(section), 1, -1, Map.of());
        OutboundPath outbound = new OutboundPath(1);
        FeedbackPath feedback = new FeedbackPath(demuxer, outbound, report -> {});
        feedback.add(new TrackSender(new OutboundTrack("s", "t", Codec.VP8, "c"), 7, 1, outbound));
        for (int i = 0; i < 20; i++) {
            outbound.transportSequence().number(1200, i);
        }
        return feedback;
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            List<RtcpPacket> packets = RtcpReader.read(input, 0, input.length);
            if (packets.stream().noneMatch(UnknownRtcp.class::isInstance)) {
                byte[] written = new byte[1500 + input.length * 2];
                RtcpReader.read(written, 0, RtcpWriter.write(packets, written, 0));
            }
        } catch (MalformedRtcpException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says why", refused);
            }
        }
        // Inside a larger array, as in the receive buffer: nothing of what is around may be read.
        byte[] around = new byte[input.length + 40];
        Arrays.fill(around, (byte) 0xff);
        System.arraycopy(input, 0, around, 20, input.length);
        FEEDBACK.onCompound(around, 20, input.length, 1_000_000_000L);
    }
}
