package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives every event, in order: event log, exports, dashboards. An observer has a thread and a bounded queue of its
 * own, so it may block on a disk. While 20 000 events wait, new bitrate samples are dropped; while 100 000 wait,
 * every new event is. The number of dropped events is logged, and that an observer has not returned for ten seconds, or
 * has thrown something.
 *
 * <p>An observer's place in the stream is kept for ten minutes after the observer is gone. Its next version, which
 * has the same class name, receives the events that its predecessor has not received, up to the same bounds. An
 * observer without a predecessor begins with the next event or, in the first minute of the server, with the first.
 */
@ConsumerType
public interface InteractionObserver {
    void onEvent(InteractionEvent event);

    /**
     * An earlier event of an interaction that still runs. It was published before the observer's first {@link
     * #onEvent}, and a predecessor may have handled it. These come first, in order, on the same thread; an observer
     * that keeps a state of interactions needs them, one that writes or sends events does not. The first 20 000
     * events of an interaction are kept for this, but no more than 10 000 bitrate samples.
     */
    default void onEarlierEvent(InteractionEvent event) {}
}
