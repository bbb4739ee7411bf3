package org.ducksoup.sfu.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on to the observers. Each observer has its own place in the stream of events, with a thread and a queue:
 * one that blocks or throws harms nobody else. The place outlives the observer: the next version of it, which is known by
 * the name of its class, first hears what happened earlier in the interactions that go on, and then what its predecessor
 * has not heard.
 */
@Component(immediate = true) // keeps the events of a start-up for an observer that comes a moment later
public final class EventDispatcher implements EventPublisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventDispatcher.class);

    /** Observers that come so late get what has happened since the start all the same. */
    static final Duration START_UP = Duration.ofMinutes(1);

    /** How long a place waits for the next version of its observer. */
    static final Duration MAX_VACANT = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final CopyOnWriteArrayList<ObserverPlace> places = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    // Guarded by the lock.
    private final Backlog startUp = new Backlog();
    private final RunHistories histories = new RunHistories();
    private long published;

    @Activate
    public EventDispatcher() {
        this(System::nanoTime);
    }

    EventDispatcher(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        startedNanos = nanoTime.getAsLong();
    }

    @Override
    public void publish(InteractionEvent event) {
        synchronized (lock) {
            NumberedEvent numbered = new NumberedEvent(++published, event);
            if (isStartUp()) {
                startUp.add(numbered);
            } else {
                startUp.clear();
            }
            histories.add(numbered);
            for (ObserverPlace place : places) {
                place.add(numbered);
            }
            if (histories.hasEnded()) {
                forget();
            }
        }
    }

    private boolean isStartUp() {
        return nanoTime.getAsLong() - startedNanos < START_UP.toNanos();
    }

    private void forget() {
        long now = nanoTime.getAsLong();
        for (ObserverPlace place : places) {
            if (place.isVacantFor(MAX_VACANT.toNanos(), now)) {
                place.giveUp();
                places.remove(place);
            }
        }
        histories.forgetUntil(
                places.stream().mapToLong(ObserverPlace::heard).min().orElse(Long.MAX_VALUE));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeObserver")
    public void addObserver(InteractionObserver observer) {
        String name = observer.getClass().getName();
        synchronized (lock) {
            ObserverPlace place = places.stream()
                    .filter(each -> each.isVacant() && each.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> newPlace(name));
            List<NumberedEvent> earlier = new ArrayList<>(histories.before(Math.min(place.first(), published + 1)));
            if (!earlier.isEmpty()) {
                LOGGER.info(
                        "the observer {} comes while interactions go on: it hears {} earlier events; {} were too many to be"
                                + " kept",
                        name,
                        earlier.size(),
                        histories.leftOut());
            }
            place.take(observer, earlier);
        }
    }

    private ObserverPlace newPlace(String name) {
        ObserverPlace place = new ObserverPlace(name, isStartUp() ? 0 : published, nanoTime);
        if (isStartUp()) {
            startUp.forEach(place::add);
        }
        places.add(place);
        return place;
    }

    /** The observer hears what was published before this call, and then nothing more. */
    public void removeObserver(InteractionObserver observer) {
        places.stream().filter(place -> place.isOf(observer)).forEach(place -> place.leave(nanoTime.getAsLong()));
    }

    @Deactivate
    public void close() {
        places.forEach(place -> place.leave(nanoTime.getAsLong()));
    }
}
