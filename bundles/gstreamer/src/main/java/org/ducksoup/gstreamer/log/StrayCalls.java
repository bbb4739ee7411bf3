package org.ducksoup.gstreamer.log;

import java.time.Clock;
import java.util.function.LongSupplier;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;

/** Tells the server's event log when GStreamer calls for pipelines that are not there: at most one line for each report. */
public final class StrayCalls {
    /** How often {@link #report} is to be called. */
    public static final long PERIOD_SECONDS = 1;

    private final LongSupplier calls;
    private final EventLog log;
    private final Clock clock;
    private long told;

    /** @param calls how many there were so far */
    public StrayCalls(LongSupplier calls, EventLog log, Clock clock) {
        this.calls = calls;
        this.log = log;
        this.clock = clock;
        told = calls.getAsLong();
    }

    /** Not thread-safe. */
    public void report() {
        ServerEvents present = log.present();
        long now = calls.getAsLong();
        if (present != null && now > told) {
            present.publish(new ServerEvent.PipelineNotFound(clock.instant(), now - told));
            told = now;
        }
    }
}
