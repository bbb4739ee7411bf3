package org.ducksoup.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Examines a file with ffmpeg. */
public record Probe(Map<String, String> values) {
    public static String run(String... command) {
        return new String(bytes(command), StandardCharsets.UTF_8);
    }

    /** The output of a program, with its errors. */
    public static byte[] bytes(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Probe of(Path file) {
        String text = run(
                "ffprobe",
                "-v",
                "error",
                "-count_packets",
                "-show_format",
                "-show_streams",
                "-of",
                "flat",
                file.toString());
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
            }
        });
        return new Probe(values);
    }

    /**
     * The errors of decoding the whole file; empty if there are none. Times are kept: by itself ffmpeg rounds them to the
     * mean rate.
     */
    public static String decodingErrors(Path file) {
        return run(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "-1",
                "-f",
                "null",
                "-");
    }

    /** The number of pictures, or packets of sound, that the decoder returns. */
    public static long decodedFrames(Path file, int stream) {
        String text = run(
                "ffprobe",
                "-v",
                "quiet",
                "-select_streams",
                String.valueOf(stream),
                "-count_frames",
                "-show_entries",
                "stream=nb_read_frames",
                "-of",
                "default=nw=1:nk=1",
                file.toString());
        return text.isBlank() || text.startsWith("N/A") ? 0 : Long.parseLong(text.strip());
    }

    /** Presentation times of a stream's packets, in seconds. */
    static List<Double> times(Path file, int stream) {
        String text = run(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                String.valueOf(stream),
                "-show_entries",
                "packet=pts_time",
                "-of",
                "csv=p=0",
                file.toString());
        List<Double> times = new ArrayList<>();
        text.lines()
                .map(line -> line.replace(",", ""))
                .filter(line -> !line.isBlank())
                .forEach(line -> times.add(Double.parseDouble(line)));
        return times;
    }

    public String stream(int index, String key) {
        return values.getOrDefault("streams.stream." + index + "." + key, "");
    }

    public double streamNumber(int index, String key) {
        return Double.parseDouble(stream(index, key));
    }

    public long packets(int index) {
        return Long.parseLong(stream(index, "nb_read_packets"));
    }

    /** Average, in Hz. */
    double frameRate(int index) {
        String[] fraction = stream(index, "avg_frame_rate").split("/");
        return Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]);
    }

    public double duration() {
        return Double.parseDouble(values.get("format.duration"));
    }
}
