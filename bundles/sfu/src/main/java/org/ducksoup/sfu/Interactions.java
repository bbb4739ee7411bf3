package org.ducksoup.sfu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.parts.SystemTimer;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.capacity.Capacity;
import org.ducksoup.sfu.capacity.Demand;
import org.ducksoup.sfu.capacity.Load;
import org.ducksoup.sfu.capacity.Machine;
import org.ducksoup.sfu.channel.Farewells;
import org.ducksoup.sfu.channel.Nobody;
import org.ducksoup.sfu.configuration.MediaSettings;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.host.ContainerWatch;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.host.InteractionThreads;
import org.ducksoup.sfu.host.Preparation;
import org.ducksoup.sfu.media.RecordingMode;
import org.ducksoup.sfu.operation.Supervised;
import org.ducksoup.sfu.operation.SupervisedInteractions;
import org.ducksoup.sfu.plan.InteractionPlan;
import org.ducksoup.sfu.plan.PlanPlaces;
import org.ducksoup.sfu.plan.PlansHere;
import org.ducksoup.sfu.recording.Recorders;
import org.ducksoup.sfu.recording.RecordingMemory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
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
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All interactions of this server. */
@Component(configurationPid = "org.ducksoup.sfu", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SfuConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class Interactions
        implements InteractionRegistry,
                HostedInteractions,
                SupervisedInteractions,
                Interaction.Owner,
                ContainerWatch.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Interactions.class);

    /** The session of a client that was refused at once. */
    private static final ParticipantSession NOBODY = new Nobody();

    private static final long SHUTDOWN_TIMEOUT_MILLIS = 6000;

    private final Map<InteractionKey, Interaction> interactions = new HashMap<>();
    private final ClosingInteractions closing = new ClosingInteractions();
    private final SystemTimer timer = new SystemTimer("ducksoup-interaction-timer");
    private final Farewells farewells = new Farewells(timer);
    private final InteractionThreads threads = new InteractionThreads();
    private final PlansHere plans;
    /** For interactions that begin from now on. Each interaction keeps the environment with which it began. */
    private volatile InteractionEnvironment environment;

    private volatile Duration drainTime;
    /** Guarded by {@link #interactions}. */
    private boolean draining;

    private @Nullable ContainerWatch container;
    private Preparation preparation = () -> true;

    /** On a server of a cluster. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable InteractionHomes homes;

    @Activate
    public Interactions(
            SfuConfiguration configuration,
            @Reference PeerConnectionFactory connections,
            @Reference EventPublisher events,
            @Reference Pipelines pipelines,
            @Reference Recorders recorders,
            @Reference Estimators estimators,
            @Reference PlansHere plans,
            @Reference Preparation preparation,
            BundleContext context) {
        this(configuration, connections, events, pipelines, recorders, estimators, plans);
        this.preparation = preparation;
        MediaSettings.tellCapacity(environment.capacity().limit(), Machine.here());
        container = new ContainerWatch(context, this);
    }

    /** For a server without a container. The caller has to close it. */
    public Interactions(
            SfuConfiguration configuration,
            PeerConnectionFactory connections,
            EventPublisher events,
            Pipelines pipelines,
            Recorders recorders,
            Estimators estimators,
            PlansHere plans) {
        this.plans = plans;
        drainTime = Duration.ofSeconds(configuration.drainSeconds());
        letReplace(configuration, recorders, estimators);
        environment = InteractionEnvironment.of(
                configuration,
                connections,
                pipelines,
                recorders,
                estimators,
                events,
                threads.pool(),
                threads.checks(),
                timer,
                farewells,
                RecordingMemory.ofServer(MediaSettings.serverMemory(configuration)),
                new Capacity(MediaSettings.capacity(configuration, Machine.here()), Machine::isHeapFull));
    }

    /** Interactions that begin from now on get the new values. Nothing restarts and nobody is disturbed. */
    @Modified
    public void modified(SfuConfiguration configuration) {
        // A configuration that cannot be used throws here, before anything has changed.
        environment = environment.with(configuration);
        drainTime = Duration.ofSeconds(configuration.drainSeconds());
        letReplace(configuration, environment.recorders(), environment.estimators());
        MediaSettings.tellCapacity(environment.capacity().limit(), Machine.here());
    }

    private static void letReplace(SfuConfiguration configuration, Recorders recorders, Estimators estimators) {
        Set<String> names = Set.of(configuration.labsMayReplace());
        recorders.letReplace(names);
        estimators.letReplace(names);
    }

    @Override
    public ParticipantSession join(JoinRequest request, SignalingChannel channel) {
        return joinAfter(null, request, channel);
    }

    @Override
    public ParticipantSession joinAfter(@Nullable Interaction over, JoinRequest request, SignalingChannel channel) {
        Resumption resumption = request.resumption();
        if (resumption != null) {
            Optional<Interaction> ending = closing.find(request.key(), over);
            if (ending.isPresent()) {
                return ending.get().join(ending.get().placed(request), channel);
            }
            // After that: an interaction leaves its last messages before it is closed.
            List<ServerMessage> missed = farewells.take(resumption);
            if (!missed.isEmpty()) {
                missed.forEach(channel::send);
                return NOBODY;
            }
        }
        InteractionHomes cluster = homes;
        Optional<HomeClaim> claim = cluster == null ? Optional.empty() : cluster.claim(request.key());
        if (cluster != null && claim.isEmpty()) {
            // Between the search for the interaction's home and this moment, the lease has run out.
            return refuse(request, channel, Refusal.PEER_CONNECTION, JoinCheck.elsewhereReason());
        }
        synchronized (interactions) {
            if (resumption != null && !interactions.containsKey(request.key())) {
                return refuse(request, channel, Refusal.ABORTED, JoinCheck.overReason(request.key()));
            }
            if (draining && !interactions.containsKey(request.key())) {
                // Pages show "please reload the page" for it. That is right: another server may be there by then.
                return refuse(request, channel, Refusal.PEER_CONNECTION, JoinCheck.stoppingReason());
            }
            Interaction present = interactions.get(request.key());
            if (present != null) {
                return present.join(present.placed(request), channel);
            }
            ExperimentPlan plan = planOf(request);
            JoinRequest placed = plan == null ? request : InteractionPlan.placed(request, plan);
            ServerMessage.Reason objection = PlanPlaces.objection(placed, plan, plans);
            if (objection != null) {
                return refuse(request, channel, Refusal.JOIN, objection);
            }
            Interaction begun = begin(placed, plan);
            claim.ifPresent(begun::tellHome);
            interactions.put(request.key(), begun);
            return begun.join(placed, channel);
        }
    }

    private @Nullable ExperimentPlan planOf(JoinRequest request) {
        JoinRequest.PlanPlace place = request.place();
        if (place == null) {
            return null;
        }
        return (place.trial() == null ? plans.plan(place.plan()) : plans.trial(place.trial())).orElse(null);
    }

    private Interaction begin(JoinRequest request, @Nullable ExperimentPlan plan) {
        JoinRequest first = plan == null ? request : InteractionPlan.withValues(request, plan);
        Interaction interaction = new Interaction(first, plan, environment, this);
        Optional.ofNullable(container).ifPresent(watch -> interaction.tellServedBy(watch::bundles));
        return interaction;
    }

    private ParticipantSession refuse(
            JoinRequest request, SignalingChannel channel, Refusal refusal, ServerMessage.Reason reason) {
        ServerMessage.Refused refused = new ServerMessage.Refused(refusal, reason);
        channel.send(refused);
        channel.close();
        InteractionEvent.Scope scope =
                new InteractionEvent.Scope(timer.instant(), request.key(), request.userId(), null, null);
        environment.events().publish(new InteractionEvent.JoinRefused(scope, refused));
        return NOBODY;
    }

    @Override
    public boolean acceptsNew() {
        return !isDraining();
    }

    @Override
    public boolean isComplete() {
        return environment.pipelines().factory().isPresent()
                && RecordingMode.builtIn().stream()
                        .allMatch(mode -> environment.recorders().absent(RecordingMode.of(mode)) == null)
                && plans.arePresent()
                && preparation.isOver();
    }

    @Override
    public boolean isDraining() {
        synchronized (interactions) {
            return draining;
        }
    }

    @Override
    public void setDraining(boolean drains) {
        synchronized (interactions) {
            draining = drains;
        }
    }

    @Override
    public Collection<Supervised> supervised() {
        synchronized (interactions) {
            return interactions.values().stream().map(Interaction::operated).toList();
        }
    }

    @Override
    public Optional<Supervised> supervised(InteractionKey key) {
        synchronized (interactions) {
            return Optional.ofNullable(interactions.get(key)).map(Interaction::operated);
        }
    }

    @Override
    public Optional<ServerMessage.Reason> full() {
        return environment
                .connections()
                .objection()
                .map(JoinCheck::noNetworkReason)
                .or(() -> Optional.ofNullable(environment.capacity().objection(Demand.USUAL)));
    }

    @Override
    public ServerLoad load() {
        Load taken = environment.capacity().taken();
        Load limit = environment.capacity().limit();
        return new ServerLoad(
                running().size(),
                taken.participants(),
                limit.participants(),
                taken.pipelines(),
                limit.pipelines(),
                taken.pixelsPerSecond(),
                limit.pixelsPerSecond(),
                taken.bytes(),
                limit.bytes());
    }

    @Override
    public long freeBytes() {
        environment.roomCheck().look();
        return environment.roomCheck().lastFreeBytes();
    }

    @Override
    public boolean has(InteractionKey key) {
        synchronized (interactions) {
            return interactions.containsKey(key) || closing.find(key, null).isPresent();
        }
    }

    @Override
    public CompletableFuture<Void> end(Predicate<InteractionKey> which, EndReason reason) {
        CompletableFuture<?>[] ended = running().stream()
                .filter(interaction -> which.test(interaction.key()))
                .map(interaction -> {
                    interaction.execute(() -> interaction.end(reason));
                    return interaction.whenOver();
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ended);
    }

    @Override
    public void onOver(Interaction over) {
        synchronized (interactions) {
            closing.add(over);
            interactions.remove(over.key(), over);
        }
    }

    @Override
    public void onContainerStops() {
        drain();
        endAll();
    }

    @Override
    public void onBundle(String name, String version, boolean started) {
        running().forEach(each -> each.tellBundle(name, version, started));
    }

    private List<Interaction> running() {
        synchronized (interactions) {
            return List.copyOf(interactions.values());
        }
    }

    @Override
    public Set<Path> openRuns() {
        return Stream.concat(running().stream(), closing.all().stream())
                .map(Interaction::runDirectory)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Begins no interactions any more, and lets the running ones finish for as long as is configured, here and on other servers of which
     * this one has participants' sockets. The container waits for this.
     */
    void drain() {
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        synchronized (interactions) {
            draining = true;
            interactions.values().stream().map(Interaction::whenOver).forEach(waiting::add);
        }
        int running = waiting.size();
        InteractionHomes known = homes;
        if (known != null) {
            // Their calls are on other servers, and their sockets here.
            waiting.add(known.whenNobodyIsPassedOn().toCompletableFuture());
        }
        Duration patience = drainTime;
        CompletableFuture<Void> over = CompletableFuture.allOf(waiting.toArray(CompletableFuture<?>[]::new));
        if (!over.isDone() && !patience.isZero()) {
            LOGGER.info(
                    "{} interactions may continue for {} s before this server stops", running, patience.toSeconds());
            over.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    @Deactivate
    public void close() {
        Optional.ofNullable(container).ifPresent(ContainerWatch::close);
        endAll();
        timer.close();
        threads.close();
    }

    /** Ends every interaction in order: everybody is told, everything is written. */
    private void endAll() {
        CompletableFuture<Void> running = end(every -> true, EndReason.SHUTDOWN);
        CompletableFuture<?>[] closed =
                closing.all().stream().map(Interaction::whenOver).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(running, CompletableFuture.allOf(closed))
                .completeOnTimeout(null, SHUTDOWN_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }
}
