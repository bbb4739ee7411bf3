package org.ducksoup.sfu.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.RunKey;
import org.jspecify.annotations.Nullable;

/** How many events of each run one observer could not be given. Not thread-safe. */
final class EventLosses {
    /** Of so many runs the observer hears what was dropped. The server's own log has the sum. */
    private static final int MAX_RUNS = 1_000;

    private final Map<RunKey, InteractionEvent.EventsLost> lost = new LinkedHashMap<>();
    private long all;

    void add(InteractionEvent.Scope scope) {
        all++;
        RunKey run = RunKey.of(scope);
        InteractionEvent.EventsLost before = lost.get(run);
        if (before != null || lost.size() < MAX_RUNS) {
            lost.put(run, new InteractionEvent.EventsLost(wholeRun(scope), before == null ? 1 : before.events() + 1));
        }
    }

    private static InteractionEvent.Scope wholeRun(InteractionEvent.Scope scope) {
        return new InteractionEvent.Scope(scope.at(), scope.key(), null, scope.createdAt(), scope.startedAt());
    }

    /** Those of one run, which are forgotten then; null if there are none. */
    InteractionEvent.@Nullable EventsLost take(InteractionEvent.Scope scope) {
        return lost.remove(RunKey.of(scope));
    }

    /** Those of all runs, which are forgotten then. */
    List<InteractionEvent.EventsLost> takeAll() {
        List<InteractionEvent.EventsLost> taken = List.copyOf(lost.values());
        lost.clear();
        return taken;
    }

    /** The sum since this was last asked. */
    long takeSum() {
        long sum = all;
        all = 0;
        return sum;
    }
}
