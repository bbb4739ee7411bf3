package org.ducksoup.cluster.home;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.interaction.InteractionKey;

/**
 * The map of all homes that the servers share. Each change is one atomic step. A stage completes exceptionally if the change may be
 * known to this server alone; then it counts for nothing. Thread-safe; no method blocks.
 */
public interface HomeStore {
    /** Whether this server is connected with enough others to read the map and to change it. */
    boolean isReachable();

    CompletionStage<Optional<HomeEntry>> get(InteractionKey key);

    /** Completes with the entry that is there already; empty if there was none and this one is there now. */
    CompletionStage<Optional<HomeEntry>> putIfAbsent(InteractionKey key, HomeEntry entry);

    /** Completes with whether exactly this entry was there and is replaced. */
    CompletionStage<Boolean> replace(InteractionKey key, HomeEntry expected, HomeEntry entry);

    /** Completes with whether exactly this entry was there and is gone. */
    CompletionStage<Boolean> remove(InteractionKey key, HomeEntry expected);

    /** All entries. Takes as long as there are many: for a check now and then. */
    CompletionStage<Map<InteractionKey, HomeEntry>> all();
}
