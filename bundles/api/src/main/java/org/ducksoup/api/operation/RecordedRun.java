package org.ducksoup.api.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run of an interaction as its directory describes it.
 *
 * @param id of the run, 12 hexadecimal digits; the directory's own name where the manifest does not tell
 * @param directory relative to the data directory, with {@code /} on every system
 * @param namespace of the interaction
 * @param interaction its name
 * @param state whether its files can be relied on
 * @param startedAt when its timeline began, or null if that is not known
 * @param length from its start to its end, until now for one that is active, and to the end of its last file where the
 *     end is not known
 * @param recordingMode in effect, or empty if that is not known
 * @param endReason why it ended, as the manifest says it, or null while it has not
 * @param incidents the kinds of its incidents, in the order in which they happened
 * @param fileCount of sound and pictures
 * @param bytes of these files together
 */
public record RecordedRun(
        String id,
        String directory,
        String namespace,
        String interaction,
        State state,
        @Nullable Instant startedAt,
        Duration length,
        String recordingMode,
        @Nullable String endReason,
        List<String> incidents,
        int fileCount,
        long bytes) {
    public RecordedRun {
        incidents = List.copyOf(incidents);
    }

    /** The state of a run's files. */
    public enum State {
        /** The interaction is not over, or its files are being completed. */
        ACTIVE,
        /** Everything was completed in order. */
        COMPLETE,
        /** Completed after a crash of the server. */
        SALVAGED,
        /** Left by a crash, and not completed yet. */
        UNFINISHED,
        /** There is no manifest, or it cannot be read. */
        UNREADABLE;

        /** The spelling in tables and in JSON: {@code complete}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
