package org.ducksoup.recording.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;

/**
 * A table beside a media file (CSV, RFC 4180) with a line for each frame: its RTP timestamp, when it was captured and
 * when it arrived. Frames that arrived and are left out of the media file have an empty {@code frame} and {@code
 * time_ns}.
 */
public final class IndexFile implements AutoCloseable {
    public static final String SUFFIX = ".csv";
    public static final String HEADER =
            "track,frame,time_ns,rtp_timestamp,capture_ns,arrival_ns,key_frame,bytes,lost_before";

    private final DiskFile disk;
    private final StringBuilder waiting = new StringBuilder(HEADER).append('\n');
    private final long[] frames = new long[2];
    /** Up to here, what waits may be written. */
    private int confirmed = waiting.length();

    private long end;
    private boolean failed;

    public IndexFile(DiskFile disk) {
        this.disk = disk;
    }

    public Path path() {
        return disk.path();
    }

    /**
     * Adds a frame.
     *
     * @param index of the track in the media file
     * @param timeNanos in that file, or {@link MediaFile#LEFT_OUT}
     */
    public void add(int index, RecordedTrack track, EncodedFrame frame, long timeNanos) {
        if (failed) {
            return;
        }
        boolean written = timeNanos != MediaFile.LEFT_OUT;
        waiting.append(track.kind().token()).append(',');
        if (written) {
            waiting.append(frames[index]++).append(',').append(timeNanos);
        } else {
            waiting.append(',');
        }
        waiting.append(',').append(frame.rtpTimestamp());
        waiting.append(',').append(frame.timestampNanos());
        waiting.append(',').append(frame.arrivalNanos());
        waiting.append(',').append(frame.keyFrame() ? 1 : 0);
        waiting.append(',').append(frame.data().remaining());
        waiting.append(',').append(frame.lostBefore()).append('\n');
    }

    /** The media file holds the frames added so far, except those that were left out of it. Only lines of such frames are written. */
    public void confirm() {
        confirmed = waiting.length();
    }

    /** @throws IOException once; the file is then cut to its last whole line */
    public void flush() throws IOException {
        if (failed || confirmed == 0) {
            return;
        }
        byte[] text = waiting.substring(0, confirmed).getBytes(StandardCharsets.US_ASCII);
        waiting.delete(0, confirmed);
        confirmed = 0;
        try {
            disk.writeOrCut(ByteBuffer.wrap(text), end, end);
            end += text.length;
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** Waits until the disk has stored the lines, which then survive a power cut, too. */
    @Override
    public void close() throws IOException {
        try (disk) {
            if (!failed) {
                disk.force();
            }
        }
    }
}
