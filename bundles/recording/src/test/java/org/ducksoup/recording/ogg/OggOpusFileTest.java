package org.ducksoup.recording.ogg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.recording.Clip;
import org.ducksoup.recording.Probe;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.recording.file.MediaFile;
import org.ducksoup.recording.manifest.FileInspector;
import org.ducksoup.recording.salvage.FileRepair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sound in files of this bundle, examined by ffmpeg. */
class OggOpusFileTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = 20_000_000L;

    @TempDir
    Path directory;

    private final Clip clip = Clip.opus(6);

    OggOpusFileTest() throws IOException {}

    private EncodedFrame frame(int index, long nanos) {
        return new EncodedFrame(
                ByteBuffer.wrap(clip.frames().get(index % clip.frames().size())), nanos, 0, true, nanos, 0);
    }

    private Path path() {
        return directory.resolve("sound.ogg");
    }

    private static double decodedSeconds(Path file) {
        String samples = Probe.run(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-f",
                "s16le",
                "-ac",
                "1",
                "-ar",
                "8000",
                "-y",
                file + ".raw");
        assertThat(samples).isEmpty();
        try {
            return Files.size(Path.of(file + ".raw")) / 16_000.0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void beginsWhereItBeganAndLastsAsLongAsItLasted() throws IOException {
        try (OggOpusFile file = new OggOpusFile(new DiskFile(path()))) {
            for (int i = 0; i < 250; i++) {
                file.write(0, frame(i, SECOND + i * FRAME));
            }
        }
        assertThat(Probe.decodingErrors(path())).isEmpty();
        Probe probe = Probe.of(path());
        assertThat(probe.stream(0, "codec_name")).isEqualTo("opus");
        assertThat(probe.streamNumber(0, "start_time")).isCloseTo(1.0, within(0.0001));
        assertThat(probe.packets(0)).isEqualTo(250);
        assertThat(decodedSeconds(path())).isCloseTo(5.0, within(0.001));
        FileFacts facts = FileInspector.inspect(path());
        assertThat(facts.finished()).isTrue();
        assertThat(facts.tracks()).containsExactly(new FileFacts.Track(Codec.OPUS, 250, SECOND, SECOND + 250 * FRAME));
    }

    @Test
    void gapsStayGapsAndWhatFollowsStandsWhereItBelongs() throws IOException {
        long last = 0;
        try (OggOpusFile file = new OggOpusFile(new DiskFile(path()))) {
            for (int i = 0; i < 250; i++) {
                // One packet, three, two seconds and a half frame.
                boolean missing = i == 20 || (i >= 40 && i < 43) || (i >= 100 && i < 200);
                long shift = i >= 220 ? FRAME / 2 : 0;
                if (!missing) {
                    long time = file.write(0, frame(i, i * FRAME + shift));
                    assertThat(time).as("frame %s", i).isEqualTo(i * FRAME + shift);
                    last = time;
                }
            }
        }
        assertThat(Probe.decodingErrors(path())).isEmpty();
        assertThat(decodedSeconds(path())).isCloseTo((last + FRAME) / 1e9, within(0.001));
        FileFacts.Track track = FileInspector.inspect(path()).tracks().get(0);
        assertThat(track.frames()).isEqualTo(250 - 104);
        assertThat(track.endNanos()).isEqualTo(last + FRAME);
    }

    /** Three minutes of a sender whose clock is wrong by 100 ppm, as the arrival times show. */
    @Test
    void doesNotDriftAway() throws IOException {
        for (double ppm : new double[] {100, -100}) {
            Path path = directory.resolve("drift" + ppm + ".ogg");
            long worst = 0;
            int leftOut = 0;
            try (OggOpusFile file = new OggOpusFile(new DiskFile(path))) {
                for (int i = 0; i < 9000; i++) {
                    long captured = Math.round(i * FRAME * (1 + ppm / 1e6));
                    long time = file.write(0, frame(i, captured));
                    leftOut += time == MediaFile.LEFT_OUT ? 1 : 0;
                    worst = time == MediaFile.LEFT_OUT ? worst : Math.max(worst, Math.abs(time - captured));
                }
            }
            System.out.printf(
                    "split: a clock off by %+.0f ppm, 3 minutes: off by %.1f ms at most, %d packets left out%n",
                    ppm, worst / 1e6, leftOut);
            assertThat(worst).isLessThanOrEqualTo(10_100_000);
            assertThat(leftOut).isLessThanOrEqualTo(2);
            assertThat(Probe.decodingErrors(path)).isEmpty();
        }
    }

    /** A file that was cut anywhere by a crash is readable, and complete after salvage. */
    @Test
    void salvageFinishesItWhereverItEnds() throws IOException {
        OggOpusFile file = new OggOpusFile(new DiskFile(path()));
        long flushed = 0;
        for (int i = 0; i < 250; i++) {
            file.write(0, frame(i, i * FRAME));
            if (i % 50 == 49) {
                file.flush();
                flushed = Files.size(path());
            }
        }
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(path()), (int) flushed);
        file.close();
        Random random = new Random(4);
        for (int i = 0; i < 20; i++) {
            int length = i == 0 ? bytes.length : 200 + random.nextInt(bytes.length - 200);
            Path cut = Files.write(directory.resolve("cut" + i + ".ogg"), Arrays.copyOf(bytes, length));
            assertThat(FileRepair.repair(cut, java.time.Clock.systemUTC())).isEqualTo(FileRepair.Outcome.REPAIRED);
            assertThat(FileInspector.inspect(cut).finished()).isTrue();
            assertThat(FileRepair.repair(cut, java.time.Clock.systemUTC())).isEqualTo(FileRepair.Outcome.WHOLE);
            long whole = FileInspector.inspect(cut).tracks().get(0).frames();
            if (whole > 0) {
                assertThat(Probe.decodingErrors(cut)).as("cut at %s", length).isEmpty();
            }
            assertThat(length - Files.size(cut)).as("a page at most").isLessThan(20_000);
            assertThat(List.of(0L, 45L, 50L, 95L, 100L, 145L, 150L, 195L, 200L, 245L, 250L))
                    .contains(whole);
        }
    }
}
