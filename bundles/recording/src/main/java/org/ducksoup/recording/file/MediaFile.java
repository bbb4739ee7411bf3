package org.ducksoup.recording.file;

import java.io.IOException;
import java.nio.file.Path;
import org.ducksoup.api.recording.EncodedFrame;

/** A media file that is being written. The first write that fails throws; later ones are ignored. */
public interface MediaFile extends AutoCloseable {
    /** Returned by {@link #write} for a frame that does not belong in the file. */
    long LEFT_OUT = -1;

    Path path();

    /**
     * How many bytes are in the file. When it grows, it holds all the frames that were added before; the frame that made it grow comes
     * with the next ones.
     */
    long length();

    /**
     * Adds a frame. Frames of one track come in the order of their times; frames of different tracks may overlap a
     * little.
     *
     * @param index of the track in the file
     * @return the frame's time as readers of the file will see it, in nanoseconds, or {@link #LEFT_OUT}
     * @throws IOException once; later calls are ignored
     */
    long write(int index, EncodedFrame frame) throws IOException;

    /**
     * Writes the frames gathered so far, so that a crash of the process loses none of them.
     *
     * @throws IOException once
     */
    void flush() throws IOException;

    /** Completes the file; after a failure as far as possible. */
    @Override
    void close() throws IOException;
}
