package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class RtpDemuxerTest {
    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final InboundSection audio = section("0", 111, Codec.OPUS);
    private final InboundSection video = section("1", 96, Codec.VP8);
    private final InboundSection video2 = section("10", 96, Codec.VP8);

    private static InboundSection section(String mid, int payloadType, Codec codec) {
        InboundSection section = new InboundSection(mid);
        section.negotiate(Map.of(payloadType, codec), Map.of(), false, mid, true);
        return section;
    }

    private static RtpPacket packet(int ssrc, int payloadType, String mid) {
        byte[] bytes = new byte[100];
        RtpPacket.writeFixedHeader(bytes, 0, false, payloadType, 1, 1, ssrc, mid != null);
        if (mid != null) {
            HeaderExtensionWriter writer = new HeaderExtensionWriter();
            writer.begin(bytes, 12).add(4, mid.getBytes()).end();
        }
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        return packet;
    }

    @Test
    void byMid() {
        demuxer.negotiate(List.of(audio, video, video2), 4, -1, Map.of());
        assertThat(demuxer.sectionFor(packet(1, 96, "10"))).isSameAs(video2);
        assertThat(demuxer.sectionFor(packet(2, 96, "1"))).isSameAs(video);
        assertThat(demuxer.sectionFor(packet(2, 96, null)))
                .as("the source is known now")
                .isSameAs(video);
        assertThat(demuxer.sectionFor(packet(3, 96, "7"))).as("no such section").isNull();
    }

    @Test
    void byAnnouncedSource() {
        demuxer.negotiate(List.of(audio, video, video2), -1, -1, Map.of(5, video2, 6, video));
        assertThat(demuxer.sectionFor(packet(5, 96, null))).isSameAs(video2);
        assertThat(demuxer.sectionFor(packet(6, 96, null))).isSameAs(video);
    }

    @Test
    void byPayloadTypeWhereOnlyOneSectionHasIt() {
        demuxer.negotiate(List.of(audio, video), 4, -1, Map.of());
        assertThat(demuxer.sectionFor(packet(1, 111, null))).isSameAs(audio);
        demuxer.negotiate(List.of(audio, video, video2), 4, -1, Map.of());
        assertThat(demuxer.sectionFor(packet(2, 96, null)))
                .as("two could be meant")
                .isNull();
        assertThat(demuxer.sectionFor(packet(3, 50, null))).isNull();
    }

    @Test
    void knowsASourceAlsoAfterALaterNegotiation() {
        demuxer.negotiate(List.of(audio, video), 4, -1, Map.of());
        demuxer.sectionFor(packet(2, 96, "1"));
        demuxer.negotiate(List.of(audio, video, video2), 4, -1, Map.of());
        assertThat(demuxer.sectionFor(packet(2, 96, null))).isSameAs(video);
        assertThat(demuxer.sectionOf(2)).isSameAs(video);
        assertThat(demuxer.sectionOf(3)).isNull();
    }

    @Test
    void remembersOnlySoManySources() {
        demuxer.negotiate(List.of(audio), 4, -1, Map.of());
        for (int ssrc = 0; ssrc < 1000; ssrc++) {
            assertThat(demuxer.sectionFor(packet(ssrc, 111, null))).isSameAs(audio);
        }
        assertThat(demuxer.sectionOf(15)).isSameAs(audio);
        assertThat(demuxer.sectionOf(16)).isNull();
    }
}
