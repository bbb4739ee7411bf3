package org.ducksoup.stats.figures;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.websocket.EndpointType;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.stats.StatsConfiguration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ws?type=stats}: the figures of all interactions, as long as there is one. Messages of the client are ignored.
 */
@Component(configurationPid = "org.ducksoup.stats", configurationPolicy = ConfigurationPolicy.REQUIRE)
@EndpointType("stats")
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class StatisticsFeed implements WebSocketEndpoint {
    /** The period of the original. */
    static final Duration INTERVAL = Duration.ofMillis(900);

    private static final Logger LOGGER = LoggerFactory.getLogger(StatisticsFeed.class);
    private static final int POLICY_VIOLATION = 1008;

    private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
    private final LiveFigures live;
    private final SupervisedInteractions supervised;
    private final ScheduledExecutorService clock;
    private final ProcessorShare processorShare = new ProcessorShare();
    private volatile boolean generateStats;

    @Activate
    public StatisticsFeed(
            StatsConfiguration configuration,
            @Reference LiveFigures live,
            @Reference SupervisedInteractions supervised) {
        this(
                live,
                supervised,
                configuration.generateStats(),
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ducksoup-statistics")));
    }

    StatisticsFeed(
            LiveFigures live,
            SupervisedInteractions supervised,
            boolean generateStats,
            ScheduledExecutorService clock) {
        this.live = live;
        this.supervised = supervised;
        this.generateStats = generateStats;
        this.clock = clock;
        var unused =
                clock.scheduleAtFixedRate(this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Open feeds stay open, as long as figures are generated. */
    @Modified
    void modified(StatsConfiguration configuration) {
        generateStats = configuration.generateStats();
        if (!generateStats) {
            sessions.forEach(StatisticsFeed::refuse);
        }
    }

    private static void refuse(WebSocketSession session) {
        session.close(POLICY_VIOLATION, "generateStats is false in config/server.yml");
    }

    @Override
    public WebSocketListener onOpen(WebSocketSession session) {
        // The order matters: a change of settings at this moment closes the feed either there or here.
        sessions.add(session);
        if (!generateStats) {
            sessions.remove(session);
            refuse(session);
        }
        return new WebSocketListener() {
            @Override
            public void onText(String text) {
                // Clients have nothing to say on this feed.
            }

            @Override
            public void onClose(int code, String reason) {
                sessions.remove(session);
            }
        };
    }

    void tick() {
        if (sessions.isEmpty()) {
            return;
        }
        try {
            StatisticsFrame.of(live, supervised.now(), processorShare.next())
                    .ifPresent(frame -> sessions.forEach(session -> session.send(frame)));
        } catch (RuntimeException e) {
            LOGGER.warn("no statistics this time", e);
        }
    }

    @Deactivate
    void close() {
        clock.shutdownNow();
    }
}
