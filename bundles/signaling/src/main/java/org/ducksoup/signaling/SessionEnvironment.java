package org.ducksoup.signaling;

import java.util.function.Supplier;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.signaling.message.ClientMessageParser;
import org.jspecify.annotations.Nullable;

/**
 * What sessions use. Those of sockets that open after a change of the configuration get another one.
 *
 * @param interactions where to join; null while it is being replaced
 * @param refusals that may still be told in the log, of all sockets together: strangers may make as many as they like
 */
record SessionEnvironment(
        Supplier<@Nullable InteractionRegistry> interactions,
        EventPublisher events,
        ClientMessageParser parser,
        SessionLimits limits,
        MessageBudget refusals,
        Timer timer) {
    /** Of refused joins in the log. */
    static final int REFUSALS_PER_SECOND = 10;

    static MessageBudget refusals(Timer timer) {
        return new MessageBudget(REFUSALS_PER_SECOND, REFUSALS_PER_SECOND, timer.nanoTime());
    }

    SessionEnvironment with(ClientMessageParser otherParser, SessionLimits otherLimits) {
        return new SessionEnvironment(interactions, events, otherParser, otherLimits, refusals, timer);
    }
}
