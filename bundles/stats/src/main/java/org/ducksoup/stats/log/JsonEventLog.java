package org.ducksoup.stats.log;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.ducksoup.parts.RateLimited;
import org.ducksoup.parts.TokenBucket;
import org.ducksoup.parts.WallClock;
import org.ducksoup.stats.StatsConfiguration;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event as a line of the manual's log. The component is immediate, so that the start of the server is
 * logged even if nothing happens afterwards.
 */
@Component(
        service = {InteractionObserver.class, ServerEvents.class},
        immediate = true,
        configurationPid = "org.ducksoup.stats",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StatsConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class JsonEventLog implements InteractionObserver, ServerEvents {
    private static final Logger LOGGER = LoggerFactory.getLogger(JsonEventLog.class);
    private static final int MAX_LEVEL = LogLevel.TRACE.number();
    private static final String APP = "app";

    /** What all clients together may write at once, and in a second, in characters. */
    static final int CLIENT_BURST = 8 << 20;

    private static final int CLIENT_RATE = 512 << 10;
    private static final Duration LEFT_OUT_TOLD_EVERY = Duration.ofSeconds(10);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final PrintStream out;
    private final PrintStream err;
    private final LogFile.Opener opener;
    private final TokenBucket clientBudget;
    private final RateLimited leftOut;
    private final Object lock = new Object();
    /** Replaced and written to while the lock is held. */
    private volatile Output output;

    /**
     * The destinations that the configuration names.
     *
     * @param level of the least important entries that are written
     * @param file also one of the destinations; null for none
     * @param room of the file's disk; null without a file
     */
    private record Output(
            int level,
            @Nullable LogFileThread file,
            @Nullable DiskRoom room,
            List<LineDestination> destinations) {}

    /** @throws IllegalArgumentException naming the key, its value, and what is allowed */
    @Activate
    public JsonEventLog(StatsConfiguration configuration) {
        this(
                configuration,
                WallClock.in(ZoneId.systemDefault()),
                System::nanoTime,
                System.out,
                System.err,
                LogFile::append);
    }

    /**
     * @param nanoTime monotonic, for what is limited by time
     * @param opener of the log file
     */
    JsonEventLog(
            StatsConfiguration configuration,
            Clock clock,
            LongSupplier nanoTime,
            PrintStream out,
            PrintStream err,
            LogFile.Opener opener) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.out = out;
        this.err = err;
        this.opener = opener;
        clientBudget = new TokenBucket(CLIENT_BURST, CLIENT_RATE, nanoTime.getAsLong());
        leftOut = new RateLimited(LEFT_OUT_TOLD_EVERY, nanoTime);
        EventVocabulary.rehearse(new JsonFormat(new LogTime(clock.getZone())));
        output = output(configuration, null);
        writeAppEvent("app_started");
    }

    /**
     * Changes the destinations without losing a line, and without lines that say the server ended or started.
     *
     * @throws IllegalArgumentException naming the key, its value, and what is allowed; nothing has changed in that
     *     case
     */
    @Modified
    void modified(StatsConfiguration configuration) {
        synchronized (lock) {
            LogFileThread before = output.file;
            output = output(configuration, before);
            if (before != null && before != output.file) {
                before.close();
            }
        }
    }

    /** @param present is kept if it is the wanted file, because entries may be waiting in it for the disk */
    private Output output(StatsConfiguration configuration, @Nullable LogFileThread present) {
        int level = configuration.logLevel();
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException(
                    "org.ducksoup.stats logLevel is " + level + "; allowed: 0 to " + MAX_LEVEL);
        }
        LogTime time = new LogTime(clock.getZone());
        LineFormat json = new JsonFormat(time);
        List<LineDestination> destinations = new ArrayList<>();
        LogFileThread file = null;
        DiskRoom room = null;
        if (!configuration.logFile().isBlank()) {
            Path path = Path.of(configuration.logFile().trim());
            Warnings warnings = sentence -> err.println("DuckSoup: " + sentence);
            file = present != null && present.file().path().equals(path)
                    ? present
                    : new LogFileThread(new LogFile(path, json, opener, nanoTime, warnings), clock, nanoTime, warnings);
            destinations.add(file);
            room = new DiskRoom(path, (long) configuration.minFreeMebibytes() << 20, nanoTime, file);
        }
        if (configuration.logStdout()) {
            destinations.add(new StreamDestination(out, configuration.development() ? new PrettyFormat(time) : json));
        }
        if (destinations.isEmpty()) {
            destinations.add(new StreamDestination(err, json));
        }
        return new Output(level, file, room, List.copyOf(destinations));
    }

    @Override
    public void onEvent(InteractionEvent event) {
        if (event.clientChars() > 0 && !isRoomFor(event)) {
            leftOut.run(others -> LOGGER.warn(
                    "lines of clients are left out of the event log: there are too many, or its disk is nearly full;"
                            + " {} others since the last such line",
                    others));
            return;
        }
        try {
            EventVocabulary.entries(event, output.level).forEach(this::write);
        } catch (RuntimeException e) {
            LOGGER.warn("event {} could not be formatted", event, e);
        }
    }

    /** When space gets short clients write nothing, so that what the server says goes on, and recordings too. */
    private boolean isRoomFor(InteractionEvent event) {
        synchronized (lock) {
            DiskRoom room = output.room;
            if (room != null && room.isShort()) {
                return false;
            }
        }
        return clientBudget.take(event.clientChars(), nanoTime.getAsLong());
    }

    @Override
    public void publish(ServerEvent event) {
        write(ServerVocabulary.entry(event));
    }

    /** A disk that does not answer keeps the server's end for a few seconds only. */
    @Deactivate
    void close() {
        writeAppEvent("app_ended");
        synchronized (lock) {
            output.destinations.forEach(LineDestination::close);
        }
    }

    private void writeAppEvent(String message) {
        Instant now = clock.instant();
        write(new LogEntry(LogLevel.INFO, now, APP, message, new LogProperties()));
    }

    private void write(LogEntry entry) {
        if (entry.level().number() > output.level) {
            return;
        }
        synchronized (lock) {
            for (LineDestination destination : output.destinations) {
                try {
                    destination.write(entry);
                } catch (RuntimeException e) {
                    LOGGER.warn("event {} could not be written", entry.message(), e);
                }
            }
        }
    }
}
