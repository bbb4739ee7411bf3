package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.ducksoup.rtp.rtcp.ReceiverReport;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.RtcpReader;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.rtp.rtcp.SourceDescription;
import org.ducksoup.transport.negotiation.NegotiationTest;
import org.junit.jupiter.api.Test;

class ReportTimerTest {
    private final SentPackets sent = new SentPackets();
    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final FeedbackPath feedback = new FeedbackPath(demuxer, sent.path(), feedback -> {});
    private final ReportTimer reports =
            new ReportTimer(sent.path(), feedback, demuxer, new ReceiveLimit(demuxer, 77, new Bitrate(1_264_000)));

    private void send(int tracks) {
        for (int ssrc = 1000; ssrc < 1000 + tracks; ssrc++) {
            TrackSender sender = new TrackSender(
                    new OutboundTrack("s", "t", Codec.VP8, "0d7a7b0c-2b1e-4b3e-8a4e-6f3d1a2b9c10"),
                    ssrc,
                    1,
                    sent.path());
            sender.negotiate(TrackSender.Negotiated.of(96, "1", 1, 2));
            feedback.add(sender);
            sender.onPacket(NegotiationTest.packet(5, 96), 0);
            sent.discard();
        }
        reports.send();
    }

    /** Whatever the number of tracks, nothing is larger than a datagram should be and nothing is left out. */
    @Test
    void reportsEveryTrackInDatagramsOfDecentSize() throws Exception {
        for (int tracks : new int[] {0, 1, 2, 14, 30, 60}) {
            ReportTimerTest fresh = new ReportTimerTest();
            fresh.send(tracks);
            Set<Integer> reported = new HashSet<>();
            Set<Integer> named = new HashSet<>();
            List<RtcpPacket> all = new ArrayList<>();
            while (!fresh.sent.isEmpty()) {
                byte[] compound = fresh.sent.takeControl();
                assertThat(compound.length).isLessThanOrEqualTo(1200);
                List<RtcpPacket> packets = RtcpReader.read(compound, 0, compound.length);
                all.addAll(packets);
                assertThat(packets.get(0)).isInstanceOf(ReceiverReport.class);
            }
            for (RtcpPacket packet : all) {
                if (packet instanceof SenderReport report) {
                    reported.add(report.ssrc());
                } else if (packet instanceof SourceDescription description) {
                    description.chunks().forEach(chunk -> named.add(chunk.ssrc()));
                }
            }
            assertThat(reported).hasSize(tracks);
            assertThat(named).hasSize(tracks + 1).containsAll(reported);
            assertThat(all).noneMatch(ReceiverEstimatedMaximumBitrate.class::isInstance);
        }
    }
}
