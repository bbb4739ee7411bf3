package org.ducksoup.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ducksoup.api.media.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Media encoded by ffmpeg is sent as packets, recorded, and examined with ffmpeg again. */
public class RealMediaTest {
    private static final int SECONDS = 6;
    private static final long SECOND = 1_000_000_000L;
    private static final int VIDEO = 1;
    private static final int AUDIO = 0;

    @TempDir
    Path directory;

    static Clip video(Codec codec, String size, int seconds) throws IOException {
        return codec == Codec.H264 ? Clip.h264(size, seconds) : Clip.vp8(size, seconds);
    }

    public static List<Packet> call(Codec codec) throws IOException {
        List<Packet> packets = new ArrayList<>(Packet.of(Clip.opus(SECONDS), SECOND, 65_500, 0xffff_f000L));
        packets.addAll(Packet.of(video(codec, "320x240", SECONDS), SECOND, 65_400, 0xffff_0000L));
        return packets;
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void everythingThatArrivedIsInTheFile(Codec codec) throws IOException {
        Run run = Run.record(directory, "stem", call(codec));
        Probe probe = Probe.of(run.file());
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        assertThat(probe.stream(VIDEO, "codec_name")).isEqualTo(codec == Codec.H264 ? "h264" : "vp8");
        assertThat(probe.stream(VIDEO, "width")).isEqualTo("320");
        assertThat(probe.stream(VIDEO, "height")).isEqualTo("240");
        assertThat(probe.stream(AUDIO, "codec_name")).isEqualTo("opus");
        assertThat(probe.stream(AUDIO, "sample_rate")).isEqualTo("48000");
        assertThat(probe.stream(AUDIO, "channels")).isEqualTo("2");
        assertThat(probe.packets(VIDEO)).isEqualTo(30 * SECONDS);
        assertThat(Probe.decodedFrames(run.file(), VIDEO)).isEqualTo(30 * SECONDS);
        assertThat(probe.packets(AUDIO)).isEqualTo(Clip.opus(SECONDS).frames().size());
        assertThat(probe.frameRate(VIDEO)).isCloseTo(30, within(0.1));
        assertThat(probe.streamNumber(VIDEO, "start_time")).isCloseTo(1.02, within(0.001));
        assertThat(probe.streamNumber(AUDIO, "start_time")).isCloseTo(1.02, within(0.001));
        assertThat(probe.duration()).as("from the first frame on").isCloseTo(SECONDS, within(0.1));
        if (codec == Codec.H264) {
            assertThat(probe.stream(VIDEO, "profile")).isEqualTo("Constrained Baseline");
            assertThat(probe.stream(VIDEO, "is_avc")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void whatIsLostIsAGapAndNoError(Codec codec) throws IOException {
        Random random = new Random(5);
        List<Packet> packets = call(codec);
        int before = packets.size();
        packets.removeIf(packet -> random.nextInt(packet.codec() == Codec.OPUS ? 20 : 60) == 0);
        Run run = Run.record(directory, "stem", packets);
        Path file = run.file();
        assertThat(Probe.decodingErrors(file)).isEmpty();
        Probe probe = Probe.of(file);
        assertThat(run.of(codec).lostFrames()).isPositive();
        assertThat(run.of(codec).lostPackets() + run.of(Codec.OPUS).lostPackets())
                .isCloseTo(before - packets.size(), within(2L));
        assertThat(probe.packets(VIDEO)).isEqualTo(run.of(codec).frames()).isLessThan(30 * SECONDS);
        assertThat(probe.packets(AUDIO)).isEqualTo(run.of(Codec.OPUS).frames());
        // Every recorded frame has the time at which it was captured.
        for (double time : Probe.times(file, VIDEO)) {
            double frame = (time - 1.02) * 30;
            assertThat(frame).isCloseTo(Math.round(frame), within(0.05));
        }
        for (double time : Probe.times(file, AUDIO)) {
            double frame = (time - 1.02) * 50;
            assertThat(frame).isCloseTo(Math.round(frame), within(0.05));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void fivePercentLossStillDecodes(Codec codec) throws IOException {
        Random random = new Random(20);
        List<Packet> packets = call(codec);
        packets.removeIf(packet -> random.nextInt(20) == 0);
        Run run = Run.record(directory, "stem", packets);
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        assertThat(Probe.decodedFrames(run.file(), VIDEO))
                .isEqualTo(run.of(codec).frames());
        System.out.printf(
                "5 %% loss, %s: %d of %d pictures, %d of %d sounds%n",
                codec, run.of(codec).frames(), 30 * SECONDS, run.of(Codec.OPUS).frames(), 50 * SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void jitterAndReorderingLeaveNoTrace(Codec codec) throws IOException {
        Random random = new Random(7);
        List<Packet> packets = new ArrayList<>();
        for (Packet packet : call(codec)) {
            // The first packets are in order, because the beginning of a stream cannot be guessed.
            long late = packet.arrivalNanos() < SECOND + 100_000_000 ? 0 : random.nextInt(60) * 1_000_000L;
            packets.add(packet.arriving(packet.arrivalNanos() + late));
            if (random.nextInt(10) == 0) {
                packets.add(packet.arriving(packet.arrivalNanos() + late + 1));
            }
        }
        Run run = Run.record(directory, "stem", packets);
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        List<Double> times = Probe.times(run.file(), VIDEO);
        assertThat(times).hasSize(30 * SECONDS);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isCloseTo(1.02 + i / 30.0, within(0.003));
        }
        assertThat(run.of(codec).lostFrames()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void picturesMayChangeTheirSize(Codec codec) throws IOException {
        List<Packet> packets = new ArrayList<>();
        int sequence = 0;
        int part = 0;
        for (String size : List.of("320x240", "640x480", "176x144", "320x240")) {
            List<Packet> more = Packet.of(video(codec, size, 2), part * 2 * SECOND, sequence, part * 180_000L);
            packets.addAll(more);
            sequence += more.size();
            part++;
        }
        Run run = Run.record(directory, "stem", packets);
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        assertThat(Probe.decodedFrames(run.file(), 0)).isEqualTo(240);
        String sizes = Probe.run(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "frame=width",
                "-of",
                "csv=p=0",
                run.file().toString());
        assertThat(sizes.replace(",", "")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .distinct())
                .containsExactly("320", "640", "176");
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void theFileBeginsWithTheFirstKeyFrame(Codec codec) throws IOException {
        List<Packet> packets = call(codec);
        packets.removeIf(packet -> packet.codec() == codec && packet.arrivalNanos() < SECOND + 100_000_000);
        Run run = Run.record(directory, "stem", packets);
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        assertThat(Probe.times(run.file(), VIDEO)).hasSize(30 * (SECONDS - 1));
        assertThat(Probe.times(run.file(), VIDEO).get(0)).isCloseTo(2.02, within(0.001));
        assertThat(Probe.of(run.file()).stream(VIDEO, "width")).isEqualTo("320");
    }

    @Test
    void whatWasBeforeTheTimelinesBeginIsLeftOut() throws IOException {
        List<Packet> packets = new ArrayList<>(Packet.of(Clip.opus(SECONDS), -SECOND / 2, 0, 0));
        packets.addAll(Packet.of(Clip.h264("320x240", SECONDS), -SECOND / 2, 0, 0));
        Run run = Run.record(directory, "stem", packets);
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        assertThat(Probe.times(run.file(), VIDEO).get(0))
                .as("the next key frame")
                .isCloseTo(0.52, within(0.001));
        assertThat(Probe.times(run.file(), AUDIO).get(0)).isBetween(0.0, 0.02);
    }

    @Test
    void oneCanSeek() throws IOException {
        Run run = Run.record(directory, "stem", call(Codec.H264));
        String text = Probe.run(
                "ffprobe",
                "-v",
                "error",
                "-read_intervals",
                "5.5%+#1",
                "-select_streams",
                "v",
                "-show_entries",
                "packet=pts_time,flags",
                "-of",
                "csv=p=0",
                run.file().toString());
        assertThat(text).startsWith("5.020000,K");
    }
}
