package org.ducksoup.itest.tool.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.testkit.media.MediaClip;

/**
 * A flash and a click at the same instant, half a second after the beginning and each second after that. Ten seconds
 * without a seam. There is a key frame every half second, because a clip cannot react to requests.
 */
public record Stimulus(MediaClip sound, MediaClip h264, MediaClip vp8) {
    public static final int RATE = 30;
    public static final int WIDTH = 320;
    public static final int HEIGHT = 240;

    /** The delay of Opus, 312 samples, which RTP does not report. The click is made earlier by this time. */
    private static final double OPUS_DELAY = 312.0 / 48000;

    public static synchronized Stimulus make(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path sound = directory.resolve("click.ogg");
        Path h264 = directory.resolve("flash.h264");
        Path vp8 = directory.resolve("flash.ivf");
        if (!Files.exists(vp8)) {
            String click = "aevalsrc='if(lt(mod(t+9.5+" + OPUS_DELAY + "\\,1)\\,0.02)\\,0.8*sin(2*PI*1500*t)\\,"
                    + "0.01*sin(2*PI*300*t))':s=48000:d=10";
            Tool.ffmpeg("-f", "lavfi", "-i", click, "-c:a", "libopus", "-b:a", "64k", "-frame_duration", "20", sound);
            String flash = "nullsrc=s=" + WIDTH + "x" + HEIGHT + ":r=" + RATE + ":d=10,format=gray,"
                    + "geq=lum='if(eq(mod(N\\,30)\\,15)\\,235\\,16+mod(X+N*3\\,48))',format=yuv420p";
            h264(flash, h264);
            Tool.ffmpeg(
                    "-f",
                    "lavfi",
                    "-i",
                    flash,
                    "-c:v",
                    "libvpx",
                    "-deadline",
                    "realtime",
                    "-g",
                    "15",
                    "-b:v",
                    "500k",
                    "-auto-alt-ref",
                    "0",
                    "-lag-in-frames",
                    "0",
                    vp8);
        }
        return new Stimulus(MediaClip.opus(sound).limitedTo(500), MediaClip.h264(h264, RATE), MediaClip.vp8(vp8, RATE));
    }

    /** Makes a clip of pictures of H.264, with a key frame every half second. */
    public static void h264(String pictures, Path file) throws IOException, InterruptedException {
        Tool.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                pictures,
                "-c:v",
                "libx264",
                "-profile:v",
                "baseline",
                "-tune",
                "zerolatency",
                "-preset",
                "fast",
                "-g",
                "15",
                "-b:v",
                "500k",
                "-x264-params",
                "aud=1:scenecut=0",
                file);
    }

    public MediaClip[] clips(Codec video) {
        return new MediaClip[] {sound, video == Codec.H264 ? h264 : vp8};
    }
}
