package org.ducksoup.api.interaction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells one run of an interaction from the next one of the same name.
 *
 * @param createdAt when the interaction was created; null for events that belong to no run, such as a join that was refused
 */
public record RunKey(InteractionKey key, @Nullable Instant createdAt) {
    public static RunKey of(InteractionEvent.Scope scope) {
        return new RunKey(scope.key(), scope.createdAt());
    }
}
