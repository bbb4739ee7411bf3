package org.ducksoup.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.testkit.media.MediaClip;

/** Real media: a moving picture of 800x600 at 30 frames a second, and a voice-like tone. Made once by ffmpeg. */
public final class Clips {
    private static final int RATE = 30;
    private static final String PICTURE = "testsrc2=s=800x600:r=" + RATE + ":d=10";

    private Clips() {}

    /**
     * Reads the clips, or makes them first.
     *
     * @param directory that holds them
     * @throws LoadFailure without ffmpeg
     */
    public static List<MediaClip> of(Codec video, Path directory) throws LoadFailure {
        try {
            Files.createDirectories(directory);
            Path sound = make(
                    directory.resolve("voice.ogg"),
                    "sine=f=220:r=48000:d=10",
                    "-c:a libopus -b:a 64k -frame_duration 20");
            boolean h264 = video == Codec.H264;
            Path picture = h264
                    ? make(
                            directory.resolve("picture.h264"),
                            PICTURE,
                            "-pix_fmt yuv420p -c:v libx264 -profile:v baseline -tune zerolatency -preset fast -g 15"
                                    + " -b:v 1M -maxrate 1M -bufsize 500k -x264-params aud=1:scenecut=0")
                    : make(
                            directory.resolve("picture.ivf"),
                            PICTURE,
                            "-pix_fmt yuv420p -c:v libvpx -deadline realtime -cpu-used 8 -g 15 -b:v 1M"
                                    + " -auto-alt-ref 0 -lag-in-frames 0");
            return List.of(
                    MediaClip.opus(sound).limitedTo(500),
                    h264 ? MediaClip.h264(picture, RATE) : MediaClip.vp8(picture, RATE));
        } catch (IOException e) {
            throw new LoadFailure("Real media needs ffmpeg (./ducksoup setup --test): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("The run was interrupted.", e);
        }
    }

    private static Path make(Path file, String source, String options)
            throws IOException, InterruptedException, LoadFailure {
        if (!Files.exists(file)) {
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source));
            command.addAll(List.of(options.split(" ")));
            command.add(file.toString());
            Process ffmpeg =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ffmpeg.waitFor() != 0) {
                Files.deleteIfExists(file);
                throw new LoadFailure("ffmpeg could not make " + file + ": " + said);
            }
        }
        return file;
    }
}
