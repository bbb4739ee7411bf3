package org.ducksoup.gstreamer.log;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.Recurring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards GStreamer's lines to the server's event log, several times a second. While no log is installed, they wait in
 * GStreamer's memory.
 */
public final class DebugLogForwarder implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DebugLogForwarder.class);
    private static final long PERIOD_MILLIS = 200;

    private final DebugLog lines;
    private final EventLog log;
    private final boolean tracking;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("ducksoup-gstreamer-log"));

    public DebugLogForwarder(DebugLog lines, EventLog log, boolean tracking, Clock clock) {
        this.lines = lines;
        this.log = log;
        this.tracking = tracking;
        this.clock = clock;
        var unused = thread.scheduleWithFixedDelay(
                new Recurring(this::forward, e -> LOGGER.error("GStreamer's lines are missing in the log", e)),
                0,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    synchronized void forward() {
        ServerEvents present = log.present();
        if (present == null) {
            return;
        }
        DebugLog.Fetched fetched = lines.fetch();
        fetched.lines().forEach(line -> present.publish(line.event(DebugLog.began(), tracking)));
        if (fetched.dropped() > 0) {
            present.publish(new ServerEvent.GStreamerLinesDropped(clock.instant(), fetched.dropped()));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        lines.close();
    }
}
