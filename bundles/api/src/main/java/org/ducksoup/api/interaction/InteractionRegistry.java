package org.ducksoup.api.interaction;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Every interaction of this server. Thread-safe. */
@ProviderType
public interface InteractionRegistry {
    /** The directories of the runs that are not over, absolute: nobody else may touch their files. Thread-safe. */
    default Set<Path> openRuns() {
        return Set.of();
    }

    /**
     * Creates or enters an interaction. Returns at once; the channel receives {@link ServerMessage.Joined} or {@link
     * ServerMessage.Refused} later.
     *
     * @param request what the client asks for
     * @param channel reaches the client as long as it is connected
     * @return the client's side of its session; usable at once, even before the answer
     */
    ParticipantSession join(JoinRequest request, SignalingChannel channel);

    /**
     * Whether new interactions can be created. A server that drains lets running interactions finish and creates no new
     * ones.
     *
     * @return false while the server drains; never blocks
     */
    boolean acceptsNew();

    /**
     * Whether all that a join may ask for is there: effects, a recorder for each mode of the manual, and plans. Not so for a moment while
     * the server starts and rehearses, and while a bundle of these is replaced.
     *
     * @return never blocks
     */
    default boolean isComplete() {
        return true;
    }

    /**
     * Why the server has no room for one more participant with effects, at the player's default size, or no network
     * for one. Participants who are in an interaction, or come back to one, are not affected.
     *
     * @return empty while there is room; never blocks
     */
    Optional<ServerMessage.Reason> full();
}
