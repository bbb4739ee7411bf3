package org.ducksoup.api.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes one connection of one participant. Calls never overlap and come from a thread of its own: it may block on disk. An
 * {@link IOException} ends what this recorder writes; another one is opened when the disk takes something again. Any other
 * exception ends the recording, but never the call.
 */
@ConsumerType
public interface Recorder extends AutoCloseable {
    /** @param frame lent until the call returns */
    void write(RecordedTrack track, EncodedFrame frame) throws IOException;

    /**
     * Called about once a second, also while no frames come. When it returns, everything written so far must survive
     * a crash of this process.
     */
    default void flush() throws IOException {}

    /** What has been written so far, absolute paths; each exists. */
    List<Path> files();

    /** Completes the files. Called exactly once, also on abort and after a failure. */
    @Override
    void close() throws IOException;
}
