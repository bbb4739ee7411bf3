package org.ducksoup.recording.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.recording.Clip;
import org.ducksoup.recording.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/recordings.md, exactly as they are printed, with a phone that was turned. */
class GuideCommandsTest {
    private static final Path GUIDE = Path.of("..", "..", "docs", "recordings.md");
    private static final int WIDTH = 400;
    private static final int HEIGHT = 400;

    @TempDir
    Path directory;

    private static String commands() throws IOException {
        Matcher matcher = Pattern.compile("<!-- example: constant -->\\s*```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(matcher.find()).as("the example in the guide").isTrue();
        return matcher.group(1);
    }

    @Test
    void aCircleStaysACircle() throws IOException {
        List<Clip> clips = List.of(Clip.disc(200, 200, 2), Clip.disc(400, 224, 2), Clip.disc(224, 400, 2));
        VideoFile video = VideoFile.record(directory, Tap.DRY, clips, false);
        Files.move(video.file(), directory.resolve("x-dry.mkv"));
        String output = Probe.run("sh", "-e", "-c", "cd '" + directory + "'; " + commands());
        Path result = directory.resolve("x-dry.mp4");
        assertThat(result).as(output).exists();
        Reading reading = Reading.ffmpeg(result, 0);
        assertThat(reading.rate()).isEqualTo(30);
        assertThat(reading.width()).isEqualTo(WIDTH);
        assertThat(reading.height()).isEqualTo(HEIGHT);
        assertThat(reading.frames()).as("frame n is at n / 30 s").isCloseTo(20 * 30 + video.frames(), within(3.0));
        // Discs of each size: the square is enlarged to fill the picture, the others have the height they had.
        assertThat(disc(result, 21)).isEqualTo(new Disc(300, 300));
        assertThat(disc(result, 23)).isEqualTo(new Disc(168, 168));
        assertThat(disc(result, 25)).isEqualTo(new Disc(168, 168));
    }

    /** Width and height of the bright part of a picture, in pixels, rounded to what codecs leave of an edge. */
    private record Disc(int width, int height) {
        private static final int EDGE = 6;

        @Override
        public boolean equals(Object other) {
            return other instanceof Disc disc
                    && Math.abs(width - disc.width) <= EDGE
                    && Math.abs(height - disc.height) <= EDGE;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    private static Disc disc(Path file, int second) {
        byte[] grey = Probe.bytes(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-copyts",
                "-ss",
                Integer.toString(second),
                "-i",
                file.toString(),
                "-frames:v",
                "1",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "-");
        assertThat(grey).hasSize(WIDTH * HEIGHT);
        int wide = 0;
        int high = 0;
        for (int i = 0; i < WIDTH; i++) {
            wide += (grey[HEIGHT / 2 * WIDTH + i] & 0xff) > 128 ? 1 : 0;
            high += (grey[i * WIDTH + WIDTH / 2] & 0xff) > 128 ? 1 : 0;
        }
        return new Disc(wide, high);
    }
}
