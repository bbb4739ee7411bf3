package org.ducksoup.sfu.capacity;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.parts.UsableSpace;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room for a recording: it is better not to begin a trial that cannot be recorded to its end.
 *
 * @param data the data directory; need not exist yet
 * @param minBytes that have to be free; 0 for no check
 */
public record FreeSpace(Path data, long minBytes) {
    /** Bytes that are free; negative if the disk does not tell. Takes as long as the disk does. */
    long bytes() {
        return UsableSpace.at(data).orElse(-1);
    }

    /**
     * Why nobody can join; null if there is room, or if the disk does not tell how full it is. Takes as long as the disk
     * does: see {@link RoomCheck}.
     */
    @Nullable
    public Reason refusal() {
        OptionalLong usable = UsableSpace.at(data);
        if (usable.isEmpty() || usable.getAsLong() >= minBytes) {
            return null;
        }
        return new Reason(
                "recordingMode",
                "",
                "this server has " + mebibytes(usable.getAsLong()) + " MiB left for recordings and needs "
                        + mebibytes(minBytes)
                        + "; ask its operator to make room (minFreeMebibytes of org.ducksoup.sfu)");
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
