package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PropertyValue.DoubleValue;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pipeline.CodecTexts;
import org.ducksoup.gstreamer.pipeline.PipelineTexts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Treatments of media other than effects, and texts of the configuration. */
@Tag("paced")
final class TreatmentTest {
    private static final String SIZE = "video/x-raw,width=640,height=480,framerate=30/1";

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() {
        factory = Specifications.factory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @Test
    void unchangedPacketsAreTheSameBytes() throws Exception {
        RtpRecording video = RtpRecording.of(Codec.H264, "videotestsrc num-buffers=30 pattern=ball ! " + SIZE);
        RtpRecording shuffled = swapped(video);
        CollectedOutput output = CollectedOutput.of(factory, shuffled, with(Codec.H264, new Treatment.Unchanged()));
        assertThat(bytes(output)).containsExactlyElementsOf(bytes(shuffled));
    }

    @Test
    void sortedPacketsAreTheSameBytesInOrder() throws Exception {
        RtpRecording video = RtpRecording.of(Codec.H264, "videotestsrc num-buffers=30 pattern=ball ! " + SIZE);
        CollectedOutput output = CollectedOutput.of(factory, swapped(video), with(Codec.H264, new Treatment.Sorted()));
        assertThat(bytes(output)).containsExactlyElementsOf(bytes(video));
    }

    @Test
    void whoPassesPacketsOnAsksTheSenderForKeyFrames() throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(with(Codec.VP8, new Treatment.Sorted())), output)) {
            output.awaitStart();
            pipeline.requestKeyFrame();
            await().atMost(Duration.ofSeconds(2)).until(() -> output.keyFrameWishes.get() > 0);
        }
        assertThat(output.keyFrameWishes).hasValue(1);
    }

    @Test
    void theTimeIsWrittenOnThePicture() throws Exception {
        RtpRecording gray = RtpRecording.of(
                Codec.H264, "videotestsrc num-buffers=45 pattern=solid-color foreground-color=0xff808080 ! " + SIZE);
        Processing plain = Specifications.video(Codec.H264);
        List<byte[]> without = CollectedOutput.of(factory, gray, plain).pictures(Codec.H264, 640, 480);
        List<byte[]> with = CollectedOutput.of(factory, gray, Specifications.with(plain, Option.TIME_OVERLAY))
                .pictures(Codec.H264, 640, 480);
        assertThat(contrast(without.get(20))).isLessThan(30);
        assertThat(contrast(with.get(20))).as("white letters on a dark ground").isGreaterThan(120);
        assertThat(differences(with.get(15), with.get(40)))
                .as("the time goes on")
                .isGreaterThan(50);
        assertThat(differences(without.get(15), without.get(40))).isLessThan(20);
    }

    /** Brightest minus darkest green in the upper left quarter. */
    private static int contrast(byte[] picture) {
        int min = 255;
        int max = 0;
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                int green = picture[(y * 640 + x) * 4 + 1] & 0xff;
                min = Math.min(min, green);
                max = Math.max(max, green);
            }
        }
        return max - min;
    }

    private static long differences(byte[] one, byte[] other) {
        long different = 0;
        for (int i = 1; i < one.length; i += 4) {
            different += Math.abs((one[i] & 0xff) - (other[i] & 0xff)) > 60 ? 1 : 0;
        }
        return different;
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void aRampOfAPictureIsSeen(Codec codec) throws Exception {
        RtpRecording gray = RtpRecording.of(
                codec, "videotestsrc num-buffers=120 pattern=solid-color foreground-color=0xff808080 ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(codec, Specifications.named("videobalance", "fx"))), output)) {
            output.awaitStart();
            Thread sender = gray.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 30);
            pipeline.set("fx", "brightness", new DoubleValue(0.4), Duration.ofMillis(1000));
            sender.join();
            output.awaitFrames(MediaKind.VIDEO, 110);
        }
        List<byte[]> pictures = output.pictures(codec, 640, 480);
        List<Integer> greens =
                pictures.stream().map(p -> p[(240 * 640 + 320) * 4 + 1] & 0xff).toList();
        System.out.printf("%s: brightness ramp seen as %s%n", codec, greens);
        int first = greens.get(20);
        int last = greens.get(greens.size() - 1);
        assertThat(first).isCloseTo(128, within(6));
        assertThat(last - first).isGreaterThan(80);
        long steps = greens.subList(25, 75).stream().distinct().count();
        assertThat(steps).as("values on the way").isGreaterThan(15);
        for (int i = 26; i < 75; i++) {
            assertThat(greens.get(i) - greens.get(i - 1)).as("no jump").isLessThan(20);
        }
    }

    /** 5 % of the packets are lost and 1 % are reordered. Every picture that is shown is one of the sender's. */
    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void lossMakesNoArtefacts(Codec codec) throws Exception {
        String moving = "videotestsrc num-buffers=240 pattern=smpte horizontal-speed=4 ! " + SIZE;
        // Key frames are frequent, as if they were requested.
        RtpRecording sent =
                RtpRecording.of(codec, moving, codec == Codec.H264 ? "key-int-max=15" : "keyframe-max-dist=15");
        Random random = new Random(5);
        List<RtpRecording.Packet> arriving = new ArrayList<>(
                sent.packets().stream().filter(p -> random.nextInt(100) >= 5).toList());
        FutureTask<CollectedOutput> beside =
                new FutureTask<>(() -> CollectedOutput.of(factory, sent, Specifications.video(codec)));
        new Thread(beside, "without-loss").start();
        CollectedOutput lossy =
                CollectedOutput.of(factory, new RtpRecording(sent.kind(), arriving), Specifications.video(codec));
        CollectedOutput clean = beside.get();
        List<byte[]> expected = clean.pictures(codec, 640, 480);
        List<byte[]> seen = lossy.pictures(codec, 640, 480);
        int ugly = 0;
        double worst = 0;
        for (byte[] picture : seen) {
            double best = Double.MAX_VALUE;
            for (int i = 0; i < expected.size() && best > 3; i++) {
                best = Math.min(best, distance(picture, expected.get(i)));
            }
            worst = Math.max(worst, best);
            ugly += best > 10 ? 1 : 0;
        }
        System.out.printf(
                "%s: %d of %d packets lost, %d of %d pictures come out, %d are none of the sender's (worst %.1f)%n",
                codec, sent.packets().size() - arriving.size(), sent.packets().size(), seen.size(), 240, ugly, worst);
        assertThat(lossy.failures).hasValue(0);
        assertThat(seen.size()).isGreaterThan(60);
        assertThat(ugly).isLessThanOrEqualTo(seen.size() / 50);
    }

    /** Mean difference of a grid of pixels. */
    private static double distance(byte[] one, byte[] other) {
        long sum = 0;
        int count = 0;
        for (int y = 4; y < 480; y += 8) {
            for (int x = 4; x < 640; x += 8) {
                int at = (y * 640 + x) * 4 + 1;
                sum += Math.abs((one[at] & 0xff) - (other[at] & 0xff));
                count++;
            }
        }
        return (double) sum / count;
    }

    @Test
    void aWrongTextFallsBackAndIsSaid() throws Exception {
        CodecTexts x264 = CodecTexts.X264;
        CodecTexts wrong = new CodecTexts(
                x264.caps(),
                x264.depay(),
                "rtph264pay no-such-property=1",
                "nosuchdecoder",
                "x264enc tune=zerolatency ! h264parse",
                x264.converter());
        Map<Codec, CodecTexts> texts = new EnumMap<>(PipelineTexts.builtIn().byCodec());
        texts.put(Codec.H264, wrong);
        TextTrials trials = new TextTrials();
        PipelineTexts tried =
                trials.tried(new TextTrials.Wanted("latency=banana ! filesink", texts, CodecTexts.NV264, true));
        System.out.println(String.join("\n", trials.problems()));
        assertThat(tried.byCodec().get(Codec.H264)).isEqualTo(x264);
        assertThat(tried.jitterBuffer()).isEqualTo(PipelineTexts.JITTER_BUFFER);
        assertThat(tried.nvidia()).as("no such card here").isNull();
        assertThat(trials.problems())
                .hasSize(5)
                .anySatisfy(p -> assertThat(p).contains("x264.rtp.pay", "no-such-property"))
                .anySatisfy(p -> assertThat(p).contains("x264.decoder", "nosuchdecoder", "avdec_h264"))
                .anySatisfy(p -> assertThat(p).contains("x264.encoder", "name={name}"))
                .anySatisfy(p -> assertThat(p).contains("rtpjitterbuffer", "only properties"))
                .anySatisfy(p -> assertThat(p).contains("DUCKSOUP_NVCODEC", "x264", "nvh264"));
    }

    /** Other elements stand in for those of a graphics card, because the test checks only which text is used. */
    @Test
    void theGraphicsCardIsUsedWhenAskedForAndThere() throws Exception {
        CodecTexts x264 = CodecTexts.X264;
        CodecTexts card = new CodecTexts(
                x264.caps(),
                x264.depay(),
                x264.pay(),
                x264.decoder(),
                "videobalance saturation=0 ! videoconvert ! " + x264.encoder(),
                x264.converter());
        RtpRecording red = RtpRecording.of(
                Codec.H264, "videotestsrc num-buffers=30 pattern=solid-color foreground-color=0xffff0000 ! " + SIZE);
        for (boolean wanted : List.of(true, false)) {
            TextTrials.Wanted texts = new TextTrials.Wanted(
                    PipelineTexts.JITTER_BUFFER, PipelineTexts.builtIn().byCodec(), card, wanted);
            try (GStreamerPipelineFactory other = Specifications.factory(new LabEffects(), texts)) {
                Processing plain = Specifications.video(Codec.H264);
                assertThat(isRed(CollectedOutput.of(other, red, plain))).isTrue();
                assertThat(isRed(CollectedOutput.of(other, red, Specifications.with(plain, Option.GPU))))
                        .as("gpu with DUCKSOUP_NVCODEC=" + wanted)
                        .isEqualTo(!wanted);
            }
        }
    }

    private static boolean isRed(CollectedOutput output) {
        byte[] picture = output.pictures(Codec.H264, 640, 480).get(10);
        return (picture[2] & 0xff) - (picture[0] & 0xff) > 100;
    }

    private static Processing with(Codec codec, Treatment treatment) {
        return Specifications.with(Specifications.video(codec), treatment);
    }

    /** Every tenth packet is swapped with the one after it. */
    private static RtpRecording swapped(RtpRecording recording) {
        List<RtpRecording.Packet> packets = new ArrayList<>(recording.packets());
        for (int i = 10; i + 1 < packets.size(); i += 10) {
            Collections.swap(packets, i, i + 1);
        }
        return new RtpRecording(recording.kind(), packets);
    }

    private static List<String> bytes(RtpRecording recording) {
        return recording.packets().stream().map(p -> hex(p.bytes())).toList();
    }

    private static List<String> bytes(CollectedOutput output) {
        return output.packets(MediaKind.VIDEO).stream().map(p -> hex(p.bytes())).toList();
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
