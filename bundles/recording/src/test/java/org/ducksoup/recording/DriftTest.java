package org.ducksoup.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three minutes of a sender with a wrong clock, in virtual time. */
class DriftTest {
    private static final int SECONDS = 180;
    private static final double PARTS_PER_MILLION = 50;

    @TempDir
    Path directory;

    @Test
    void afterThreeMinutesSoundAndPictureStandWhereTheyBelong() throws IOException {
        Clip sound = Clip.opus(6);
        Clip picture = Clip.vp8("176x144", 2);
        List<Packet> packets = new ArrayList<>(Packet.of(repeat(sound, 50 * SECONDS), 0, 1, 77));
        packets.addAll(Packet.of(repeat(picture, 30 * SECONDS), 0, 1, 0xffff_ff00L));
        Random random = new Random(3);
        // The sender's clock says one second when more than that has passed.
        packets.replaceAll(packet -> packet.arriving(packet.arrivalNanos()
                + Math.round(packet.arrivalNanos() * PARTS_PER_MILLION / 1e6)
                + random.nextInt(10) * 1_000_000L));
        Run run = Run.record(directory, "stem", packets);
        assertThat(Probe.decodingErrors(run.file())).isEmpty();
        double soundError = lastError(Probe.times(run.file(), 0), 50);
        double pictureError = lastError(Probe.times(run.file(), 1), 30);
        System.out.printf(
                "drift: after %d s at %.0f ppm sound is off by %+.2f ms, the picture by %+.2f ms%n",
                SECONDS, PARTS_PER_MILLION, 1000 * soundError, 1000 * pictureError);
        assertThat(soundError).isCloseTo(0, within(0.001));
        assertThat(pictureError).isCloseTo(0, within(0.001));
    }

    private static double lastError(List<Double> times, int rate) {
        assertThat(times).hasSize(rate * SECONDS);
        double captured = (times.size() - 1.0) / rate * (1 + PARTS_PER_MILLION / 1e6);
        return times.get(times.size() - 1) - captured - Packet.NETWORK_NANOS / 1e9;
    }

    private static Clip repeat(Clip clip, int count) {
        List<byte[]> frames = new ArrayList<>();
        while (frames.size() < count) {
            frames.addAll(clip.frames());
        }
        return new Clip(clip.codec(), frames.subList(0, count), clip.frameNanos());
    }
}
