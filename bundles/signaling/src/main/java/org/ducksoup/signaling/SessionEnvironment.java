package org.ducksoup.signaling;

import java.util.function.Supplier;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.parts.Timer;
import org.ducksoup.parts.TokenBucket;
import org.ducksoup.signaling.message.ClientMessageParser;
import org.jspecify.annotations.Nullable;

/**
 * What sessions share. Sockets that open after a change of the configuration get another environment.
 *
 * @param interactions where to join; null while it is being replaced
 * @param homes of the interactions of a cluster; null while the cluster is not there
 * @param clustered whether nobody may join without it
 * @param refusals limits the log lines about refused joins, of all sockets together: strangers may cause as many
 *     refusals as they like
 */
record SessionEnvironment(
        Supplier<@Nullable InteractionRegistry> interactions,
        Supplier<@Nullable InteractionHomes> homes,
        boolean clustered,
        EventPublisher events,
        ClientMessageParser parser,
        SessionLimits limits,
        TokenBucket refusals,
        Timer timer) {
    /** Log lines about refused joins. */
    static final int REFUSALS_PER_SECOND = 10;

    static TokenBucket refusals(Timer timer) {
        return new TokenBucket(REFUSALS_PER_SECOND, REFUSALS_PER_SECOND, timer.nanoTime());
    }

    /** Only the interaction knows when it was created and started, so both are absent here. */
    InteractionEvent.Scope scope(InteractionKey key, @Nullable String user) {
        return new InteractionEvent.Scope(timer.instant(), key, user, null, null);
    }

    SessionEnvironment with(ClientMessageParser otherParser, SessionLimits otherLimits) {
        return new SessionEnvironment(
                interactions, homes, clustered, events, otherParser, otherLimits, refusals, timer);
    }
}
