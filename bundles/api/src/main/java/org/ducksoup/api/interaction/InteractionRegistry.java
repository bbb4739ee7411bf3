package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ProviderType;

/** Every interaction of this server. Thread-safe. */
@ProviderType
public interface InteractionRegistry {
    /**
     * Creates or enters an interaction. Returns at once; whether the participant is in is told to the channel, by
     * {@link ServerMessage.Joined} or {@link ServerMessage.Refused}.
     *
     * @param request what the client wants
     * @param channel how to reach the client, for as long as it is there
     * @return what the client may do; usable at once, also before the answer
     */
    ParticipantSession join(JoinRequest request, SignalingChannel channel);

    /**
     * Whether new interactions can be created. A server that is about to stop lets those finish that it has.
     *
     * @return true, unless it drains; never blocks
     */
    default boolean acceptsNew() {
        return true;
    }
}
