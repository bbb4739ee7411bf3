package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears every event: event log, exports, dashboards. Has a thread and a bounded queue of its own, so it may block on disk;
 * when the queue is full the oldest bitrate samples are dropped and counted, other events never.
 */
@ConsumerType
public interface InteractionObserver {
    void onEvent(InteractionEvent event);
}
