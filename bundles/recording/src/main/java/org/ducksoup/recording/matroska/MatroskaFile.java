package org.ducksoup.recording.matroska;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.MediaFile;
import org.jspecify.annotations.Nullable;

/**
 * One Matroska file (RFC 9559), readable at any moment: it begins with everything that a player needs, and grows by
 * whole clusters of at most a second. Closing adds the duration and an index. If the disk fails, the file ends with its
 * last whole cluster.
 */
public final class MatroskaFile implements MediaFile {
    /**
     * Nanoseconds of a tick: a tenth of a millisecond is fine enough for frames, and a cluster's times fit in 16 bits.
     */
    static final long TICK_NANOS = 100_000;

    private static final long CLUSTER_TICKS = 900_000_000L / TICK_NANOS;
    private static final int CLUSTER_BYTES = 1 << 20;

    /** Senders make key frames much more often when they are asked for them, but nobody seeks more finely than this. */
    private static final long CUE_TICKS = 1_000_000_000L / TICK_NANOS;

    private final DiskFile disk;
    private final List<MatroskaTrack> tracks;
    private final boolean hasVideo;
    private final MatroskaHeader header;
    private final Cues cues = new Cues();
    private final Ebml cluster = new Ebml();
    private final Ebml blocks = new Ebml();
    private long end;
    private long clusterTicks;
    private boolean cueInCluster;
    private boolean news;
    private long startTicks = Long.MAX_VALUE;
    private long endTicks;
    private boolean failed;

    /** Writes the header of a file whose video comes at any rate. */
    public MatroskaFile(DiskFile disk, List<Codec> codecs) throws IOException {
        this(disk, codecs, 0);
    }

    /**
     * Writes the header to a new file, and removes it if that fails.
     *
     * @param frameRate pictures a second of its video if that rate is constant, otherwise 0
     */
    public MatroskaFile(DiskFile disk, List<Codec> codecs, int frameRate) throws IOException {
        this.disk = disk;
        this.tracks = IntStream.range(0, codecs.size())
                .mapToObj(index -> new MatroskaTrack(index + 1, codecs.get(index), frameRate))
                .toList();
        this.hasVideo = tracks.stream().anyMatch(MatroskaTrack::isVideo);
        this.header = new MatroskaHeader(tracks);
        try {
            disk.write(header.content(), 0);
        } catch (IOException e) {
            disk.abandon(e);
            throw e;
        }
        end = header.length();
    }

    @Override
    public Path path() {
        return disk.path();
    }

    @Override
    public long length() {
        return end;
    }

    /**
     * Video before the first key frame is left out, and so are frames before the timeline's beginning.
     *
     * @param index of the track, as given to the constructor
     */
    @Override
    public long write(int index, EncodedFrame encoded) throws IOException {
        MatroskaTrack track = tracks.get(index);
        long timestampNanos = encoded.timestampNanos();
        boolean keyFrame = encoded.keyFrame();
        if (failed || !track.accept(encoded.data(), keyFrame && timestampNanos >= 0, timestampNanos)) {
            return LEFT_OUT;
        }
        news |= track.takeNews();
        long ticks = (timestampNanos + TICK_NANOS / 2) / TICK_NANOS;
        if (mustCloseBefore(ticks)) {
            flush();
        }
        if (blocks.length() == 0) {
            clusterTicks = ticks;
            cueInCluster = false;
        }
        if (!cueInCluster && keyFrame && track.isVideo() == hasVideo && ticks - cues.lastTicks() >= CUE_TICKS) {
            cueInCluster = true;
            cues.add(ticks, track.number(), end - MatroskaHeader.SEGMENT_START);
        }
        blocks.simpleBlock(
                track.number(), (int) (ticks - clusterTicks), keyFrame, track.payload(), track.payloadLength());
        startTicks = Math.min(startTicks, ticks);
        endTicks = Math.max(endTicks, ticks + track.durationNanos() / TICK_NANOS);
        return ticks * TICK_NANOS;
    }

    private boolean mustCloseBefore(long ticks) {
        long span = ticks - clusterTicks;
        boolean far = span >= CLUSTER_TICKS || span < Short.MIN_VALUE;
        return blocks.length() > 0 && (far || blocks.length() >= CLUSTER_BYTES);
    }

    @Override
    public void flush() throws IOException {
        if (!failed && blocks.length() > 0) {
            writeCluster();
        }
    }

    private void writeCluster() throws IOException {
        if (news) {
            // The header never tells of a picture that is not in the file, even if the process is killed.
            news = false;
            patch(header.tracks(), MatroskaHeader.TRACKS_AT);
        }
        cluster.clear();
        cluster.unsigned(0xE7, clusterTicks);
        int timestampLength = cluster.length();
        cluster.clear();
        cluster.masterHeader(0x1F43B675, timestampLength + blocks.length());
        cluster.unsigned(0xE7, clusterTicks);
        cluster.append(blocks);
        blocks.clear();
        append(cluster);
    }

    private void append(Ebml element) throws IOException {
        patch(element.content(), end);
        end += element.length();
    }

    private void patch(ByteBuffer content, long position) throws IOException {
        try {
            disk.writeOrCut(content, position, end);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** Adds duration and index. The file is complete afterwards; after a failure, as complete as possible. */
    @Override
    public void close() throws IOException {
        try (disk) {
            IOException failure = finish();
            header.end();
            // These values are written in place, so they need no room on the disk.
            disk.write(header.tracks(), MatroskaHeader.TRACKS_AT);
            disk.write(MatroskaHeader.duration(Math.max(0, endTicks - startTicks)), MatroskaHeader.DURATION_AT);
            disk.write(MatroskaHeader.size(end), MatroskaHeader.SIZE_AT);
            if (failure != null) {
                throw failure;
            }
            disk.force();
        }
    }

    private @Nullable IOException finish() {
        try {
            flush();
            if (!failed && end == header.length()) {
                // Players refuse a file without any cluster.
                writeCluster();
            }
            if (!failed && !cues.isEmpty()) {
                long cuesAt = end - MatroskaHeader.SEGMENT_START;
                append(cues.element());
                disk.write(MatroskaHeader.seekHead(cuesAt), MatroskaHeader.SEEK_AT);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
