package org.ducksoup.recording.ogg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.rtp.payload.OpusPayload;

/** Reads a file of {@link OggOpusFile} page by page, whole or truncated. */
public final class OggReader {
    private static final int HEADER_PAGES = 2;

    /** A shorter packet only asks the decoder to conceal a gap. */
    private static final int SHORTEST_SOUND = 2;

    private long frames;
    private long firstSample;
    private long endSample;
    private boolean begun;
    private byte[] lastPage = {};
    private long validLength;

    private OggReader() {}

    public static FileFacts facts(Path file) throws IOException {
        OggReader reader = read(file);
        boolean ended = (reader.lastPage[5] & OggPage.LAST) != 0 && reader.validLength == Files.size(file);
        return new FileFacts(
                ended,
                reader.validLength,
                List.of(new FileFacts.Track(
                        Codec.OPUS, reader.frames, nanos(reader.firstSample), nanos(reader.endSample))));
    }

    private static long nanos(long samples) {
        return samples * 1_000_000_000L / OggOpusFile.SAMPLES_PER_SECOND;
    }

    /** The last whole page, which is to be marked as the end. */
    public static byte[] lastPage(Path file) throws IOException {
        return read(file).lastPage;
    }

    private static OggReader read(Path file) throws IOException {
        OggReader reader = new OggReader();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int pages = 0;
            for (byte[] page = next(in); page.length > 0; page = next(in)) {
                reader.onPage(page, pages++ < HEADER_PAGES);
            }
            if (pages < HEADER_PAGES) {
                throw new IOException(file + " is no recording of this server, or ends within its header");
            }
        }
        return reader;
    }

    /** The next page; empty at the end, and where no whole page follows. */
    private static byte[] next(InputStream in) throws IOException {
        byte[] header = in.readNBytes(OggPage.HEADER_LENGTH);
        if (header.length < OggPage.HEADER_LENGTH || header[0] != 'O' || header[3] != 'S') {
            return new byte[0];
        }
        byte[] lacing = in.readNBytes(header[OggPage.HEADER_LENGTH - 1] & 0xff);
        int length = 0;
        for (byte segment : lacing) {
            length += segment & 0xff;
        }
        byte[] body = in.readNBytes(length);
        byte[] page = Arrays.copyOf(header, header.length + lacing.length + body.length);
        System.arraycopy(lacing, 0, page, header.length, lacing.length);
        System.arraycopy(body, 0, page, header.length + lacing.length, body.length);
        boolean whole = lacing.length == (header[OggPage.HEADER_LENGTH - 1] & 0xff) && body.length == length;
        return whole && OggPage.isSound(page) ? page : new byte[0];
    }

    private void onPage(byte[] page, boolean header) {
        validLength += page.length;
        lastPage = page;
        int segments = page[OggPage.HEADER_LENGTH - 1] & 0xff;
        if (header || segments == 0) {
            return;
        }
        long samples = 0;
        int at = OggPage.HEADER_LENGTH + segments;
        int length = 0;
        for (int i = 0; i < segments; i++) {
            int part = page[OggPage.HEADER_LENGTH + i] & 0xff;
            length += part;
            if (part < 255) {
                samples += Math.max(0, OpusPayload.samples(page, at, length));
                frames += length >= SHORTEST_SOUND ? 1 : 0;
                at += length;
                length = 0;
            }
        }
        endSample = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getLong(6);
        if (!begun) {
            begun = true;
            firstSample = endSample - samples;
        }
    }
}
