package org.ducksoup.itest.tool.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.itest.tool.Tool;

/**
 * The media of the browsers' fake camera and microphone: a red left and a blue right half with a yellow square moving
 * across the bottom, and a tone of 440 Hz. Ten seconds, played in a loop without a seam.
 */
public record TestMedia(Path picture, Path sound) {
    public static final int TONE_HERTZ = 440;

    private static final String SPEECH =
            "I would like to know what you think about that, because it matters to all of us today. "
                    + "Many people from other countries said that they had eggs and bread for breakfast, and then went out for a walk.";

    public static synchronized TestMedia make(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        TestMedia media = new TestMedia(directory.resolve("camera.mjpeg"), directory.resolve("microphone.wav"));
        if (!Files.exists(media.picture)) {
            Tool.ffmpeg(
                    "-f",
                    "lavfi",
                    "-i",
                    "color=c=0xC02020:s=640x480:r=30:d=10",
                    "-f",
                    "lavfi",
                    "-i",
                    "color=c=0x2020C0:s=320x480:r=30:d=10",
                    "-f",
                    "lavfi",
                    "-i",
                    "color=c=0xE0E020:s=64x64:r=30:d=10",
                    "-filter_complex",
                    "[0][1]overlay=x=320:y=0[a];[a][2]overlay=x='mod(t*288,576)':y=400",
                    "-c:v",
                    "mjpeg",
                    "-q:v",
                    "3",
                    "-pix_fmt",
                    "yuvj420p",
                    media.picture.toString());
            Tool.ffmpeg(
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=frequency=" + TONE_HERTZ + ":sample_rate=48000:duration=10",
                    "-filter:a",
                    "volume=8dB",
                    media.sound.toString());
        }
        return media;
    }

    /** A picture with so much motion that a browser uses its whole bitrate, and a voice. */
    public static TestMedia restless(Path directory) throws IOException, InterruptedException {
        return speaking(directory, "restless", "testsrc2=s=640x480:r=30:d=4,noise=alls=40:allf=t+u");
    }

    /** A picture whose key frames take about as much as those of a face, and a voice. */
    public static TestMedia ordinary(Path directory) throws IOException, InterruptedException {
        return speaking(directory, "ordinary", "testsrc2=s=640x480:r=30:d=4");
    }

    /** Opus repairs lost packets of voices only (in-band FEC). For a tone it uses another mode, without FEC. */
    private static synchronized TestMedia speaking(Path directory, String name, String picture)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        TestMedia media = new TestMedia(directory.resolve(name + ".mjpeg"), directory.resolve("voice.wav"));
        if (!Files.exists(media.picture)) {
            Tool.ffmpeg(
                    "-f",
                    "lavfi",
                    "-i",
                    picture,
                    "-c:v",
                    "mjpeg",
                    "-q:v",
                    "4",
                    "-pix_fmt",
                    "yuvj420p",
                    media.picture.toString());
        }
        if (!Files.exists(media.sound)) {
            Tool.ffmpeg(
                    "-f",
                    "lavfi",
                    "-i",
                    "flite=voice=slt:text='" + SPEECH + "'",
                    "-ar",
                    "48000",
                    media.sound.toString());
        }
        return media;
    }
}
