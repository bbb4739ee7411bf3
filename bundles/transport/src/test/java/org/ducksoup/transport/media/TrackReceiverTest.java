package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.nack.NackGenerator;
import org.junit.jupiter.api.Test;

/** Situations in which only a key frame helps. */
class TrackReceiverTest {
    private final byte[] bytes = new byte[112];
    private final RtpPacket packet = new RtpPacket();
    private int told;
    private long millis = 1000;

    private TrackReceiver receiver(Codec codec) {
        TrackReceiver receiver = new TrackReceiver(codec, "track", 42, new FakeReturnPath());
        receiver.whenBroken(() -> told++);
        return receiver;
    }

    private void receive(TrackReceiver receiver, int sequenceNumber) {
        RtpPacket.writeFixedHeader(bytes, 0, false, 96, sequenceNumber, sequenceNumber * 900L, 42, false);
        packet.wrap(bytes, 0, bytes.length);
        receiver.accept(packet, TimeUnit.MILLISECONDS.toNanos(millis));
        millis += 10;
    }

    @Test
    void afterAnOutageItIsToldOnce() {
        TrackReceiver video = receiver(Codec.VP8);
        receive(video, 65_500);
        receive(video, 65_501);
        millis += 1000;
        receive(video, 64);
        receive(video, 65);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void moreThanCanBeAskedForIsToldHoweverShortItWas() {
        TrackReceiver video = receiver(Codec.H264);
        receive(video, 1);
        receive(video, 2 + NackGenerator.MAX_MISSING + 1);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void whatWasAskedForTooOftenInVainIsToldWithTheNextPacket() {
        TrackReceiver video = receiver(Codec.VP8);
        receive(video, 1);
        receive(video, 3);
        for (int i = 4; told == 0 && i < 300; i++) {
            receive(video, i);
            video.requestMissing(TimeUnit.MILLISECONDS.toNanos(millis));
        }
        assertThat(told).isEqualTo(1);
        receive(video, 300);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void whatCanBeSentAgainAndPausesAreNoMatter() {
        TrackReceiver video = receiver(Codec.VP8);
        receive(video, 1);
        receive(video, 5);
        millis += 5000;
        receive(video, 2);
        receive(video, 3);
        receive(video, 4);
        millis += 5000;
        receive(video, 6);
        assertThat(told).isZero();
    }

    @Test
    void soundNeedsNoKeyFrame() {
        TrackReceiver audio = receiver(Codec.OPUS);
        receive(audio, 1);
        millis += 5000;
        receive(audio, 400);
        assertThat(told).isZero();
    }
}
