package org.ducksoup.sfu.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.RunKey;

/**
 * What has happened in the interactions that are not over, for observers that come in the middle. Bounded: of what is too
 * much for one interaction or for all of them, samples are left out first. Not thread-safe.
 */
final class RunHistories {
    static final int MAX_OF_RUN = 20_000;
    private static final int MAX_OF_ALL = 200_000;
    private static final int MAX_CLIENT_CHARS = 1 << 20;

    private static final class History {
        private final List<NumberedEvent> events = new ArrayList<>();
        private int clientChars;
        private long leftOut;
        /** Number of the last event; 0 while the interaction goes on. */
        private long endedWith;
    }

    private final Map<RunKey, History> runs = new LinkedHashMap<>();
    private int kept;

    void add(NumberedEvent numbered) {
        InteractionEvent event = numbered.event();
        RunKey key = RunKey.of(event.scope());
        if (event instanceof InteractionEvent.InteractionCreated) {
            runs.put(key, new History());
        }
        History history = runs.get(key);
        if (history == null) {
            return;
        }
        if (isRoomFor(event, history)) {
            history.events.add(numbered);
            history.clientChars += event.clientChars();
            kept++;
        } else {
            history.leftOut++;
        }
        if (event instanceof InteractionEvent.InteractionDeleted) {
            history.endedWith = numbered.number();
        }
    }

    private boolean isRoomFor(InteractionEvent event, History history) {
        int share = numberOfShares(event);
        return history.events.size() < MAX_OF_RUN / 4 * share
                && kept < MAX_OF_ALL / 4 * share
                && history.clientChars + event.clientChars() <= MAX_CLIENT_CHARS;
    }

    /** Half of the room is for samples, and three quarters for these and the lines of clients. */
    private static int numberOfShares(InteractionEvent event) {
        return NumberedEvent.isSample(event) ? 2 : event.clientChars() > 0 ? 3 : 4;
    }

    /** What happened before an event in the interactions that were not over then, in order. */
    List<NumberedEvent> before(long number) {
        return runs.values().stream()
                .filter(history -> history.endedWith == 0 || history.endedWith >= number)
                .flatMap(history -> history.events.stream())
                .filter(event -> event.number() < number)
                .sorted(Comparator.comparingLong(NumberedEvent::number))
                .toList();
    }

    /** How many events of the present interactions were too many. */
    long leftOut() {
        return runs.values().stream().mapToLong(history -> history.leftOut).sum();
    }

    /** Whether an interaction is over whose history is still here. */
    boolean hasEnded() {
        return runs.values().stream().anyMatch(history -> history.endedWith != 0);
    }

    /** Forgets the interactions of which every observer has heard the end. */
    void forgetUntil(long heardByAll) {
        runs.values().removeIf(history -> {
            boolean known = history.endedWith != 0 && history.endedWith <= heardByAll;
            kept -= known ? history.events.size() : 0;
            return known;
        });
    }
}
