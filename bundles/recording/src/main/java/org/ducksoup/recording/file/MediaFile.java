package org.ducksoup.recording.file;

import java.io.IOException;
import java.nio.file.Path;
import org.ducksoup.api.recording.EncodedFrame;

/** One file of media while it is written. The first write that fails throws; what follows is ignored. */
public interface MediaFile extends AutoCloseable {
    /** What {@link #write} answers for a frame that does not belong in the file. */
    long LEFT_OUT = -1;

    Path path();

    /**
     * Adds a frame. Frames of one track come in the order of their times; those of different tracks may cross a little.
     *
     * @param index of the track in the file
     * @return the frame's time as readers of the file will see it, in nanoseconds, or {@link #LEFT_OUT}
     * @throws IOException once; what follows is ignored
     */
    long write(int index, EncodedFrame frame) throws IOException;

    /**
     * Writes what has been gathered, so that a crash of the process from here on loses nothing of it.
     *
     * @throws IOException once
     */
    void flush() throws IOException;

    /** Completes the file; after a failure as far as it can be. */
    @Override
    void close() throws IOException;
}
