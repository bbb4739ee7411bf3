package org.ducksoup.recording.manifest;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The active runs of this process, with any recorder. */
public final class OpenRuns {
    private static final Set<Path> DIRECTORIES = ConcurrentHashMap.newKeySet();

    private OpenRuns() {}

    static void add(Path run) {
        DIRECTORIES.add(run.toAbsolutePath());
    }

    static void remove(Path run) {
        DIRECTORIES.remove(run.toAbsolutePath());
    }

    /** Whether only the run itself may touch its files. */
    public static boolean contains(Path run) {
        return DIRECTORIES.contains(run.toAbsolutePath());
    }
}
