package org.ducksoup.itest.tool.recording;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.reducing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How loud recorded voices are. */
public final class Loudness {
    private Loudness() {}

    /** By how many dB a voice with effects is above the same voice as it was received, by the loud moments of both. */
    public static double difference(RecordedRun run) throws IOException {
        return 20 * Math.log10(loud(run, "-wet.mkv") / loud(run, "-dry.mkv"));
    }

    /** The level of the loudest 10 ms of a second, from 0 to 1: the median of all seconds. */
    private static double loud(RecordedRun run, String suffix) throws IOException {
        Path file = run.media().stream()
                .filter(path -> path.toString().endsWith(suffix))
                .findFirst()
                .orElseThrow();
        Map<Long, Double> bySecond = MediaTimes.loudness(file).stream()
                .collect(groupingBy(
                        window -> (long) window.seconds(), mapping(MediaTimes.Level::level, reducing(0.0, Math::max))));
        List<Double> levels = bySecond.values().stream().sorted().toList();
        return levels.get(levels.size() / 2);
    }
}
