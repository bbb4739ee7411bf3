package org.ducksoup.stats.figures;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.cluster.FiguresElsewhere;
import org.ducksoup.api.cluster.FiguresHere;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.WorkerProcesses;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.api.websocket.EndpointType;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.stats.StatsConfiguration;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ws?type=stats}: the figures of all interactions, as long as there is one. Messages of the client are ignored.
 */
@Component(configurationPid = "org.ducksoup.stats", configurationPolicy = ConfigurationPolicy.REQUIRE)
@EndpointType("stats")
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class StatisticsFeed implements WebSocketEndpoint, FiguresHere {
    /** The period of the original. */
    static final Duration INTERVAL = Duration.ofMillis(900);

    private static final Logger LOGGER = LoggerFactory.getLogger(StatisticsFeed.class);
    private static final int POLICY_VIOLATION = 1008;

    private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
    private final LiveFigures live;
    private final ScheduledExecutorService clock;
    private final ProcessorShare processorShare = new ProcessorShare();
    private volatile boolean generateStats;

    /**
     * While the bundle that runs interactions is active. It is that of this server: nothing here waits for another one, so that its
     * silence does not hold up the figures of this server.
     */
    @Reference(
            target = "(" + Supervision.HERE + ")",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Supervision supervision;

    /** While the bundle that has them is active. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable WorkerProcesses workers;

    /** On a server of a cluster. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable FiguresElsewhere elsewhere;

    @Activate
    public StatisticsFeed(StatsConfiguration configuration, @Reference LiveFigures live) {
        this(
                live,
                configuration.generateStats(),
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ducksoup-statistics")));
    }

    StatisticsFeed(LiveFigures live, boolean generateStats, ScheduledExecutorService clock) {
        this.live = live;
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

    /** The interactions that are not over. Waits for them, 2 s at most. */
    private List<InteractionStatus> supervised() {
        Supervision known = supervision;
        return known == null ? List.of() : known.interactions();
    }

    /** For the other servers of a cluster. Nothing if nobody may see figures here. */
    @Override
    public String figures() {
        return generateStats ? StatisticsFrame.here(live, supervised()) : "{}";
    }

    private List<WorkerStatus> workersNow() {
        WorkerProcesses known = workers;
        return known == null ? List.of() : known.workers();
    }

    void tick() {
        if (sessions.isEmpty()) {
            return;
        }
        try {
            StatisticsFrame.of(live, supervised(), elsewhere, processorShare.next(), workersNow())
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
