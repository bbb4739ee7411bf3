package org.ducksoup.sfu.events;

import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Passes events on to the observers. Each observer has a thread and a queue of its own: one that blocks or throws
 * harms nobody else. Events wait while there is no observer.
 */
@Component(immediate = true) // keeps the events of a start-up for an observer that comes a moment later
public final class EventDispatcher implements EventPublisher {
    private final CopyOnWriteArrayList<ObserverQueue> queues = new CopyOnWriteArrayList<>();
    private final Backlog backlog = new Backlog();

    @Activate
    public EventDispatcher() {}

    @Override
    public void publish(InteractionEvent event) {
        synchronized (backlog) {
            if (queues.isEmpty()) {
                backlog.add(event);
            }
            // Within the lock: otherwise the last observer might leave just now, and nobody would have the event.
            for (ObserverQueue queue : queues) {
                queue.add(event);
            }
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeObserver")
    public void addObserver(InteractionObserver observer) {
        ObserverQueue queue = new ObserverQueue(observer);
        synchronized (backlog) {
            if (queues.isEmpty()) {
                backlog.drainTo(queue);
            }
            queues.add(queue);
        }
    }

    /** The observer hears what was published before this call, and then nothing more. */
    public void removeObserver(InteractionObserver observer) {
        for (ObserverQueue queue : queues) {
            if (queue.observer() == observer) {
                synchronized (backlog) {
                    queues.remove(queue);
                }
                queue.close();
            }
        }
    }

    @Deactivate
    public void close() {
        queues.forEach(ObserverQueue::close);
    }
}
