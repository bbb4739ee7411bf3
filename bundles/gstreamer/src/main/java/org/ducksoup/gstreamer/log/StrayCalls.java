package org.ducksoup.gstreamer.log;

import java.time.Clock;
import java.util.function.LongSupplier;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;

/**
 * Reports to the server's event log when GStreamer calls back for pipelines that no longer exist: at most one line for
 * each report.
 */
public final class StrayCalls {
    /** The period of {@link #report}. */
    public static final long PERIOD_SECONDS = 1;

    private final LongSupplier calls;
    private final EventLog log;
    private final Clock clock;
    private long told;

    /** @param calls gives the number of such calls so far */
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
