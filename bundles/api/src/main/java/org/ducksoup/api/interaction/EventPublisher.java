package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ProviderType;

/** Publishes events to the observers. Thread-safe, returns at once. */
@ProviderType
public interface EventPublisher {
    void publish(InteractionEvent event);
}
