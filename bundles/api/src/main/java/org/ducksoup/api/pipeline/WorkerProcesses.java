package org.ducksoup.api.pipeline;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The worker processes in which effects run apart from the server. Thread-safe. */
@ProviderType
public interface WorkerProcesses {
    /** Those there are now, in the order of their numbers; empty if no effect needs one. Does not block. */
    List<WorkerStatus> workers();

    /**
     * The plug-ins that a lab's bundle has brought, also those that cannot be used. Blocks until they are examined, which a
     * process of its own does.
     *
     * @param bundle its symbolic name
     * @param modified when it was installed or updated, as {@code Bundle.getLastModified} has it
     * @return empty if that takes longer, or if nobody examines them
     */
    List<NativePlugin> awaitPlugins(String bundle, long modified, Duration patience);
}
