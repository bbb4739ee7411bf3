package org.ducksoup.sfu.events;

import java.time.Instant;
import java.util.function.Function;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.parts.Timer;
import org.ducksoup.sfu.time.SteadyClock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what happens in one interaction. Every event gets the instant, the interaction's name and the instants at
 * which the interaction was created and started. On the interaction's thread.
 *
 * <p>Its clock is that of everything that is compared within an interaction: events, controls, files, remaining time. A
 * step of the wall clock moves nothing, so the instants may differ from the wall clock's until the interaction is over.
 */
public final class InteractionLog {
    private final InteractionKey key;
    private final EventPublisher events;
    private final SteadyClock clock;
    private final Instant createdAt;
    private @Nullable Instant startedAt;

    public InteractionLog(InteractionKey key, EventPublisher events, Timer timer) {
        this.key = key;
        this.events = events;
        clock = new SteadyClock(timer);
        createdAt = clock.instant();
    }

    /** The time on the interaction's own clock. From any thread. */
    public Instant now() {
        return clock.instant();
    }

    /** When the interaction was created. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When the interaction started; null before. */
    @Nullable
    public Instant startedAt() {
        return startedAt;
    }

    /** Notes that the interaction starts now: later events tell this instant. */
    public Instant start() {
        Instant now = clock.instant();
        startedAt = now;
        return now;
    }

    /** Publishes an event about the whole interaction. */
    public void publish(Function<Scope, InteractionEvent> event) {
        tell(event, null);
    }

    /**
     * Publishes an event about a participant, or about a user who would like to be one.
     *
     * @param userId null for the whole interaction
     */
    public void tell(Function<Scope, InteractionEvent> event, @Nullable String userId) {
        events.publish(event.apply(scope(userId)));
    }

    private Scope scope(@Nullable String userId) {
        return new Scope(clock.instant(), key, userId, createdAt, startedAt);
    }
}
