package org.ducksoup.recording.reader;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.media.Codec;
import org.ducksoup.recording.Probe;

/**
 * What a program says of a file's video. Values that a program does not give are not a number.
 *
 * @param rate pictures a second
 * @param seconds length of the file
 * @param frames how many pictures it expects, from its own figures
 */
record Reading(String by, double rate, double seconds, double width, double height, double frames) {
    /** A file for which OpenCV answers: rate, width, height, expected frames, frames read, time after a seek. */
    private static final String OPENCV = """
            import cv2, sys
            video = cv2.VideoCapture(sys.argv[1])
            rate, width, height, frames = [video.get(key) for key in (5, 3, 4, 7)]
            count = 0
            while video.grab():
                count += 1
            video = cv2.VideoCapture(sys.argv[1])
            video.set(cv2.CAP_PROP_POS_FRAMES, float(sys.argv[2]))
            there = video.read()[0]
            print(f"rate={rate} width={width} height={height} frames={frames} read={count}")
            print(f"there={there} at={video.get(cv2.CAP_PROP_POS_MSEC)}")
            """;

    static Reading ffmpeg(Path file, int stream) {
        Probe probe = Probe.of(file);
        String[] rate = probe.stream(stream, "r_frame_rate").split("/");
        String[] average = probe.stream(stream, "avg_frame_rate").split("/");
        double guessed = Double.parseDouble(rate[0]) / Double.parseDouble(rate[1]);
        double mean = Double.parseDouble(average[0]) / Double.parseDouble(average[1]);
        return new Reading(
                "ffprobe" + (Math.abs(guessed - mean) > 0.001 ? ", whose two rates differ: " + mean : ""),
                guessed,
                probe.duration(),
                probe.streamNumber(stream, "width"),
                probe.streamNumber(stream, "height"),
                probe.packets(stream));
    }

    /** The text of OpenCV about a file, after it has sought a frame. */
    static String openCvText(Path file, int frame) {
        return Probe.run("/usr/bin/python3", "-c", OPENCV, file.toString(), Integer.toString(frame));
    }

    static Reading openCv(Path file) {
        String text = openCvText(file, 0);
        return new Reading(
                "OpenCV",
                number(text, "rate=([0-9.]+)"),
                Double.NaN,
                number(text, "width=([0-9.]+)"),
                number(text, "height=([0-9.]+)"),
                number(text, "frames=([0-9.]+)"));
    }

    static Reading mkvToolNix(Path file) {
        String text = Probe.run("mkvinfo", file.toString());
        return new Reading(
                "mkvinfo",
                number(text, "Default duration: .*\\(([0-9.]+) frames"),
                seconds(text, "Duration: ([0-9:.]+)"),
                number(text, "Pixel width: ([0-9]+)"),
                number(text, "Pixel height: ([0-9]+)"),
                Double.NaN);
    }

    static Reading gStreamer(Path file) {
        String text = Probe.run("gst-discoverer-1.0", "-v", file.toString());
        String caps = Probe.run(
                "gst-launch-1.0",
                "-v",
                "filesrc",
                "location=" + file,
                "!",
                "matroskademux",
                "name=demux",
                "demux.video_0",
                "!",
                "fakesink");
        return new Reading(
                "GStreamer",
                number(caps, "framerate=\\(fraction\\)([0-9]+/[0-9]+)"),
                seconds(text, "Duration: ([0-9:.]+)"),
                number(caps, "width=\\(int\\)([0-9]+)"),
                number(caps, "height=\\(int\\)([0-9]+)"),
                Double.NaN);
    }

    /** The sizes of the decoded pictures, in order, each once for all that follow with the same. */
    static List<String> sizesByFfmpeg(Path file) {
        String text = Probe.run(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v",
                "-show_entries",
                "frame=width,height",
                "-of",
                "csv=p=0:s=x",
                file.toString());
        return distinct(text, "(?m)^([0-9]+x[0-9]+)");
    }

    static List<String> sizesByGStreamer(Path file, Codec codec) {
        String text = Probe.run(
                "gst-launch-1.0",
                "-v",
                "filesrc",
                "location=" + file,
                "!",
                "matroskademux",
                "!",
                codec == Codec.H264 ? "avdec_h264" : "vp8dec",
                "!",
                "fakesink",
                "name=sink");
        return distinct(
                text.replaceAll("width=\\(int\\)([0-9]+), height=\\(int\\)([0-9]+)", "$1x$2"),
                "sink.GstPad:sink: caps = video/x-raw.* ([0-9]+x[0-9]+)");
    }

    private static List<String> distinct(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            return Double.NaN;
        }
        String[] fraction = matcher.group(1).split("/");
        return Double.parseDouble(fraction[0]) / (fraction.length < 2 ? 1 : Double.parseDouble(fraction[1]));
    }

    private static double seconds(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            return Double.NaN;
        }
        double seconds = 0;
        for (String part : matcher.group(1).split(":")) {
            seconds = 60 * seconds + Double.parseDouble(part);
        }
        return seconds;
    }
}
