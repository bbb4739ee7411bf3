package org.ducksoup.cluster.home;

import java.time.Instant;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.cluster.lease.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The home of one interaction, as all servers know it.
 *
 * @param home the server, in the life in which it has claimed the interaction
 * @param number of the claim, from 1 on: higher than that of the claim which it follows, and no other claim of the same life has it
 * @param createdAt when the interaction was created; null as long as it was not
 * @param previous the run that was lost before; null if there was none
 */
public record HomeEntry(
        Identity home, long number, @Nullable Instant createdAt, HomeClaim.@Nullable LostRun previous) {
    /** The first claim of an interaction. */
    static HomeEntry first(Identity home, long number) {
        return new HomeEntry(home, number, null, null);
    }

    /** The claim of a server that takes this one over. */
    HomeEntry takenBy(Identity other, long number) {
        if (home.equals(other)) {
            // Nothing was lost: this life of the server has ended what there was, and others may not know that yet.
            return new HomeEntry(other, number, null, createdAt == null ? previous : null);
        }
        // What never began here may have begun before.
        HomeClaim.LostRun lost =
                createdAt == null && previous != null ? previous : new HomeClaim.LostRun(home.server(), createdAt);
        return new HomeEntry(other, number, null, lost);
    }

    HomeEntry created(Instant at) {
        return new HomeEntry(home, number, at, previous);
    }
}
