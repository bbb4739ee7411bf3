package org.ducksoup.testkit.media;

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
 * Real media that was encoded before, cut into RTP payloads. It is played in a loop without a gap.
 *
 * @param frameNanos from one frame to the next
 * @param phaseNanos how much later than the frames of other clips its frames are
 */
public record MediaClip(Codec codec, long frameNanos, List<Frame> frames, long phaseNanos) {
    private static final int MTU = 1100;
    private static final int ACCESS_UNIT_DELIMITER = 9;
    private static final int IDR = 5;

    /** With frames at the same moments as those of other clips. */
    public MediaClip(Codec codec, long frameNanos, List<Frame> frames) {
        this(codec, frameNanos, frames, 0);
    }

    /** One frame; each payload goes into one packet. */
    public record Frame(List<byte[]> payloads, boolean keyFrame) {}

    /** Reads an H.264 byte stream with access unit delimiters (ITU-T H.264 annex B). */
    public static MediaClip h264(Path file, int framesPerSecond) throws IOException {
        List<Frame> frames = new ArrayList<>();
        List<byte[]> payloads = new ArrayList<>();
        boolean key = false;
        for (byte[] unit : units(Files.readAllBytes(file))) {
            int type = unit[0] & 0x1f;
            if (type == ACCESS_UNIT_DELIMITER) {
                if (!payloads.isEmpty()) {
                    frames.add(new Frame(List.copyOf(payloads), key));
                }
                payloads.clear();
                key = false;
                continue;
            }
            key |= type == IDR;
            addUnit(payloads, unit);
        }
        frames.add(new Frame(List.copyOf(payloads), key));
        return new MediaClip(Codec.H264, 1_000_000_000L / framesPerSecond, frames);
    }

    private static List<byte[]> units(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int start = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                addTrimmed(units, stream, start, i);
                start = i + 3;
                i += 2;
            }
        }
        addTrimmed(units, stream, start, stream.length);
        return units;
    }

    private static void addTrimmed(List<byte[]> units, byte[] stream, int start, int limit) {
        int end = limit;
        while (end > start && start >= 0 && stream[end - 1] == 0) {
            end--;
        }
        if (start >= 0 && end > start) {
            units.add(Arrays.copyOfRange(stream, start, end));
        }
    }

    /** RFC 6184: a small unit goes into one packet, a long one into fragments. */
    private static void addUnit(List<byte[]> payloads, byte[] unit) {
        if (unit.length <= MTU) {
            payloads.add(unit);
            return;
        }
        for (int at = 1; at < unit.length; at += MTU) {
            int part = Math.min(MTU, unit.length - at);
            byte[] payload = new byte[2 + part];
            payload[0] = (byte) ((unit[0] & 0x60) | 28);
            int flags = (at == 1 ? 0x80 : 0) | (at + part == unit.length ? 0x40 : 0);
            payload[1] = (byte) ((unit[0] & 0x1f) | flags);
            System.arraycopy(unit, at, payload, 2, part);
            payloads.add(payload);
        }
    }

    /** Reads VP8 from an IVF file. */
    public static MediaClip vp8(Path file, int framesPerSecond) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(32);
        List<Frame> frames = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] frame = new byte[bytes.getInt()];
            bytes.getLong();
            bytes.get(frame);
            List<byte[]> payloads = new ArrayList<>();
            for (int at = 0; at < frame.length; at += MTU) {
                byte[] payload = new byte[1 + Math.min(MTU, frame.length - at)];
                payload[0] = (byte) (at == 0 ? 0x10 : 0);
                System.arraycopy(frame, at, payload, 1, payload.length - 1);
                payloads.add(payload);
            }
            frames.add(new Frame(payloads, (frame[0] & 1) == 0));
        }
        return new MediaClip(Codec.VP8, 1_000_000_000L / framesPerSecond, frames);
    }

    /** Reads Opus from an Ogg file, in packets of 20 ms (RFC 3533, RFC 7845). */
    public static MediaClip opus(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (int page = 0; page < bytes.length; ) {
            int segments = bytes[page + 26] & 0xff;
            int at = page + 27 + segments;
            for (int i = 0; i < segments; i++) {
                int length = bytes[page + 27 + i] & 0xff;
                packet.write(bytes, at, length);
                at += length;
                if (length < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            page = at;
        }
        // The stream begins with two headers.
        List<Frame> frames = packets.subList(2, packets.size()).stream()
                .map(each -> new Frame(List.of(each), true))
                .toList();
        return new MediaClip(Codec.OPUS, 20_000_000L, frames);
    }

    /**
     * The clip without its first frames. The first packets of Opus are for a decoder that has heard nothing yet. One that comes
     * back to them in a loop is in another state: it plays 20 ms of a steady tone nearly three times too loud. Without its beginning
     * a steady tone has no such seam.
     */
    public MediaClip skipping(int count) {
        return new MediaClip(codec, frameNanos, List.copyOf(frames.subList(count, frames.size())), phaseNanos);
    }

    /** The same, with frames that come later than those of other clips. Cameras of different machines do not tick together. */
    public MediaClip later(long nanos) {
        return new MediaClip(codec, frameNanos, frames, phaseNanos + nanos);
    }

    /**
     * When a loop began in which the clip is played at a moment; the frames are due from then on, one {@link #frameNanos} after the
     * other.
     */
    public long beginNanos(long nowNanos) {
        // The duration of a frame at 30 Hz is rounded down by a third of a nanosecond.
        long loop = Math.round(frameNanos * frames.size() / 1e6) * 1_000_000L;
        return nowNanos - Math.floorMod(nowNanos - phaseNanos, loop);
    }

    /** The first frames of the clip, as many as given. */
    public MediaClip limitedTo(int count) {
        return new MediaClip(codec, frameNanos, List.copyOf(frames.subList(0, count)), phaseNanos);
    }
}
