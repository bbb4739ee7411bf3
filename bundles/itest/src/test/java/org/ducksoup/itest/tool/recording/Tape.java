package org.ducksoup.itest.tool.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;

/**
 * What a receiver got of one track, Opus or VP8, as a file that ffmpeg reads; and when it was captured, as the sender
 * reports say. Times in the file count from the RTP timestamp of its first frame.
 */
public final class Tape implements RtpSink {
    private static final int OPUS_DELAY = 312;
    private static final int OPUS_PACKET = 960;

    private record Frame(long timestamp, byte[] bytes) {}

    private final Codec codec;
    private final List<Frame> frames = new ArrayList<>();
    private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
    private boolean begun;
    private long reportedRtp;
    private double reportedSeconds = Double.NaN;

    public Tape(Codec codec) {
        this.codec = codec;
    }

    @Override
    public synchronized void onPacket(RtpPacket lent, long arrivalNanos) {
        byte[] buffer = lent.buffer();
        int from = lent.payloadOffset();
        int length = lent.payloadLength();
        if (codec == Codec.OPUS) {
            frames.add(new Frame(lent.timestamp(), java.util.Arrays.copyOfRange(buffer, from, from + length)));
            return;
        }
        int descriptor = descriptorLength(buffer, from);
        boolean begins = (buffer[from] & 0x1f) == 0x10;
        if (begins) {
            picture.reset();
            // RFC 7741 section 4.3: the P bit of a key frame is 0.
            begun |= (buffer[from + descriptor] & 1) == 0;
        }
        picture.write(buffer, from + descriptor, length - descriptor);
        if (lent.marker() && begun) {
            frames.add(new Frame(lent.timestamp(), picture.toByteArray()));
        }
    }

    /** RFC 7741 section 4.2. */
    private static int descriptorLength(byte[] buffer, int from) {
        if ((buffer[from] & 0x80) == 0) {
            return 1;
        }
        int extension = buffer[from + 1];
        int length = 2;
        if ((extension & 0x80) != 0) {
            length += (buffer[from + 2] & 0x80) != 0 ? 2 : 1;
        }
        return length + ((extension & 0x40) != 0 ? 1 : 0) + ((extension & 0x30) != 0 ? 1 : 0);
    }

    @Override
    public synchronized void onSenderReport(long ntpTime, long rtpTimestamp) {
        reportedRtp = rtpTimestamp;
        reportedSeconds = (ntpTime >>> 32) + (ntpTime & 0xffffffffL) / 0x1p32;
    }

    /** When a moment of the file was captured, on a clock that all tracks of the receiver share. */
    public synchronized double captured(double seconds) {
        long first = frames.get(0).timestamp();
        int sinceReport = (int) (first - reportedRtp);
        return reportedSeconds + (double) sinceReport / codec.clockRate() + seconds;
    }

    /** Writes Ogg (RFC 7845) or IVF. */
    public synchronized Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        return codec == Codec.OPUS
                ? Files.write(directory.resolve("heard.ogg"), ogg())
                : Files.write(directory.resolve("seen.ivf"), ivf());
    }

    private long offset(Frame frame) {
        return Integer.toUnsignedLong((int) (frame.timestamp() - frames.get(0).timestamp()));
    }

    private byte[] ivf() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        header.put("DKIF".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) 32);
        header.put("VP80".getBytes(StandardCharsets.US_ASCII)).putShort((short) Stimulus.WIDTH);
        header.putShort((short) Stimulus.HEIGHT)
                .putInt(codec.clockRate())
                .putInt(1)
                .putInt(frames.size());
        out.write(header.array());
        for (Frame frame : frames) {
            ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            out.write(head.putInt(frame.bytes().length).putLong(offset(frame)).array());
            out.write(frame.bytes());
        }
        return out.toByteArray();
    }

    private byte[] ogg() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 1);
        head.putShort((short) OPUS_DELAY).putInt(codec.clockRate());
        out.write(page(2, 0, 0, head.array()));
        ByteBuffer tags = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        out.write(page(
                0,
                0,
                1,
                tags.put("OpusTags".getBytes(StandardCharsets.US_ASCII)).array()));
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            out.write(page(0, offset(frame) + OPUS_PACKET, i + 2, frame.bytes()));
        }
        return out.toByteArray();
    }

    /** One packet on a page of its own (RFC 3533 section 6). */
    private static byte[] page(int type, long position, int number, byte[] packet) {
        int segments = packet.length / 255 + 1;
        ByteBuffer page = ByteBuffer.allocate(27 + segments + packet.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .put((byte) type)
                .putLong(position);
        page.putInt(1).putInt(number).putInt(0).put((byte) segments);
        for (int i = 0; i < segments; i++) {
            page.put((byte) (i < segments - 1 ? 255 : packet.length % 255));
        }
        page.put(packet);
        int checksum = 0;
        for (byte b : page.array()) {
            checksum ^= b << 24;
            for (int bit = 0; bit < 8; bit++) {
                checksum = checksum << 1 ^ (checksum < 0 ? 0x04c11db7 : 0);
            }
        }
        return page.putInt(22, checksum).array();
    }
}
