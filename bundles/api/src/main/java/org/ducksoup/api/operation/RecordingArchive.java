package org.ducksoup.api.operation;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The runs in the server's data directory.
 *
 * <p>Thread-safe. Every method reads the disk and blocks for as long as that takes: not for threads of media or
 * messages. Only {@link #salvage} changes anything.
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

    /**
     * Completes runs that a crash left unfinished. Active runs are not touched. Takes seconds for each gigabyte.
     *
     * @param directory a run's directory, or one with several runs in it, absolute or relative to the data directory;
     *     null for the data directory
     * @return one for each run that was unfinished
     * @throws OperationException if there is no such directory
     * @throws IOException if the directory cannot be read
     */
    List<SalvagedRun> salvage(@Nullable String directory) throws OperationException, IOException;
}
