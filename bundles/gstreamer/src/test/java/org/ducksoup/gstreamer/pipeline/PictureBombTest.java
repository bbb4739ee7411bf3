package org.ducksoup.gstreamer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.gstreamer.CollectedOutput;
import org.ducksoup.gstreamer.GStreamerPipelineFactory;
import org.ducksoup.gstreamer.RtpRecording;
import org.ducksoup.gstreamer.RtpRecording.Packet;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.rtp.payload.Vp8Payload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key frame that claims 16383x16383 pixels, or 16384x16384 of which 16x16 are shown, in a real pipeline. */
final class PictureBombTest {
    private static final String SOURCE =
            "videotestsrc num-buffers=45 pattern=ball ! video/x-raw,width=320,height=240,framerate=30/1";
    private static final String SPS_BOMB = "6742c028da00100000801e001ff98007fe50";
    private static final int HEADER = 12;

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void isNotDecodedAndTheNextOneIs(Codec codec) throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (GStreamerPipelineFactory factory = Specifications.factory();
                MediaPipeline pipeline = factory.build(
                        Specifications.of(
                                Specifications.video(codec, Specifications.element("coloreffects", "preset", "xpro"))),
                        output)) {
            RtpRecording good = RtpRecording.of(codec, SOURCE);
            RtpRecording bomb = new RtpRecording(good.kind(), forged(codec, good.packets()));
            output.awaitStart();
            long before = megabytes("VmRSS:");
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            bomb.then(good).then(bomb).play(pipeline).join();
            // The second bomb causes no output to wait for, so the test gives it some time to do harm. A slow machine
            // drops
            // pictures that are late; one that comes out shows that the gate opened again.
            await().during(Duration.ofMillis(300)).until(() -> output.count() > 0);
            long more = megabytes("VmHWM:") - before;
            System.out.printf(
                    "%s: %d MB more with two bombs, %d packets came out, %d key frames were asked for%n",
                    codec, more, output.count(), output.keyFrameWishes.get());
            assertThat(more).isLessThan(150);
            assertThat(output.lost.availablePermits()).isZero();
        }
    }

    private static List<Packet> forged(Codec codec, List<Packet> packets) {
        List<Packet> forged = new ArrayList<>();
        for (Packet packet : packets) {
            byte[] bytes = packet.bytes().clone();
            if (codec == Codec.VP8 && Vp8Payload.startsKeyFrame(bytes, HEADER, bytes.length - HEADER)) {
                int at = HEADER + Vp8Payload.descriptorLength(bytes, HEADER, bytes.length - HEADER);
                System.arraycopy(HexFormat.of().parseHex("ff3fff3f"), 0, bytes, at + 6, 4);
            } else if (codec == Codec.H264 && (bytes[HEADER] & 0x1f) == 7) {
                byte[] set = HexFormat.of().parseHex(SPS_BOMB);
                byte[] with = Arrays.copyOf(bytes, HEADER + set.length);
                System.arraycopy(set, 0, with, HEADER, set.length);
                bytes = with;
            }
            forged.add(new Packet(bytes, packet.atNanos()));
        }
        assertThat(forged)
                .usingElementComparator((a, b) -> Arrays.compare(a.bytes(), b.bytes()))
                .as("something was forged")
                .isNotEqualTo(packets);
        return forged;
    }

    private static long megabytes(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
