package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.junit.jupiter.api.Test;

/** The rate that a browser may send, for all tracks together. */
class ReceiveLimitTest {
    private static final long MOST = 1_264_000;

    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final ReceiveLimit limit = new ReceiveLimit(demuxer, 77, new Bitrate(MOST));
    private final TrackReceiver audio =
            new TrackReceiver(Codec.OPUS, new InboundSection("audio"), 1, new FakeReturnPath());
    private final TrackReceiver video =
            new TrackReceiver(Codec.VP8, new InboundSection("video"), 2, new FakeReturnPath());

    private void receive(TrackReceiver... receivers) {
        demuxer.negotiate(
                List.of(receivers).stream().map(ReceiveLimitTest::section).toList(), -1, -1, Map.of());
    }

    private static InboundSection section(TrackReceiver receiver) {
        InboundSection section = new InboundSection(receiver.trackId());
        section.negotiate(Map.of(96, receiver.codec()), Map.of(), true, receiver.trackId(), true);
        section.receiver(receiver);
        return section;
    }

    private long rate() {
        return limit.message().bitsPerSecond();
    }

    @Test
    void nobodyIsToldWithoutVideo() {
        receive(audio);
        assertThat(limit.message()).isNull();
    }

    @Test
    void untilAReceiverIsKnownEverythingIsWelcome() {
        receive(audio, video);
        ReceiverEstimatedMaximumBitrate message = limit.message();
        assertThat(message.ssrcs()).containsExactly(2);
        assertThat(message.bitsPerSecond()).isEqualTo(MOST);
    }

    @Test
    void whatTheReceiversOfBothCanTake() {
        receive(audio, video);
        audio.limit(new Bitrate(32_000));
        video.limit(new Bitrate(268_000));
        assertThat(rate()).isEqualTo(300_000);
        video.limit(new Bitrate(5_000_000));
        assertThat(rate()).isEqualTo(MOST);
    }

    /** A voice with an effect is encoded again, so its incoming rate is not limited. The picture is forwarded. */
    @Test
    void forwardedVideoIsLimitedBesideSoundThatIsNot() {
        receive(audio, video);
        video.limit(new Bitrate(268_000));
        assertThat(rate()).isEqualTo(268_000 + 64_000);
    }

    @Test
    void videoThatIsEncodedAnewIsNotLimited() {
        receive(audio, video);
        audio.limit(new Bitrate(32_000));
        assertThat(rate()).isEqualTo(MOST);
    }
}
