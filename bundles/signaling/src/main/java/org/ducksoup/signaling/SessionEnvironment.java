package org.ducksoup.signaling;

import java.util.function.Supplier;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What every session uses.
 *
 * @param interactions where to join; null while it is being replaced
 */
record SessionEnvironment(
        Supplier<@Nullable InteractionRegistry> interactions,
        EventPublisher events,
        ClientMessageParser parser,
        SessionLimits limits,
        Timer timer) {}
