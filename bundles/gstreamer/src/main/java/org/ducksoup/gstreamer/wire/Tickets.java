package org.ducksoup.gstreamer.wire;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;

/** Who hears of the frames that have the changes which were sent to a worker. Thread-safe. */
public final class Tickets {
    /** Without frames they must not fill the memory. */
    private static final int MAX = 1000;

    private final Map<Integer, ChangeTime.Listener> given = new LinkedHashMap<>();
    private int last = Message.Timing.NO_TICKET;

    /** What a worker is told of the time of a change. */
    public synchronized Message.Timing of(ChangeTime when) {
        if (when.isAtOnce()) {
            return new Message.Timing(when.nanos(), Message.Timing.NO_TICKET);
        }
        if (given.size() >= MAX) {
            Iterator<Integer> oldest = given.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        last++;
        given.put(last, when.listener());
        return new Message.Timing(when.nanos(), last);
    }

    /** A worker has made a change. */
    public void onApplied(int ticket, MediaKind kind, long arrivalNanos) {
        ChangeTime.Listener listener;
        synchronized (this) {
            listener = given.remove(ticket);
        }
        if (listener != null) {
            listener.onFrame(kind, arrivalNanos);
        }
    }
}
