package org.ducksoup.stats.log;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Clock;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.ducksoup.parts.WallClock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes exceptions that no code caught, and that ended a thread, into the event log. The component is immediate,
 * because no other component asks for it.
 */
@Component(
        immediate = true,
        service = {})
public final class UncaughtExceptions implements UncaughtExceptionHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(UncaughtExceptions.class);

    private final ServerEvents log;
    private final Clock clock;
    private final @Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @Activate
    public UncaughtExceptions(@Reference ServerEvents log) {
        this(log, WallClock.utc());
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    UncaughtExceptions(ServerEvents log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        LOGGER.error("{} ended with an uncaught exception", thread.getName(), thrown);
        try {
            log.publish(new ServerEvent.Panicked(clock.instant(), thread.getName(), thrown.toString()));
        } catch (RuntimeException e) {
            LOGGER.warn("app_panicked could not be written", e);
        }
        if (before != null) {
            before.uncaughtException(thread, thrown);
        }
    }

    @Deactivate
    void stop() {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
