package org.ducksoup.recording.matroska;

import java.nio.ByteBuffer;
import java.util.List;

/** The beginning of a file, with parts in fixed places, so that they can be written again when more is known. */
public final class MatroskaHeader {
    private static final int SEGMENT = 0x18538067;
    private static final int SEEK_HEAD = 0x114D9B74;
    private static final int INFO = 0x1549A966;
    private static final int TRACKS = 0x1654AE6B;
    private static final int CUES = 0x1C53BB6B;
    private static final int DURATION = 0x4489;

    /** The EBML header never changes. */
    private static final int EBML_LENGTH = 40;

    /** Room for the positions of the file's parts, which are known only at the end. */
    private static final int SEEK_SPACE = 96;

    private static final int INFO_LENGTH = 45;

    /** Room for the tracks, which grow when a key frame brings a decoder's configuration. */
    public static final int TRACKS_SPACE = 2048;

    public static final int SIZE_AT = EBML_LENGTH + 4;
    public static final int SEGMENT_START = SIZE_AT + 8;
    public static final int SEEK_AT = SEGMENT_START;
    private static final int INFO_AT = SEEK_AT + SEEK_SPACE;
    public static final int DURATION_AT = INFO_AT + INFO_LENGTH - 8;
    public static final int TRACKS_AT = INFO_AT + INFO_LENGTH;

    private final List<MatroskaTrack> tracks;
    private final Ebml described = new Ebml();
    private boolean ended;

    MatroskaHeader(List<MatroskaTrack> tracks) {
        this.tracks = tracks;
    }

    int length() {
        return TRACKS_AT + TRACKS_SPACE;
    }

    ByteBuffer content() {
        Ebml out = new Ebml();
        out.master(0x1A45DFA3, head -> head.unsigned(0x4286, 1)
                .unsigned(0x42F7, 1)
                .unsigned(0x42F2, 4)
                .unsigned(0x42F3, 8)
                .text(0x4282, "matroska")
                .unsigned(0x4287, 4)
                .unsigned(0x4285, 2));
        expect(out, EBML_LENGTH);
        out.open(SEGMENT, Ebml.UNKNOWN_SIZE);
        expect(out, SEGMENT_START);
        out.padding(SEEK_SPACE);
        out.master(INFO, info -> info.unsigned(0x2AD7B1, MatroskaFile.TICK_NANOS)
                .text(0x4D80, "DuckSoup")
                .text(0x5741, "DuckSoup")
                .real(DURATION, 0));
        expect(out, TRACKS_AT);
        out.append(describeTracks());
        expect(out, length());
        return out.content();
    }

    private static void expect(Ebml out, int length) {
        if (out.length() != length) {
            throw new IllegalStateException(out.length() + " bytes of header where " + length + " belong");
        }
    }

    /** No more frames follow. */
    void end() {
        ended = true;
    }

    /** The tracks as they are known now, padded to their room; valid until the next call. */
    public ByteBuffer tracks() {
        return describeTracks().content();
    }

    /**
     * Tracks as they are described in the file, padded to their room.
     *
     * @param entries contents of the {@code TrackEntry} elements
     */
    public static ByteBuffer tracks(List<byte[]> entries) {
        Ebml out = new Ebml();
        out.master(TRACKS, all -> entries.forEach(entry -> all.binary(0xAE, entry)));
        out.padding(TRACKS_SPACE - out.length());
        return out.content();
    }

    private Ebml describeTracks() {
        // In the end, tracks without frames are left out: players would have to guess what they are.
        boolean anyUsed = ended && tracks.stream().anyMatch(MatroskaTrack::isUsed);
        described.clear();
        described.master(TRACKS, all -> tracks.stream()
                .filter(track -> !anyUsed || track.isUsed())
                .forEach(track -> track.describe(all, ended)));
        described.padding(TRACKS_SPACE - described.length());
        return described;
    }

    /**
     * The value of the duration alone.
     *
     * @param ticks from the first frame to the end of the last one, which is what ffmpeg, GStreamer and MKVToolNix take
     *     it for; with the time before the first frame, OpenCV would expect frames that are not there
     */
    public static ByteBuffer duration(long ticks) {
        return ByteBuffer.allocate(8).putDouble((double) ticks).flip();
    }

    /** The size of the segment alone. */
    public static ByteBuffer size(long fileLength) {
        return ByteBuffer.allocate(8)
                .putLong((fileLength - SEGMENT_START) | 0x0100_0000_0000_0000L)
                .flip();
    }

    /** @param cuesAt from the segment's first byte */
    public static ByteBuffer seekHead(long cuesAt) {
        Ebml out = new Ebml();
        out.master(SEEK_HEAD, head -> {
            seek(head, INFO, INFO_AT - SEGMENT_START);
            seek(head, TRACKS, TRACKS_AT - SEGMENT_START);
            seek(head, CUES, cuesAt);
        });
        out.padding(SEEK_SPACE - out.length());
        return out.content();
    }

    private static void seek(Ebml head, int id, long position) {
        byte[] name = ByteBuffer.allocate(4).putInt(id).array();
        head.master(0x4DBB, entry -> entry.binary(0x53AB, name).unsigned(0x53AC, position));
    }
}
