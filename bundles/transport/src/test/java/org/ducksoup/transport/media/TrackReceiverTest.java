package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.nack.NackGenerator;
import org.junit.jupiter.api.Test;

/** Situations in which only a key frame helps, and the loudness of sound. */
class TrackReceiverTest {
    private final byte[] bytes = new byte[112];
    private final RtpPacket packet = new RtpPacket();
    private int told;
    private long millis = 1000;
    private final InboundSection section = new InboundSection("track");
    private final List<String> heard = new ArrayList<>();

    private TrackReceiver receiver(Codec codec) {
        TrackReceiver receiver = new TrackReceiver(codec, section, 42, new FakeReturnPath());
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

    private TrackReceiver voice() {
        section.negotiateAudioLevel(5);
        TrackReceiver audio = receiver(Codec.OPUS);
        audio.listen((level, arrivalNanos) -> heard.add(level + " at " + TimeUnit.NANOSECONDS.toMillis(arrivalNanos)));
        audio.forwardTo((lent, arrivalNanos) -> heard.add("packet " + lent.sequenceNumber()));
        return audio;
    }

    private RtpPacket loud(int sequenceNumber, int level) {
        RtpPacket.writeFixedHeader(bytes, 0, false, 111, sequenceNumber, sequenceNumber * 960L, 42, true);
        new HeaderExtensionWriter()
                .begin(bytes, 12)
                .add(1, new byte[] {'0'})
                .add(5, new byte[] {(byte) level})
                .end();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        return packet;
    }

    /** A packet with this block of extensions behind its fixed header. */
    private RtpPacket extended(int sequenceNumber, int profile, int... block) {
        RtpPacket.writeFixedHeader(bytes, 0, false, 111, sequenceNumber, sequenceNumber * 960L, 42, true);
        bytes[12] = (byte) (profile >> 8);
        bytes[13] = (byte) profile;
        bytes[14] = 0;
        bytes[15] = (byte) (block.length / 4);
        for (int i = 0; i < block.length; i++) {
            bytes[16 + i] = (byte) block[i];
        }
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        return packet;
    }

    @Test
    void theLoudnessIsToldBeforeThePacketGoesOn() {
        TrackReceiver audio = voice();
        assertThat(audio.hasAudioLevel()).isTrue();
        audio.accept(loud(1, 127), 20_000_000);
        audio.accept(loud(3, 0x80 | 20), 40_000_000);
        audio.accept(loud(2, 0), 41_000_000);
        assertThat(heard)
                .as("in the order of arrival, and without the flag for speech")
                .containsExactly("127 at 20", "packet 1", "20 at 40", "packet 3", "0 at 41", "packet 2");
    }

    @Test
    void whatComesAgainSaysNothing() {
        TrackReceiver audio = voice();
        audio.accept(loud(1, 50), 20_000_000);
        audio.accept(loud(1, 50), 21_000_000);
        audio.acceptRetransmission(loud(2, 60), 40_000_000);
        audio.accept(loud(2, 60), 41_000_000);
        assertThat(heard).containsExactly("50 at 20", "packet 1", "packet 2");
    }

    @Test
    void bothFormsOfExtensionsAreRead() {
        TrackReceiver audio = voice();
        audio.accept(extended(1, 0xbede, 0x50, 33, 0, 0), 20_000_000);
        audio.accept(extended(2, 0x1000, 5, 1, 34, 0), 40_000_000);
        assertThat(heard).containsExactly("33 at 20", "packet 1", "34 at 40", "packet 2");
    }

    @Test
    void aPacketWithoutALoudnessOrWithOneOfNoSenseGoesOn() {
        TrackReceiver audio = voice();
        RtpPacket.writeFixedHeader(bytes, 0, false, 111, 1, 960, 42, false);
        packet.wrap(bytes, 0, bytes.length);
        audio.accept(packet, 20_000_000);
        audio.accept(extended(2, 0x1000, 5, 0, 0, 0), 40_000_000);
        audio.accept(extended(3, 0x1000, 5, 3, 1, 2, 3, 0, 0, 0), 60_000_000);
        audio.accept(extended(4, 0xbede, 0x52, 1, 2, 3), 80_000_000);
        audio.accept(extended(5, 0xbede, 0x5f, 1, 2, 3), 100_000_000);
        audio.accept(extended(6, 0x1000, 5, 200, 2, 3), 120_000_000);
        audio.accept(extended(7, 0xbede, 0xf0, 1, 0x50, 3), 140_000_000);
        audio.accept(extended(8, 0x1234, 0x50, 1, 0, 0), 160_000_000);
        audio.accept(extended(9, 0xbede), 180_000_000);
        assertThat(heard)
                .containsExactly(
                        "packet 1",
                        "packet 2",
                        "packet 3",
                        "packet 4",
                        "packet 5",
                        "packet 6",
                        "packet 7",
                        "packet 8",
                        "packet 9");
    }

    @Test
    void theLastAnswerCounts() {
        TrackReceiver audio = voice();
        section.negotiateAudioLevel(-1);
        assertThat(audio.hasAudioLevel()).isFalse();
        audio.accept(loud(1, 50), 20_000_000);
        section.negotiateAudioLevel(1);
        assertThat(audio.hasAudioLevel()).isTrue();
        audio.accept(loud(2, 50), 40_000_000);
        assertThat(heard).containsExactly("packet 1", (int) '0' + " at 40", "packet 2");
    }

    @Test
    void withoutAListenerNothingIsMissed() {
        section.negotiateAudioLevel(5);
        TrackReceiver audio = receiver(Codec.OPUS);
        audio.accept(loud(1, 50), 20_000_000);
        assertThat(audio.statistics().packets()).isEqualTo(1);
    }
}
