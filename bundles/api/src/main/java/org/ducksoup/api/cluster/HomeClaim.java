package org.ducksoup.api.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what right a server is the home of an interaction.
 *
 * @param server its name
 * @param number of the claim; a later claim of the same interaction has a higher one
 * @param previous the run that another server, or an earlier process of this one, lost; null if there was none
 */
public record HomeClaim(
        String server, long number, @Nullable LostRun previous) {
    /**
     * A run whose server was lost.
     *
     * @param server its name
     * @param createdAt when the interaction was created; null if it never was
     */
    public record LostRun(String server, @Nullable Instant createdAt) {}
}
