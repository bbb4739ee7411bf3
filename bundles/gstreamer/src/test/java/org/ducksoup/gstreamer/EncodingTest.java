package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves the encoder: its bitrate, key frames, and as many pictures as there should be. */
@Tag("paced")
final class EncodingTest {
    private static final String SIZE = "video/x-raw,width=640,height=480,framerate=30/1";

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() throws Exception {
        factory = Specifications.factory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void theEncoderFollowsItsTarget(Codec codec) throws Exception {
        RtpRecording busy =
                RtpRecording.of(codec, "videotestsrc num-buffers=210 pattern=smpte horizontal-speed=9 ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        long high;
        long low;
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(
                        codec, new Picture(400, 300, 30), Specifications.element("coloreffects", "preset", "xray"))),
                output)) {
            output.awaitStart();
            pipeline.setTargetBitrate(MediaKind.VIDEO, new Bitrate(900_000));
            Thread sender = busy.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 60);
            int from = output.count();
            output.awaitFrames(MediaKind.VIDEO, 90);
            high = bitsOf(output.since(from));
            pipeline.setTargetBitrate(MediaKind.VIDEO, new Bitrate(300_000));
            output.awaitFrames(MediaKind.VIDEO, 150);
            from = output.count();
            output.awaitFrames(MediaKind.VIDEO, 180);
            low = bitsOf(output.since(from));
            sender.join();
        }
        System.out.printf("%s: asked for 900 and 300 kbit/s, came %d and %d kbit/s%n", codec, high / 1000, low / 1000);
        assertThat(high).isBetween(550_000L, 1_300_000L);
        assertThat(low).isBetween(120_000L, 450_000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void aKeyFrameComesWhenAskedFor(Codec codec) throws Exception {
        RtpRecording stream = RtpRecording.of(codec, "videotestsrc num-buffers=90 pattern=ball ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        int mark;
        long asked;
        long before;
        try (MediaPipeline pipeline = factory.build(Specifications.of(Specifications.video(codec)), output)) {
            output.awaitStart();
            Thread sender = stream.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 45);
            mark = output.count();
            before = keyFrames(codec, output.since(0));
            asked = System.nanoTime();
            pipeline.requestKeyFrame();
            sender.join();
        }
        List<CollectedOutput.Received> after = output.since(mark);
        assertThat(before).as("key frames in the beginning").isEqualTo(1);
        assertThat(keyFrames(codec, after)).isEqualTo(1);
        long came = after.stream()
                .filter(p -> p.beginsKeyFrame(codec))
                .findFirst()
                .orElseThrow()
                .nanos();
        System.out.printf("%s: key frame %d ms after it was asked for%n", codec, (came - asked) / 1_000_000);
        assertThat(came - asked).isLessThan(300_000_000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void asksForAKeyFrameWhenItCannotBegin(Codec codec) throws Exception {
        RtpRecording stream = RtpRecording.of(codec, "videotestsrc num-buffers=60 pattern=ball ! " + SIZE);
        int afterFirstFrame = 1;
        while (!stream.packets().get(afterFirstFrame - 1).marker()) {
            afterFirstFrame++;
        }
        CollectedOutput whole = CollectedOutput.of(factory, stream, Specifications.video(codec));
        CollectedOutput output =
                CollectedOutput.of(factory, stream.without(afterFirstFrame), Specifications.video(codec));
        System.out.printf(
                "%s: %d wishes without a key frame, %d with one%n",
                codec, output.keyFrameWishes.get(), whole.keyFrameWishes.get());
        assertThat(output.keyFrameWishes).hasValueGreaterThan(20);
        // Each packet before the first complete key frame, such as a parameter set, causes one request.
        assertThat(whole.keyFrameWishes).hasValueLessThan(4);
        assertThat(output.frames(MediaKind.VIDEO))
                .as("pictures made of nothing")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void aStillSceneKeepsItsFrameRate(Codec codec) throws Exception {
        RtpRecording still = RtpRecording.of(codec, "videotestsrc num-buffers=120 pattern=smpte ! " + SIZE);
        CollectedOutput output = CollectedOutput.of(
                factory, still, Specifications.video(codec, Specifications.element("coloreffects", "preset", "sepia")));
        long frames = output.frames(MediaKind.VIDEO);
        System.out.printf("%s: %d of 120 frames of a still scene%n", codec, frames);
        assertThat(frames).isBetween(116L, 120L);
    }

    @Test
    void tooManyFramesAreLeftOut() throws Exception {
        RtpRecording fast = RtpRecording.of(
                Codec.VP8,
                "videotestsrc num-buffers=120 pattern=ball ! video/x-raw,width=320,height=240,framerate=60/1");
        CollectedOutput output =
                CollectedOutput.of(factory, fast, Specifications.video(Codec.VP8, new Picture(320, 240, 15)));
        assertThat(output.frames(MediaKind.VIDEO)).isBetween(26L, 33L);
    }

    @Test
    void aFreeFrameRateIsThatOfTheSender() throws Exception {
        RtpRecording fast = RtpRecording.of(
                Codec.VP8,
                "videotestsrc num-buffers=90 pattern=ball ! video/x-raw,width=320,height=240,framerate=60/1");
        CollectedOutput output =
                CollectedOutput.of(factory, fast, Specifications.video(Codec.VP8, new Picture(320, 240, 0)));
        assertThat(output.frames(MediaKind.VIDEO)).isBetween(85L, 90L);
    }

    private static long bitsOf(List<CollectedOutput.Received> packets) {
        return packets.stream().mapToLong(p -> p.bytes().length * 8L).sum();
    }

    private static long keyFrames(Codec codec, List<CollectedOutput.Received> packets) {
        return packets.stream()
                .filter(p -> p.beginsKeyFrame(codec))
                .map(CollectedOutput.Received::timestamp)
                .distinct()
                .count();
    }
}
