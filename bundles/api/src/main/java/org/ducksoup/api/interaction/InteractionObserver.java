package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives every event: event log, exports, dashboards. An observer has a thread and a bounded queue of its own, so it
 * may block on a disk. When the queue is full, the oldest bitrate samples are dropped first, then other events; the
 * number of dropped events is logged.
 */
@ConsumerType
public interface InteractionObserver {
    void onEvent(InteractionEvent event);
}
