package org.ducksoup.itest.tool.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The recorded files of one participant, as the page received their names, examined by ffprobe and ffmpeg. */
public record Recording(List<Path> files) {
    /** Pictures a second that the pages ask for. */
    private static final int FRAME_RATE = 30;

    /** @param data the server's data directory, to which the names are relative */
    public static Recording of(Path data, List<String> names) {
        return new Recording(names.stream().map(data::resolve).toList());
    }

    /** Whether a file is complete, which means that the size of its segment is known (RFC 9559 section 4.5). */
    public static boolean isFinished(Path file) throws IOException {
        byte[] head = java.util.Arrays.copyOf(java.nio.file.Files.readAllBytes(file), 200);
        for (int i = 0; i + 12 < head.length; i++) {
            if (head[i] == 0x18 && head[i + 1] == 0x53 && (head[i + 2] & 0xff) == 0x80 && head[i + 3] == 0x67) {
                return head[i + 5] != (byte) 0xff;
            }
        }
        return false;
    }

    /**
     * @param voice whether there is an effect on the sound
     * @param face whether there is an effect on the picture
     */
    public void check(boolean voice, boolean face, double seconds) throws IOException, InterruptedException {
        boolean withEffect = voice || face;
        assertThat(files).hasSize(withEffect ? 2 : 1);
        assertThat(files)
                .filteredOn(file -> file.toString().endsWith("-dry.mkv"))
                .hasSize(1);
        assertThat(files)
                .filteredOn(file -> file.toString().endsWith("-wet.mkv"))
                .hasSize(withEffect ? 1 : 0);
        for (Path file : files) {
            assertThat(MediaTimes.decodingErrors(file)).as("decoding %s", file).isEmpty();
            Map<String, Double> video = times(file, "v:0");
            Map<String, Double> audio = times(file, "a:0");
            System.out.printf("  %s: video %s, audio %s%n", file.getFileName(), video, audio);
            assertThat(video.get("end")).isCloseTo(seconds, within(0.3));
            assertThat(audio.get("end")).isCloseTo(seconds, within(0.3));
            double mean = (video.get("packets") - 1) / (video.get("end") - video.get("start"));
            boolean constant = face && file.toString().endsWith("-wet.mkv");
            assertThat(MediaTimes.frameRate(file))
                    .as("rate in the header of %s", file)
                    .isCloseTo(constant ? FRAME_RATE : mean, within(constant ? 0.001 : 0.01));
            if (file.toString().endsWith("-wet.mkv")) {
                // Media that the server makes is there from the start.
                assertThat(voice ? audio.get("start") : 0).isLessThan(0.1);
                assertThat(face ? video.get("start") : 0).isLessThan(0.1);
            }
            // The browser's media begins with the key frame that was just requested, which takes its time at a low
            // bitrate and on a busy machine, and with its sound.
            assertThat(video.get("start")).isCloseTo(audio.get("start"), within(0.5));
        }
    }

    /** The pictures of the dry file between two times, in seconds since the start. */
    public long dryFrames(double from, double to) throws IOException, InterruptedException {
        Path dry = files.stream()
                .filter(file -> file.toString().endsWith("-dry.mkv"))
                .findFirst()
                .orElseThrow();
        return MediaTimes.packets(dry, "v:0").stream()
                .filter(time -> time >= from && time < to)
                .count();
    }

    /** The first and last presentation times of a stream in seconds, and the number of its packets. */
    private static Map<String, Double> times(Path file, String stream) throws IOException, InterruptedException {
        List<Double> times = MediaTimes.packets(file, stream).stream().sorted().toList();
        assertThat(times).as("packets of %s in %s", stream, file).isNotEmpty();
        return new TreeMap<>(
                Map.of("start", times.get(0), "end", times.get(times.size() - 1), "packets", (double) times.size()));
    }
}
