package org.ducksoup.recording.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.MediaFile;
import org.ducksoup.recording.file.OpusHead;
import org.ducksoup.rtp.payload.OpusPayload;

/**
 * One Ogg file with Opus (RFC 7845), readable at any moment: it grows by whole pages of at most a second. The position
 * of the first page gives its start. Ogg counts samples and has no gaps. A gap is therefore filled with packets that
 * make the decoder conceal it (section 4.1), in steps of 2.5 ms. The sound after a gap is never off by more than
 * {@value #TOLERANCE} samples.
 */
public final class OggOpusFile implements MediaFile {
    static final long SAMPLES_PER_SECOND = 48_000;

    /** The step of concealment is the shortest frame of Opus. */
    private static final int STEP = 120;

    /** Sound that is further than this from its place is corrected: 10 ms. */
    private static final int TOLERANCE = 480;

    private static final int LONGEST_FRAME = 960;

    /** Headers of packets without content that last 2.5, 5, 10 or 20 ms: CELT, full band (RFC 6716 table 2). */
    private static final int SHORTEST_CONCEALMENT = 28;

    private static final int PAGE_SAMPLES = 43_200;
    private static final int STEREO = 0x04;

    private final DiskFile disk;
    private final OggPage page = new OggPage();
    private final int serial = ThreadLocalRandom.current().nextInt();
    private byte[] packet = new byte[1500];
    private final byte[] concealment = new byte[1];
    private byte[] lastPage = {};
    private long end;
    private int sequence;
    private boolean begun;
    private long position;
    private long pageStart;
    private boolean failed;

    /** Writes the headers to a new file, and removes it if that fails. */
    public OggOpusFile(DiskFile disk) throws IOException {
        this.disk = disk;
        try {
            byte[] head = OpusHead.bytes();
            page.add(head, head.length);
            append(page.take(OggPage.FIRST, 0, serial, sequence++));
            byte[] tags = tags();
            page.add(tags, tags.length);
            append(page.take(0, 0, serial, sequence++));
        } catch (IOException e) {
            disk.abandon(e);
            throw e;
        }
    }

    /** RFC 7845 section 5.2. */
    private static byte[] tags() {
        byte[] vendor = "DuckSoup".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(16 + vendor.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusTags".getBytes(StandardCharsets.US_ASCII))
                .putInt(vendor.length)
                .put(vendor)
                .putInt(0)
                .array();
    }

    @Override
    public Path path() {
        return disk.path();
    }

    @Override
    public long length() {
        return end;
    }

    @Override
    public long write(int index, EncodedFrame frame) throws IOException {
        int length = frame.data().remaining();
        if (failed || frame.timestampNanos() < 0 || length == 0) {
            return LEFT_OUT;
        }
        if (packet.length < length) {
            packet = new byte[2 * length];
        }
        frame.data().duplicate().get(packet, 0, length);
        int samples = OpusPayload.samples(packet, 0, length);
        long place = samples(frame.timestampNanos());
        if (samples < 0 || (begun && place <= position - Math.max(TOLERANCE, samples / 2))) {
            // Sound that stands too late can only be brought forward by leaving packets out.
            return LEFT_OUT;
        }
        if (!begun) {
            begun = true;
            position = place;
            pageStart = place;
        } else if (place - position >= TOLERANCE) {
            conceal(place - position);
        }
        long time = position;
        add(packet, length, samples);
        return time * 1_000_000_000L / SAMPLES_PER_SECOND;
    }

    private static long samples(long nanos) {
        return nanos / 1_000_000_000L * SAMPLES_PER_SECOND
                + (nanos % 1_000_000_000L) * SAMPLES_PER_SECOND / 1_000_000_000L;
    }

    private void conceal(long samples) throws IOException {
        long left = (samples + STEP / 2) / STEP * STEP;
        int frame = LONGEST_FRAME;
        int configuration = SHORTEST_CONCEALMENT + 3;
        while (left > 0) {
            if (left < frame) {
                frame /= 2;
                configuration--;
                continue;
            }
            concealment[0] = (byte) ((configuration << 3) | (packet[0] & STEREO));
            add(concealment, 1, frame);
            left -= frame;
        }
    }

    private void add(byte[] bytes, int length, int samples) throws IOException {
        if (!page.hasRoomFor(length) || position - pageStart + samples > PAGE_SAMPLES) {
            flush();
        }
        page.add(bytes, length);
        position += samples;
    }

    @Override
    public void flush() throws IOException {
        if (!failed && !page.isEmpty()) {
            pageStart = position;
            append(page.take(0, position, serial, sequence++));
        }
    }

    private void append(byte[] bytes) throws IOException {
        try {
            disk.writeOrCut(ByteBuffer.wrap(bytes), end, end);
            end += bytes.length;
            lastPage = bytes;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** Marks the last page as the end of the stream. This is done in place, so it needs no room on the disk. */
    @Override
    public void close() throws IOException {
        try (disk) {
            IOException failure = null;
            try {
                flush();
            } catch (IOException e) {
                failure = e;
            }
            disk.write(ByteBuffer.wrap(OggPage.asLast(lastPage)), end - lastPage.length);
            if (failure != null) {
                throw failure;
            }
            disk.force();
        }
    }
}
