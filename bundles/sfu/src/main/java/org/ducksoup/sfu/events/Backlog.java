package org.ducksoup.sfu.events;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ducksoup.api.interaction.InteractionEvent;

/**
 * Events that no observer has heard, kept while an observer's bundle is replaced. When there are too many, the oldest
 * are dropped.
 */
final class Backlog {
    private static final int MAX_EVENTS = 10_000;

    private final Deque<InteractionEvent> events = new ArrayDeque<>();

    void add(InteractionEvent event) {
        if (events.size() == MAX_EVENTS) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    void drainTo(ObserverQueue queue) {
        while (!events.isEmpty()) {
            queue.add(events.removeFirst());
        }
    }
}
