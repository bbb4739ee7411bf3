package org.ducksoup.api.interaction;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives every event: event log, exports, dashboards. An observer has a thread and a bounded queue of its own, so it
 * may block on a disk. While 20 000 events wait, new bitrate samples are dropped; while 100 000 wait, every new event
 * is. The number of dropped events is logged when the observer goes.
 */
@ConsumerType
public interface InteractionObserver {
    void onEvent(InteractionEvent event);
}
