package org.ducksoup.itest.tool.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.itest.tool.Tool;

/** The times of flashes and clicks in a file, as ffmpeg decodes it, in seconds on the file's own clock. */
public final class MediaTimes {
    private static final Pattern TIME = Pattern.compile("pts_time:([0-9.]+)");
    private static final Pattern BRIGHTNESS = Pattern.compile("lavfi.signalstats.YAVG=([0-9.]+)");
    private static final Pattern LUMINANCE = Pattern.compile("lavfi\\.signalstats\\.(?:YMIN|YMAX)=([0-9]+)");
    private static final double BRIGHT = 150;
    private static final double LOUD = 0.15;
    private static final int SAMPLE_RATE = 48_000;

    private MediaTimes() {}

    /** The errors that ffmpeg reports while it decodes a whole file; empty if there are none. */
    public static String decodingErrors(Path file) throws IOException {
        return Tool.text(
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

    /** The presentation times of a stream, {@code v:0} or {@code a:0}. */
    public static List<Double> packets(Path file, String stream) throws IOException {
        return Tool.text(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        stream,
                        "-show_entries",
                        "packet=pts_time",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .map(line -> line.replace(",", "").trim())
                .filter(line -> !line.isEmpty() && !line.equals("N/A"))
                .map(Double::valueOf)
                .toList();
    }

    /** The frame rate that ffmpeg and OpenCV take from a file's header. */
    public static double frameRate(Path file) throws IOException {
        String[] fraction = Tool.text(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=r_frame_rate",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .strip()
                .split("[/,]");
        return Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]);
    }

    /**
     * What ffmpeg says of each picture.
     *
     * @param filter prints it
     */
    private static String pictures(Path file, String filter) throws IOException {
        return Tool.text(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-copyts",
                "-i",
                file.toString(),
                "-map",
                "0:v:0",
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "-1",
                "-vf",
                filter,
                "-f",
                "null",
                "-");
    }

    /** The luminance of the darkest and of the brightest pixel of each picture, 16 for black to 235 for white. */
    public static List<Integer> luminance(Path file) throws IOException {
        return LUMINANCE
                .matcher(pictures(file, "signalstats,metadata=print:file=-"))
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .toList();
    }

    /** The times of bright pictures that follow a dark one. */
    public static List<Double> flashes(Path file) throws IOException {
        List<Double> flashes = new ArrayList<>();
        boolean bright = false;
        for (Level picture : brightness(file)) {
            boolean now = picture.level() > BRIGHT;
            if (now && !bright) {
                flashes.add(picture.seconds());
            }
            bright = now;
        }
        return flashes;
    }

    /** The mean luminance of each picture, 16 for black to 235 for white. */
    public static List<Level> brightness(Path file) throws IOException {
        String log = pictures(file, "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-");
        List<Level> pictures = new ArrayList<>();
        double time = 0;
        for (String line : log.lines().toList()) {
            Matcher at = TIME.matcher(line);
            if (at.find()) {
                time = Double.parseDouble(at.group(1));
            }
            Matcher level = BRIGHTNESS.matcher(line);
            if (level.find()) {
                pictures.add(new Level(time, Double.parseDouble(level.group(1))));
            }
        }
        return pictures;
    }

    /**
     * A value of a file's sound or picture.
     *
     * @param seconds where it begins
     */
    public record Level(double seconds, double level) {}

    /** The level of a file's sound, from 0 to 1, in windows of a number of samples. */
    public static List<Level> levels(Path file, int window) throws IOException {
        ShortBuffer samples = samples(file);
        List<Level> all = new ArrayList<>();
        while (samples.remaining() >= window) {
            double seconds = (double) samples.position() / SAMPLE_RATE;
            double squares = 0;
            for (int i = 0; i < window; i++) {
                squares += Math.pow((double) samples.get() / Short.MAX_VALUE, 2);
            }
            all.add(new Level(seconds, Math.sqrt(squares / window)));
        }
        return all;
    }

    /**
     * A loud sound after a quiet tenth of a second.
     *
     * @param begin in seconds
     * @param middle of its energy, in seconds
     */
    public record Click(double begin, double middle) {}

    /** The beginning of each click. */
    public static List<Double> clicks(Path file) throws IOException {
        return wholeClicks(file).stream().map(Click::begin).toList();
    }

    public static List<Click> wholeClicks(Path file) throws IOException {
        ShortBuffer samples = samples(file);
        List<Click> clicks = new ArrayList<>();
        double energy = 0;
        double moment = 0;
        double begin = 0;
        int lastLoud = -SAMPLE_RATE;
        for (int i = 0; samples.hasRemaining(); i++) {
            double level = (double) samples.get() / Short.MAX_VALUE;
            if (Math.abs(level) <= LOUD) {
                continue;
            }
            double time = (double) i / SAMPLE_RATE;
            if (i - lastLoud > SAMPLE_RATE / 10) {
                if (energy > 0) {
                    clicks.add(new Click(begin, moment / energy));
                }
                begin = time;
                energy = 0;
                moment = 0;
            }
            energy += level * level;
            moment += level * level * time;
            lastLoud = i;
        }
        if (energy > 0) {
            clicks.add(new Click(begin, moment / energy));
        }
        return clicks;
    }

    /** The level of a file's sound over its time, in windows of 10 ms. */
    public static List<Level> loudness(Path file) throws IOException {
        return levels(file, SAMPLE_RATE / 100);
    }

    private static ShortBuffer samples(Path file) throws IOException {
        byte[] bytes = Tool.bytes(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-copyts",
                // The decoder of ffmpeg before 6.0 makes sound faint and hoarse where packets carry redundancy against
                // loss.
                "-c:a",
                "libopus",
                "-i",
                file.toString(),
                "-map",
                "0:a:0",
                "-af",
                "aresample=async=1:min_hard_comp=0.001:first_pts=0",
                "-f",
                "s16le",
                "-ac",
                "1",
                "-ar",
                Integer.toString(SAMPLE_RATE),
                "-");
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }

    /** The distance of each time from the nearest of the others, in seconds. */
    public static List<Double> distances(List<Double> these, List<Double> those) {
        return these.stream()
                .map(time -> those.stream()
                        .map(other -> time - other)
                        .min(java.util.Comparator.comparingDouble(Math::abs))
                        .orElse(Double.NaN))
                .filter(distance -> Math.abs(distance) < 0.5)
                .toList();
    }
}
