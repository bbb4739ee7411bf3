package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.gstreamer.binding.PictureTasks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When there is more to do than the processor can: pictures lose frames, and sound keeps its time. */
@Tag("alone")
final class StarvationTest {
    private static final Element PITCH = Specifications.element("pitch", "pitch", "0.8");
    private static final Element XPRO = Specifications.element("coloreffects", "preset", "xpro");

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() throws Exception {
        factory = Specifications.factory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    /** Also if sound begins right after pictures have ended, when threads could be used again. */
    @Test
    void picturesAreChangedAtALowerPriorityThanSound() throws Exception {
        RtpRecording tone = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=10 samplesperbuffer=960");
        RtpRecording scene =
                RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=10 ! video/x-raw,width=320,height=240");
        for (int round = 0; round < 3; round++) {
            assertThat(niceWhile(scene, Specifications.video(Codec.VP8, XPRO))).isEqualTo(PictureTasks.NICE);
            assertThat(niceWhile(tone, Specifications.audio(PITCH))).isEqualTo(niceHere());
        }
    }

    /** Of this thread. */
    private static int niceHere() {
        return Function.getFunction("c", "getpriority").invokeInt(new Object[] {0, 0});
    }

    private static int niceWhile(RtpRecording recording, Processing processing) throws Exception {
        AtomicInteger nice = new AtomicInteger(Integer.MIN_VALUE);
        CollectedOutput output = new CollectedOutput() {
            @Override
            public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
                nice.set(niceHere());
                super.onPacket(kind, buffer, offset, length);
            }
        };
        try (MediaPipeline pipeline = factory.build(Specifications.of(processing), output)) {
            output.awaitStart();
            recording.play(pipeline).join();
            output.awaitFrames(processing.kind(), 1);
        }
        return nice.get();
    }

    @Test
    @Tag("long")
    void soundKeepsItsTimeWhenPicturesDoNot() throws Exception {
        RtpRecording tone =
                RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=600 samplesperbuffer=960 wave=pink-noise");
        RtpRecording scene = RtpRecording.of(
                Codec.VP8,
                "videotestsrc num-buffers=420 pattern=smpte horizontal-speed=3"
                        + " ! video/x-raw,width=1280,height=720,framerate=30/1");
        int manyPictures = 5 * Runtime.getRuntime().availableProcessors();
        List<MediaPipeline> pipelines = new ArrayList<>();
        Processing voice = Specifications.audio(PITCH);
        List<CollectedOutput> alone = begin(voice, 4, pipelines);
        for (Thread sender : pipelines.stream().map(tone::play).toList()) {
            sender.join();
        }
        pipelines.forEach(MediaPipeline::close);
        pipelines.clear();
        List<CollectedOutput> pictures =
                begin(Specifications.video(Codec.VP8, new Picture(1280, 720, 30), XPRO), manyPictures, pipelines);
        List<Thread> scenes = pipelines.stream().map(scene::play).toList();
        List<MediaPipeline> voices = new ArrayList<>();
        List<CollectedOutput> beside = begin(voice, 4, voices);
        for (Thread sender : voices.stream().map(tone::play).toList()) {
            sender.join();
        }
        double soundWaits = waits("audio-sound");
        double pictureWaits = waits("video-pictures");
        voices.forEach(MediaPipeline::close);
        double shown = pictures.stream()
                        .mapToLong(output -> output.frames(MediaKind.VIDEO))
                        .sum()
                / (420.0 * manyPictures);
        for (Thread thread : scenes) {
            thread.join();
        }
        pipelines.forEach(MediaPipeline::close);
        double quiet = percentile99(alone);
        double starved = percentile99(beside);
        long heard = beside.stream()
                .mapToLong(output -> output.frames(MediaKind.AUDIO))
                .min()
                .orElseThrow();
        System.out.printf(
                "sound is late by %.0f ms (p99) alone, by %.0f ms beside %d videos that get %.0f %% of their pictures"
                        + " through; %d packets of 600 at least; waits for the processor, as a multiple of the use of"
                        + " it: sound %.1f, pictures %.1f%n",
                quiet, starved, manyPictures, 100 * shown, heard, soundWaits, pictureWaits);
        assertThat(shown).as("pictures do not fit in").isLessThan(0.8);
        assertThat(heard).isGreaterThan(580);
        // Not by milliseconds: other programs of a busy machine keep sound and pictures from the processor alike.
        assertThat(soundWaits).isLessThan(pictureWaits / 4);
    }

    /** How long threads whose name begins so waited for the processor, for each second in which they had it. */
    private static double waits(String name) throws IOException {
        double ran = 0;
        double waited = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    if (Files.readString(thread.resolve("comm")).startsWith(name)) {
                        String[] figures =
                                Files.readString(thread.resolve("schedstat")).split(" ");
                        ran += Long.parseLong(figures[0]);
                        waited += Long.parseLong(figures[1]);
                    }
                } catch (NoSuchFileException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return waited / ran;
    }

    private static List<CollectedOutput> begin(Processing processing, int count, List<MediaPipeline> pipelines)
            throws Exception {
        List<CollectedOutput> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CollectedOutput output = new CollectedOutput();
            pipelines.add(factory.build(Specifications.of(processing), output));
            output.awaitStart();
            outputs.add(output);
        }
        return outputs;
    }

    /** By how much packets are later than the earliest of their stream, in ms, behind the first seconds of each. */
    private static double percentile99(List<CollectedOutput> outputs) {
        double[] late = outputs.stream()
                .flatMapToDouble(output -> {
                    List<CollectedOutput.Received> packets = output.packets(MediaKind.AUDIO);
                    double[] delays = IntStream.range(100, packets.size())
                            .mapToObj(packets::get)
                            .mapToDouble(
                                    p -> p.nanos() / (double) TimeUnit.MILLISECONDS.toNanos(1) - p.timestamp() / 48.0)
                            .sorted()
                            .toArray();
                    return java.util.Arrays.stream(delays).map(delay -> delay - delays[0]);
                })
                .sorted()
                .toArray();
        return late[late.length * 99 / 100];
    }
}
