package org.ducksoup.cluster.home;

import java.time.Instant;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.cluster.lease.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The home of one interaction, as all servers know it.
 *
 * @param home the server, in the life in which it has claimed the interaction
 * @param number of the claim, from 1 on; each claim of the same interaction by another life has a higher one
 * @param createdAt when the interaction was created; null as long as it was not
 * @param previous the run that was lost before; null if there was none
 */
public record HomeEntry(
        Identity home, long number, @Nullable Instant createdAt, HomeClaim.@Nullable LostRun previous) {
    /** The first claim of an interaction. */
    static HomeEntry first(Identity home) {
        return new HomeEntry(home, 1, null, null);
    }

    /** The claim of a server that takes this one over. */
    HomeEntry takenBy(Identity other) {
        // What never began here may have begun before.
        HomeClaim.LostRun lost =
                createdAt == null && previous != null ? previous : new HomeClaim.LostRun(home.server(), createdAt);
        return new HomeEntry(other, number + 1, null, lost);
    }

    HomeEntry created(Instant at) {
        return new HomeEntry(home, number, at, previous);
    }
}
