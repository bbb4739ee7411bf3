package org.ducksoup.stats.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.InteractionObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** All current interactions with their newest figures. Thread-safe. */
@Component(service = {InteractionObserver.class, LiveFigures.class})
public final class LiveFigures implements InteractionObserver {
    private final Map<InteractionKey, InteractionFigures> interactions = new LinkedHashMap<>();

    @Activate
    public LiveFigures() {
        // Declarative Services delivers the events.
    }

    @Override
    public void onEarlierEvent(InteractionEvent event) {
        onEvent(event);
    }

    @Override
    public synchronized void onEvent(InteractionEvent event) {
        InteractionKey key = event.scope().key();
        if (event instanceof InteractionEvent.InteractionCreated) {
            interactions.put(key, new InteractionFigures(key, event.scope().createdAt()));
        }
        InteractionFigures figures = interactions.get(key);
        if (figures == null || !isSameRun(figures, event)) {
            return;
        }
        figures.hear(event);
        if (event instanceof InteractionEvent.InteractionDeleted) {
            interactions.remove(key);
        }
    }

    /** A name may be in use again while its previous run is still ending. */
    private static boolean isSameRun(InteractionFigures figures, InteractionEvent event) {
        var createdAt = event.scope().createdAt();
        return createdAt == null || createdAt.equals(figures.createdAt);
    }

    /** Applies a function to each interaction while no figure changes. */
    synchronized <T> List<T> read(Function<InteractionFigures, T> reader) {
        List<T> read = new ArrayList<>();
        interactions.values().forEach(figures -> read.add(reader.apply(figures)));
        return read;
    }
}
