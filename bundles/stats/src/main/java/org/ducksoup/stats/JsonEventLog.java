package org.ducksoup.stats;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event as a line of the manual's log. Immediate, so that the server's start is in the log whether or not
 * anything happens afterwards.
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

    private final int level;
    private final Clock clock;
    private final List<LineDestination> destinations;

    /** @throws IllegalArgumentException naming the key, its value, and what is allowed */
    @Activate
    public JsonEventLog(StatsConfiguration configuration) {
        this(configuration, Clock.system(ZoneId.systemDefault()), System.out, System.err);
    }

    JsonEventLog(StatsConfiguration configuration, Clock clock, PrintStream out, PrintStream err) {
        level = configuration.logLevel();
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException(
                    "org.ducksoup.stats logLevel is " + level + "; allowed: 0 to " + MAX_LEVEL);
        }
        this.clock = clock;
        destinations = destinations(configuration, new LogTime(clock.getZone()), out, err);
        writeAppEvent("app_started");
    }

    private static List<LineDestination> destinations(
            StatsConfiguration configuration, LogTime time, PrintStream out, PrintStream err) {
        LineFormat json = new JsonFormat(time);
        List<LineDestination> destinations = new ArrayList<>();
        if (!configuration.logFile().isBlank()) {
            Path path = Path.of(configuration.logFile().trim());
            Warnings warnings = sentence -> err.println("DuckSoup: " + sentence);
            destinations.add(new LogFile(path, json, LogFile::append, System::nanoTime, warnings));
        }
        if (configuration.logStdout()) {
            destinations.add(new StreamDestination(out, configuration.development() ? new PrettyFormat(time) : json));
        }
        if (destinations.isEmpty()) {
            destinations.add(new StreamDestination(err, json));
        }
        return destinations;
    }

    @Override
    public void onEvent(InteractionEvent event) {
        try {
            EventVocabulary.entries(event).forEach(this::write);
        } catch (RuntimeException e) {
            LOGGER.warn("event {} could not be put into words", event, e);
        }
    }

    @Override
    public void publish(ServerEvent event) {
        write(ServerVocabulary.entry(event));
    }

    @Deactivate
    void close() {
        writeAppEvent("app_ended");
        synchronized (destinations) {
            destinations.forEach(LineDestination::close);
        }
    }

    private void writeAppEvent(String message) {
        Instant now = clock.instant();
        write(new LogEntry(LogLevel.INFO, now, APP, message, new LogProperties()));
    }

    private void write(LogEntry entry) {
        if (entry.level().number() > level) {
            return;
        }
        synchronized (destinations) {
            for (LineDestination destination : destinations) {
                try {
                    destination.write(entry);
                } catch (RuntimeException e) {
                    LOGGER.warn("event {} could not be written", entry.message(), e);
                }
            }
        }
    }
}
