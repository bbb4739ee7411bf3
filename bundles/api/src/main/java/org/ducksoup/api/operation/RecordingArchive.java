package org.ducksoup.api.operation;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The runs in the server's data directory.
 *
 * <p>Thread-safe. Every method reads the disk and blocks for as long as that takes: not for threads of media or
 * messages. Nothing is changed.
 */
@ProviderType
public interface RecordingArchive {
    /**
     * Every run, oldest first; those without a known start come first.
     *
     * @throws IOException if the data directory cannot be read
     */
    List<RecordedRun> runs() throws IOException;

    /**
     * Compares the files of a run with its manifest, with their indexes and with each other. Reads all of them, so it
     * takes seconds for each gigabyte.
     *
     * @param run its id, its directory relative to the data directory, or the name of an interaction that has only one
     * @throws OperationException if there is no such run, if several are meant, or if it is still active
     * @throws IOException if the data directory cannot be read
     */
    RunVerification verify(String run) throws OperationException, IOException;
}
