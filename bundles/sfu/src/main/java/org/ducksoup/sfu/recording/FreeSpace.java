package org.ducksoup.sfu.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room for a recording. A trial that could not be recorded to its end is better not begun.
 *
 * @param data the data directory; need not exist yet
 * @param leastBytes that have to be free; 0 for no check
 */
public record FreeSpace(Path data, long leastBytes) {
    /** Why nobody can join, or null if there is room. A disk that does not say how full it is counts as empty. */
    @Nullable
    public Reason refusal() {
        if (leastBytes == 0) {
            return null;
        }
        try {
            Path existing = data;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            long free = Files.getFileStore(existing).getUsableSpace();
            return free >= leastBytes
                    ? null
                    : new Reason(
                            "recordingMode",
                            "",
                            "this server has " + mebibytes(free) + " MiB left for recordings and needs "
                                    + mebibytes(leastBytes)
                                    + "; ask its operator to make room (minFreeMebibytes of org.ducksoup.sfu)");
        } catch (IOException e) {
            return null;
        }
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
