package org.ducksoup.itest.tool.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.itest.tool.Tool;

/** How loud recorded voices are. */
public final class Loudness {
    private Loudness() {}

    /** By how many dB the loudest moment of a voice with effects is above that of the same voice as it was received. */
    public static double difference(RecordedRun run) throws IOException {
        return loudest(run, "-wet.mkv") - loudest(run, "-dry.mkv");
    }

    private static double loudest(RecordedRun run, String suffix) throws IOException {
        Path file = run.media().stream()
                .filter(path -> path.toString().endsWith(suffix))
                .findFirst()
                .orElseThrow();
        String said = Tool.text(
                "ffmpeg",
                "-nostdin",
                "-c:a",
                "libopus",
                "-i",
                file.toString(),
                "-vn",
                "-af",
                "volumedetect",
                "-f",
                "null",
                "-");
        Matcher matcher = Pattern.compile("max_volume: (-?[0-9.]+) dB").matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}
