package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives every event, in order: event log, exports, dashboards. An observer has a thread and a bounded queue of its own,
 * so it may block on a disk. While 20 000 events wait, new bitrate samples are dropped; while 100 000 wait, every new event
 * is. The number of dropped events is logged.
 *
 * <p>An observer's place in the stream outlives it by ten minutes. The next version, which has the same class name, gets
 * what its predecessor has not got, up to the same bounds. An observer without a predecessor begins with the present, and
 * in the first minute of the server with its start.
 */
@ConsumerType
public interface InteractionObserver {
    void onEvent(InteractionEvent event);

    /**
     * An event of an interaction that goes on, from before the observer's first {@link #onEvent}. A predecessor has handled
     * it, or nobody. These come first, in order, on the same thread; an observer that keeps a state of interactions needs
     * them, one that writes or sends events does not. Of an interaction's first 20 000 events all are kept for this but
     * for bitrate samples, of which there are 10 000.
     */
    default void onEarlierEvent(InteractionEvent event) {}
}
