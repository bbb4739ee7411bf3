package org.ducksoup.stats.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;

/**
 * What happens in an interaction before it starts, kept for its log in bounded memory: that of the interaction, and that of
 * all interactions that have not started. Not thread-safe.
 */
final class EarlyEvents {
    static final int MAX_OF_RUN = 1 << 20;
    static final int MAX_OF_ALL = 32 << 20;

    /** In characters, like a client's text: what an event takes without one. */
    private static final int EVENT = 200;

    /** What all interactions keep together. */
    static final class Total {
        private int kept;
    }

    private final Total total;
    private final List<InteractionEvent> events = new ArrayList<>();
    private int kept;
    private int leftOut;

    EarlyEvents(Total total) {
        this.total = total;
    }

    void add(InteractionEvent event) {
        int size = EVENT + event.clientChars();
        // A quarter is for what the server says, however much the clients write.
        int share = event.clientChars() > 0 ? 3 : 4;
        if (kept + size > MAX_OF_RUN / 4 * share || total.kept + size > MAX_OF_ALL / 4 * share) {
            leftOut++;
            return;
        }
        kept += size;
        total.kept += size;
        events.add(event);
    }

    /** Gives all events away, and keeps none. */
    void drainTo(Consumer<InteractionEvent> to) {
        events.forEach(to);
        clear();
    }

    void clear() {
        events.clear();
        total.kept -= kept;
        kept = 0;
    }

    /** How many events were left out for want of room. */
    int leftOut() {
        return leftOut;
    }
}
