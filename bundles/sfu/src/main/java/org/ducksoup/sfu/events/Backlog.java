package org.ducksoup.sfu.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The events of a start-up, for observers whose bundles start a moment later. When there are too many, the oldest are
 * dropped. Lines that clients write are dropped when there is too much text in them. Not thread-safe.
 */
final class Backlog {
    private static final int MAX_EVENTS = 10_000;

    private final Deque<NumberedEvent> events = new ArrayDeque<>();
    private int clientChars;

    void add(NumberedEvent numbered) {
        int chars = numbered.event().clientChars();
        if (chars > 0 && clientChars + chars > ObserverPlace.MAX_CLIENT_CHARS) {
            return;
        }
        if (events.size() == MAX_EVENTS) {
            clientChars -= events.removeFirst().event().clientChars();
        }
        clientChars += chars;
        events.addLast(numbered);
    }

    void forEach(Consumer<NumberedEvent> consumer) {
        events.forEach(consumer);
    }

    void clear() {
        events.clear();
        clientChars = 0;
    }
}
