package org.ducksoup.signaling;

import java.util.function.Supplier;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What sessions use. Those of sockets that open after a change of the configuration get another one.
 *
 * @param interactions where to join; null while it is being replaced
 * @param refusals of all sockets together
 */
record SessionEnvironment(
        Supplier<@Nullable InteractionRegistry> interactions,
        EventPublisher events,
        ClientMessageParser parser,
        SessionLimits limits,
        RefusalBudget refusals,
        Timer timer) {
    SessionEnvironment with(ClientMessageParser otherParser, SessionLimits otherLimits) {
        return new SessionEnvironment(interactions, events, otherParser, otherLimits, refusals, timer);
    }
}
