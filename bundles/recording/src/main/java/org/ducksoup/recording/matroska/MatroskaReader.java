package org.ducksoup.recording.matroska;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.rtp.payload.OpusPayload;
import org.jspecify.annotations.Nullable;

/** Reads a file of {@link MatroskaFile}, whole or truncated: its content, and the values that its end needs. */
public final class MatroskaReader {
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int TRACKS = 0x1654AE6B;
    private static final int CLUSTER = 0x1F43B675;
    private static final long UNKNOWN = -1;
    private static final int LONGEST_HEADER = 12;
    private static final int LARGEST_CLUSTER = 64 << 20;
    private static final long CUE_TICKS = 1_000_000_000L / MatroskaFile.TICK_NANOS;

    /** State of one track during reading. */
    private static final class Track {
        private int number;
        private Codec codec = Codec.OPUS;
        private long frames;
        private long firstTicks;
        private long lastTicks;
        private long lastTicksLong;
        private final FrameIntervals intervals = new FrameIntervals();
        private byte[] description = {};
        private boolean hasDefaultDuration;

        /** The header's entry. A video that came at any rate gets the mean of the frames found. */
        private byte[] completeDescription() {
            long interval = intervals.meanNanos();
            if (codec == Codec.OPUS || hasDefaultDuration || interval == 0) {
                return description;
            }
            Ebml added = new Ebml().unsigned(MatroskaTrack.DEFAULT_DURATION, interval);
            return ByteBuffer.allocate(description.length + added.length())
                    .put(description)
                    .put(added.content())
                    .array();
        }

        private long endTicks() {
            return lastTicks + lastTicksLong;
        }
    }

    private record Element(int id, long contentAt, long length) {
        long end() {
            return contentAt + length;
        }
    }

    private final FileChannel channel;
    private final List<Track> tracks = new ArrayList<>();
    private final Cues cues = new Cues();
    private final long fileLength;
    private long validLength;
    private boolean finished;

    private MatroskaReader(FileChannel channel) throws IOException {
        this.channel = channel;
        fileLength = channel.size();
    }

    /** @throws IOException also if this bundle did not write the file */
    public static MatroskaReader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MatroskaReader reader = new MatroskaReader(channel);
            reader.readAll(file);
            return reader;
        }
    }

    public FileFacts facts() {
        return new FileFacts(
                finished,
                validLength,
                tracks.stream()
                        .map(track -> new FileFacts.Track(
                                track.codec,
                                track.frames,
                                track.firstTicks * MatroskaFile.TICK_NANOS,
                                track.endTicks() * MatroskaFile.TICK_NANOS))
                        .toList());
    }

    /** The index of the clusters found. */
    public Cues cues() {
        return cues;
    }

    /** The header's entries of the tracks that have frames; all entries if no track has any. */
    public List<byte[]> descriptions() {
        boolean anyUsed = tracks.stream().anyMatch(track -> track.frames > 0);
        return tracks.stream()
                .filter(track -> !anyUsed || track.frames > 0)
                .map(Track::completeDescription)
                .toList();
    }

    /** From the first frame to the end of the last one. */
    public long durationTicks() {
        List<Track> used = tracks.stream().filter(track -> track.frames > 0).toList();
        long start = used.stream().mapToLong(track -> track.firstTicks).min().orElse(0);
        return used.stream().mapToLong(Track::endTicks).max().orElse(0) - start;
    }

    private void readAll(Path file) throws IOException {
        Element head = element(0);
        Element segment = head == null || head.id != EBML ? null : element(head.end());
        if (segment == null || segment.id != SEGMENT || segment.contentAt != MatroskaHeader.SEGMENT_START) {
            throw new IOException(file + " is no recording of this server");
        }
        finished = segment.length != UNKNOWN && segment.end() == fileLength;
        long at = segment.contentAt;
        validLength = at;
        for (Element next = element(at); next != null && next.end() <= fileLength; next = element(at)) {
            if (next.id == TRACKS) {
                readTracks(content(next));
            } else if (next.id == CLUSTER) {
                readCluster(content(next), at - segment.contentAt);
            }
            at = next.end();
            validLength = at;
        }
        if (validLength < MatroskaHeader.TRACKS_AT + MatroskaHeader.TRACKS_SPACE) {
            throw new IOException(file + " ends within its header");
        }
    }

    private ByteBuffer content(Element element) throws IOException {
        if (element.length > LARGEST_CLUSTER) {
            throw new IOException("an element of " + element.length + " bytes");
        }
        return bytes(element.contentAt, (int) element.length);
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return bytes.flip();
    }

    /** The element that begins here; null if the file ends before its content, or if the bytes are no element. */
    private @Nullable Element element(long at) throws IOException {
        int room = (int) Math.min(LONGEST_HEADER, fileLength - at);
        return room < 2 ? null : element(bytes(at, room), at);
    }

    private static @Nullable Element element(ByteBuffer bytes, long at) {
        int start = bytes.position();
        int idLength = bytes.hasRemaining() ? Integer.numberOfLeadingZeros(bytes.get(start) & 0xff) - 23 : 5;
        if (idLength > 4 || bytes.remaining() <= idLength) {
            return null;
        }
        int sizeLength = Integer.numberOfLeadingZeros(bytes.get(start + idLength) & 0xff) - 23;
        if (sizeLength > 8 || bytes.remaining() < idLength + sizeLength) {
            return null;
        }
        long id = number(bytes, start, idLength);
        long mask = (1L << (7 * sizeLength)) - 1;
        long size = number(bytes, start + idLength, sizeLength) & mask;
        return new Element((int) id, at + idLength + sizeLength, size == mask ? UNKNOWN : size);
    }

    private static long number(ByteBuffer bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 8) | (bytes.get(at + i) & 0xff);
        }
        return value;
    }

    private interface Visitor {
        void on(int id, ByteBuffer content);
    }

    private static void forEach(ByteBuffer parent, Visitor visitor) {
        ByteBuffer rest = parent.duplicate();
        while (rest.hasRemaining()) {
            Element child = element(rest, rest.position());
            if (child == null || child.length < 0 || child.end() > rest.limit()) {
                return;
            }
            visitor.on(child.id, rest.slice((int) child.contentAt, (int) child.length));
            rest.position((int) child.end());
        }
    }

    private void readTracks(ByteBuffer all) {
        forEach(all, (id, entry) -> {
            if (id == 0xAE) {
                Track track = new Track();
                track.description = new byte[entry.remaining()];
                entry.get(0, track.description);
                forEach(entry, (field, value) -> {
                    if (field == MatroskaTrack.DEFAULT_DURATION) {
                        track.hasDefaultDuration = true;
                    } else if (field == 0xD7) {
                        track.number = (int) number(value, 0, value.remaining());
                    } else if (field == 0x86) {
                        track.codec =
                                switch (StandardCharsets.US_ASCII.decode(value).toString()) {
                                    case "V_VP8" -> Codec.VP8;
                                    case "A_OPUS" -> Codec.OPUS;
                                    default -> Codec.H264;
                                };
                    }
                });
                tracks.add(track);
            }
        });
    }

    private void readCluster(ByteBuffer cluster, long offset) {
        long[] clusterTicks = {0};
        boolean hasVideo = tracks.stream().anyMatch(track -> track.codec != Codec.OPUS);
        boolean[] cued = {false};
        forEach(cluster, (id, content) -> {
            if (id == 0xE7) {
                clusterTicks[0] = number(content, 0, content.remaining());
            } else if (id == 0xA3 && content.remaining() > 4) {
                int number = content.get(0) & 0x7f;
                long ticks = clusterTicks[0] + content.getShort(1);
                boolean keyFrame = (content.get(3) & 0x80) != 0;
                for (Track track : tracks) {
                    if (track.number == number) {
                        count(track, ticks, content);
                        boolean leads = (track.codec != Codec.OPUS) == hasVideo;
                        if (!cued[0] && keyFrame && leads && ticks - cues.lastTicks() >= CUE_TICKS) {
                            cued[0] = true;
                            cues.add(ticks, number, offset);
                        }
                    }
                }
            }
        });
    }

    private static void count(Track track, long ticks, ByteBuffer block) {
        track.intervals.add(ticks * MatroskaFile.TICK_NANOS);
        if (track.frames++ == 0) {
            track.firstTicks = ticks;
            track.lastTicks = ticks;
        }
        if (track.codec == Codec.OPUS) {
            byte[] packet = new byte[block.remaining() - 4];
            block.get(4, packet);
            long nanos = Math.max(0, OpusPayload.samples(packet, 0, packet.length))
                    * 1_000_000_000L
                    / Codec.OPUS.clockRate();
            track.lastTicksLong = nanos / MatroskaFile.TICK_NANOS;
        } else if (ticks > track.lastTicks) {
            track.lastTicksLong =
                    Math.min(ticks - track.lastTicks, MatroskaTrack.LONGEST_PICTURE / MatroskaFile.TICK_NANOS);
        }
        track.lastTicks = Math.max(track.lastTicks, ticks);
    }
}
