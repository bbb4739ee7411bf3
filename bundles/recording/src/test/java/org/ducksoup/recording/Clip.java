package org.ducksoup.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ducksoup.api.media.Codec;

/**
 * Real media, made once with ffmpeg.
 *
 * @param frames in order: access units in byte-stream format, frames of VP8, packets of Opus
 * @param frameNanos from one to the next
 */
public record Clip(Codec codec, List<byte[]> frames, long frameNanos) {
    private static final Path DIRECTORY = Path.of("target", "test-media");

    public static Clip h264(String size, int seconds) throws IOException {
        return h264(size + "-" + seconds, "testsrc2=s=" + size + ":r=30", seconds);
    }

    /** A white disc in the middle of a black picture, as high as three quarters of its shorter side. */
    public static Clip disc(int width, int height, int seconds) throws IOException {
        String radius = String.valueOf(Math.min(width, height) * 3 / 8);
        String disc = "nullsrc=s=" + width + "x" + height + ":r=30,format=gray,geq=lum='if(lt(hypot(X-W/2\\,Y-H/2)\\,"
                + radius + ")\\,235\\,16)',format=yuv420p,trim=duration=" + seconds;
        return h264("disc-" + width + "x" + height, disc, seconds);
    }

    private static Clip h264(String name, String source, int seconds) throws IOException {
        Path file = make(
                name + ".h264",
                seconds,
                source,
                "-c:v",
                "libx264",
                "-profile:v",
                "baseline",
                "-preset",
                "ultrafast",
                "-tune",
                "zerolatency",
                "-g",
                "30",
                "-x264-params",
                "aud=1",
                "-bf",
                "0",
                "-b:v",
                "600k");
        return new Clip(Codec.H264, accessUnits(Files.readAllBytes(file)), 1_000_000_000L / 30);
    }

    public static Clip vp8(String size, int seconds) throws IOException {
        Path file = make(
                size + "-" + seconds + ".ivf",
                seconds,
                "testsrc2=s=" + size + ":r=30",
                "-c:v",
                "libvpx",
                "-deadline",
                "realtime",
                "-cpu-used",
                "8",
                "-g",
                "30",
                "-b:v",
                "600k",
                "-auto-alt-ref",
                "0");
        return new Clip(Codec.VP8, ivfFrames(Files.readAllBytes(file)), 1_000_000_000L / 30);
    }

    public static Clip opus(int seconds) throws IOException {
        Path file = make(seconds + ".opus", seconds, "sine=f=440:r=48000", "-c:a", "libopus", "-b:a", "48k");
        return new Clip(Codec.OPUS, oggPackets(Files.readAllBytes(file)), 20_000_000L);
    }

    private static Path make(String name, int seconds, String source, String... encoder) throws IOException {
        Files.createDirectories(DIRECTORY);
        Path file = DIRECTORY.resolve(name);
        if (!Files.exists(file)) {
            List<String> command = new ArrayList<>(List.of(
                    "ffmpeg",
                    "-nostdin",
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    source + (source.contains("trim") ? "" : ":d=" + seconds)));
            command.addAll(List.of(encoder));
            command.add(file.toString());
            String errors = Probe.run(command.toArray(String[]::new));
            if (!errors.isEmpty()) {
                throw new IOException(errors);
            }
        }
        return file;
    }

    /** Cut at the delimiters, which themselves are left out. */
    private static List<byte[]> accessUnits(byte[] stream) {
        byte[] delimiter = {0, 0, 0, 1, 9};
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i + 5 < stream.length; i++) {
            if (Arrays.equals(stream, i, i + 5, delimiter, 0, 5)) {
                starts.add(i);
            }
        }
        starts.add(stream.length);
        List<byte[]> units = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            units.add(Arrays.copyOfRange(stream, starts.get(i) + 6, starts.get(i + 1)));
        }
        return units;
    }

    private static List<byte[]> ivfFrames(byte[] file) {
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(32);
        while (bytes.hasRemaining()) {
            byte[] frame = new byte[bytes.getInt()];
            bytes.getLong();
            bytes.get(frame);
            frames.add(frame);
        }
        return frames;
    }

    /** RFC 3533: pages of segments; a segment shorter than 255 bytes ends a packet. The first two are headers. */
    private static List<byte[]> oggPackets(byte[] file) {
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        int page = 0;
        while (page < file.length) {
            int segments = file[page + 26] & 0xff;
            int at = page + 27 + segments;
            for (int i = 0; i < segments; i++) {
                int length = file[page + 27 + i] & 0xff;
                packet.write(file, at, length);
                at += length;
                if (length < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            page = at;
        }
        return packets.subList(2, packets.size());
    }
}
