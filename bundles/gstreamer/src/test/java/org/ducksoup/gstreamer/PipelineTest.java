package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PropertyValue.FloatValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sends real packets through real pipelines, and examines the output. */
@Tag("paced")
final class PipelineTest {
    private static final String SIZE = "video/x-raw,width=640,height=480,framerate=30/1";
    private static final String ORANGE = "pattern=solid-color foreground-color=0xffc08040";

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
    void aVideoEffectChangesColours(Codec codec) throws Exception {
        RtpRecording stream = RtpRecording.of(codec, "videotestsrc num-buffers=45 " + ORANGE + " ! " + SIZE);
        int[] plain = colour(codec, CollectedOutput.of(factory, stream, Specifications.video(codec)));
        int[] recoloured = colour(
                codec,
                CollectedOutput.of(
                        factory,
                        stream,
                        Specifications.video(codec, Specifications.element("coloreffects", "preset", "xpro"))));
        int[] expected = expected("coloreffects preset=xpro");
        System.out.printf("%s: plain %s, xpro %s, expected %s%n", codec, text(plain), text(recoloured), text(expected));
        assertThat(plain).satisfies(c -> near(c, new int[] {0xc0, 0x80, 0x40}));
        assertThat(recoloured).satisfies(c -> near(c, expected));
        assertThat(Math.abs(expected[0] - plain[0])
                        + Math.abs(expected[1] - plain[1])
                        + Math.abs(expected[2] - plain[2]))
                .as("the effect is one that shows")
                .isGreaterThan(40);
    }

    @Test
    void pitchLowersATone() throws Exception {
        RtpRecording tone = RtpRecording.of(
                Codec.OPUS,
                "audiotestsrc num-buffers=150 freq=440 samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1");
        double plain = Sounds.frequency(
                CollectedOutput.of(factory, tone, Specifications.audio()).sound(), 1, 2.5);
        double lowered = Sounds.frequency(
                CollectedOutput.of(factory, tone, Specifications.audio(Specifications.element("pitch", "pitch", "0.8")))
                        .sound(),
                1,
                2.5);
        System.out.printf("440 Hz comes out as %.1f Hz, through pitch=0.8 as %.1f Hz%n", plain, lowered);
        assertThat(plain).isCloseTo(440, within(2.0));
        assertThat(lowered).isCloseTo(352, within(4.0));
    }

    @Test
    void aRampIsHeard() throws Exception {
        RtpRecording tone = RtpRecording.of(
                Codec.OPUS,
                "audiotestsrc num-buffers=250 freq=440 samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.audio(Specifications.named("pitch", "fx", "pitch", "1.0"))), output)) {
            output.awaitStart();
            Thread sender = tone.play(pipeline);
            output.awaitFrames(MediaKind.AUDIO, 75);
            pipeline.set("fx", "pitch", new FloatValue(0.5f), Duration.ofMillis(2000));
            sender.join();
            output.awaitQuiet();
        }
        short[] sound = output.sound();
        double before = Sounds.frequency(sound, 0.8, 1.4);
        double under = Sounds.frequency(sound, 2.4, 2.8);
        double after = Sounds.frequency(sound, 4.2, 4.8);
        System.out.printf("ramp from pitch 1 to 0.5: %.0f, %.0f, %.0f Hz%n", before, under, after);
        assertThat(before).isCloseTo(440, within(5.0));
        assertThat(under).isBetween(250.0, 410.0);
        assertThat(after).isCloseTo(220, within(5.0));
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void aChangeOfResolutionKeepsTheSizeOfTheOutput(Codec codec) throws Exception {
        String small = "video/x-raw,width=320,height=240,framerate=30/1";
        RtpRecording stream = RtpRecording.of(codec, "videotestsrc num-buffers=45 " + ORANGE + " ! " + SIZE)
                .then(RtpRecording.of(
                        codec,
                        "videotestsrc num-buffers=45 pattern=solid-color foreground-color=0xff4080c0 ! " + small))
                .then(RtpRecording.of(codec, "videotestsrc num-buffers=45 " + ORANGE + " ! " + SIZE));
        CollectedOutput output = CollectedOutput.of(
                factory, stream, Specifications.video(codec, Specifications.element("coloreffects")));
        // The caps of the decoder in pictures() accept nothing but 640x480.
        List<byte[]> pictures = output.pictures(codec, 640, 480);
        System.out.printf("%s: 135 frames in three sizes in, %d out%n", codec, pictures.size());
        assertThat(output.failures).hasValue(0);
        assertThat(pictures.size()).isBetween(130, 136);
        assertThat(mean(pictures.get(70))).satisfies(c -> near(c, new int[] {0x40, 0x80, 0xc0}));
        assertThat(mean(pictures.get(pictures.size() - 5))).satisfies(c -> near(c, new int[] {0xc0, 0x80, 0x40}));
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void badPacketsDoNoHarm(Codec codec) throws Exception {
        // Key frames are frequent, as if they were requested: noise with the number of the first one takes its place.
        RtpRecording stream = RtpRecording.of(
                codec,
                "videotestsrc num-buffers=60 " + ORANGE + " ! " + SIZE,
                codec == Codec.H264 ? "key-int-max=10" : "keyframe-max-dist=10");
        CollectedOutput output = new CollectedOutput();
        Random random = new Random(4);
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(Specifications.video(codec), Specifications.audio()), output)) {
            output.awaitStart();
            for (int i = 0; i < 3000; i++) {
                byte[] noise = new byte[random.nextInt(1400)];
                random.nextBytes(noise);
                if (i % 3 != 0 && noise.length > 12) {
                    // The packet belongs to this stream, but its content is invalid.
                    System.arraycopy(stream.packets().get(0).bytes(), 0, noise, 0, 12);
                    noise[3] = (byte) i;
                }
                pipeline.push(
                        i % 2 == 0 ? MediaKind.VIDEO : MediaKind.AUDIO, noise, 0, noise.length, System.nanoTime());
            }
            output.awaitQuiet();
            stream.play(pipeline).join();
            output.awaitQuiet();
        }
        List<byte[]> pictures = output.pictures(codec, 640, 480);
        System.out.printf(
                "%s: after 3000 bad packets %d of 60 frames, %d key frame wishes%n",
                codec, pictures.size(), output.keyFrameWishes.get());
        assertThat(output.failures).hasValue(0);
        assertThat(pictures.size()).isGreaterThan(40);
        assertThat(mean(pictures.get(pictures.size() - 1))).satisfies(c -> near(c, new int[] {0xc0, 0x80, 0x40}));
    }

    private static int[] colour(Codec codec, CollectedOutput output) {
        List<byte[]> pictures = output.pictures(codec, 640, 480);
        assertThat(pictures).hasSizeGreaterThan(40);
        return mean(pictures.get(pictures.size() - 1));
    }

    private static int[] expected(String effect) {
        int[][] colour = new int[1][];
        try (LaunchedPipeline pipeline = new LaunchedPipeline("videotestsrc num-buffers=1 " + ORANGE
                + " ! video/x-raw,format=RGBx,width=640,height=480 ! videoconvert ! " + effect
                + " ! videoconvert ! video/x-raw,format=BGRx ! fakesink name=out")) {
            pipeline.listen("out", (bytes, pts) -> colour[0] = mean(bytes))
                    .play()
                    .finish();
        }
        return colour[0];
    }

    /** Red, green, blue. */
    private static int[] mean(byte[] bgrx) {
        long[] sums = new long[3];
        for (int i = 0; i < bgrx.length; i += 4) {
            for (int c = 0; c < 3; c++) {
                sums[2 - c] += bgrx[i + c] & 0xff;
            }
        }
        int pixels = bgrx.length / 4;
        return new int[] {(int) (sums[0] / pixels), (int) (sums[1] / pixels), (int) (sums[2] / pixels)};
    }

    private static void near(int[] colour, int[] expected) {
        for (int c = 0; c < 3; c++) {
            assertThat(colour[c])
                    .as(text(colour) + " against " + text(expected))
                    .isCloseTo(expected[c], within(12));
        }
    }

    private static String text(int[] colour) {
        return "#%02x%02x%02x".formatted(colour[0], colour[1], colour[2]);
    }
}
