package org.ducksoup.sfu.events;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ducksoup.api.interaction.InteractionEvent;

/**
 * Events that no observer has heard, kept while an observer's bundle is replaced. When there are too many, the oldest
 * are dropped. Lines that clients write are dropped when there is too much text in them.
 */
final class Backlog {
    private static final int MAX_EVENTS = 10_000;

    private final Deque<InteractionEvent> events = new ArrayDeque<>();
    private int clientChars;

    void add(InteractionEvent event) {
        if (event.clientChars() > 0 && clientChars + event.clientChars() > ObserverQueue.MAX_CLIENT_CHARS) {
            return;
        }
        if (events.size() == MAX_EVENTS) {
            clientChars -= events.removeFirst().clientChars();
        }
        clientChars += event.clientChars();
        events.addLast(event);
    }

    void drainTo(ObserverQueue queue) {
        while (!events.isEmpty()) {
            queue.add(events.removeFirst());
        }
        clientChars = 0;
    }
}
