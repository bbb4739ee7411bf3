package org.ducksoup.signaling;

import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionRegistry;

/** What every session uses. */
record SessionEnvironment(
        InteractionRegistry interactions,
        EventPublisher events,
        ClientMessageParser parser,
        SessionLimits limits,
        Timer timer) {}
