package org.ducksoup.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.ducksoup.api.cluster.ClusterKeys;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.cluster.FiguresElsewhere;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.api.cluster.ServingLease;
import org.ducksoup.api.cluster.SharedLines;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.cluster.home.HomeDirectory;
import org.ducksoup.cluster.home.HomeStore;
import org.ducksoup.cluster.lease.CountedMembers;
import org.ducksoup.cluster.lease.Grants;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.lease.Members;
import org.ducksoup.cluster.lease.ServerLease;
import org.ducksoup.cluster.member.ClusterMember;
import org.ducksoup.cluster.member.Datagrams;
import org.ducksoup.cluster.member.MemberSettings;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.cluster.member.StoredLines;
import org.ducksoup.cluster.relay.RelayHeader;
import org.ducksoup.cluster.relay.Relays;
import org.ducksoup.cluster.supervision.ClusterLink;
import org.ducksoup.cluster.supervision.FiguresOfOthers;
import org.ducksoup.cluster.supervision.HttpQuestions;
import org.ducksoup.cluster.supervision.ServerSeal;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.Recurring;
import org.ducksoup.parts.SerialExecutor;
import org.ducksoup.parts.SystemTimer;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server in its cluster: joins the others, keeps its lease, and ends its interactions when the lease is lost. All threads of the
 * cluster begin here.
 */
final class ClusterServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterServer.class);

    private static final Duration RETRY = Duration.ofSeconds(5);
    /** As often, a grant is asked for in the length of a lease. */
    private static final int CALLS_PER_LEASE = 8;

    private static final Duration WATCH = Duration.ofMillis(100);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration COMPARE = Duration.ofMinutes(1);

    /** Files are complete within this time, or the disk hangs: the others wait for the end of the lease then. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final SystemTimer timer = new SystemTimer("ducksoup-cluster");
    /** Of its own: nothing may hold it up. */
    private final SystemTimer watch = new SystemTimer("ducksoup-cluster-lease");

    private final ExecutorService pool = Executors.newCachedThreadPool(DaemonThreads.numbered("ducksoup-cluster-work"));
    private final MemberSettings settings;
    private final Duration leaseTime;
    private final HostedInteractions interactions;
    private final CountedMembers members;
    private final ServerLease lease;
    private final RelayHeader header;
    private final Relays relays;
    private final RollCall rollCall;
    private final HomeDirectory homes;
    private final Nodes nodes;
    private final StoredLines lines;
    private final Link link;
    private final AtomicReference<@Nullable Datagrams> datagrams = new AtomicReference<>();
    private final AtomicReference<@Nullable ClusterMember> member = new AtomicReference<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile boolean stopping;

    /** @throws IllegalArgumentException naming the setting that cannot be used */
    ClusterServer(ClusterConfiguration configuration, String version, HostedInteractions interactions) {
        this.interactions = interactions;
        leaseTime = Duration.ofSeconds(configuration.leaseSeconds());
        settings = new MemberSettings(
                configuration.name(),
                configuration.secret(),
                List.of(configuration.members()),
                configuration.address(),
                leaseTime);
        members = new CountedMembers(Members.of(Arrays.asList(configuration.members())));
        lease = new ServerLease(
                configuration.address(), leaseTime, timer::nanoTime, members::now, () -> UUID.randomUUID()
                        .toString());
        header = new RelayHeader(configuration.address(), new Seal(configuration.secret(), "relay"), timer);
        relays = new Relays(header, configuration.certificateAuthority());
        OwnReport own = new OwnReport(
                lease, interactions, version, configuration.url(), this::knowsHomes, relays.open()::count, timer);
        rollCall = new RollCall(
                members,
                new Grants(leaseTime, timer::nanoTime),
                lease,
                leaseTime,
                own::now,
                relays::to,
                relays.open(),
                this::reported,
                timer);
        homes = new HomeDirectory(
                lease,
                this::store,
                rollCall,
                interactions,
                new SerialExecutor(pool, failure -> LOGGER.error("the homes of interactions", failure)),
                timer::nanoTime,
                bound -> ThreadLocalRandom.current().nextInt(bound));
        lines = new StoredLines(
                () -> {
                    ClusterMember joined = member.get();
                    return joined == null ? null : joined.lines();
                },
                new Seal(configuration.secret(), "lines"));
        nodes = new Nodes(members::now, rollCall, own::now, leaseTime, timer);
        ServerSeal seal = new ServerSeal(configuration.address(), configuration.secret(), timer);
        link = new Link(
                configuration.address(), rollCall, interactions, homes, seal, new HttpQuestions(relays.http(), seal));
    }

    /** Nobody reports before {@link #start}. */
    private void reported(String server) {
        homes.reported(server);
    }

    private @Nullable HomeStore store() {
        ClusterMember joined = member.get();
        return joined == null ? null : joined.homes();
    }

    private boolean knowsHomes() {
        HomeStore known = store();
        return known != null && known.isReachable();
    }

    HomeDirectory homes() {
        return homes;
    }

    ServingLease lease() {
        return lease;
    }

    RelayedClients relayedClients() {
        return header;
    }

    SharedLines lines() {
        return lines;
    }

    ClusterKeys keys() {
        return purpose -> Seal.key(settings.secret(), purpose);
    }

    ClusterNodes nodes() {
        return nodes;
    }

    ClusterLink link() {
        return link;
    }

    FiguresElsewhere figures() {
        return new FiguresOfOthers(link, timer::nanoTime);
    }

    /** Begins to look for the others. */
    void start() {
        pool.execute(this::open);
        pool.execute(this::join);
        repeat(timer, leaseTime.dividedBy(CALLS_PER_LEASE), rollCall::call);
        repeat(watch, WATCH, this::watchLease);
        repeat(timer, SWEEP, homes::sweep);
        repeat(timer, COMPARE, homes::compare);
    }

    private static void repeat(Timer timer, Duration period, Runnable task) {
        new Recurring(task, failure -> LOGGER.error("the cluster", failure)).every(period, timer);
    }

    private void open() {
        try {
            Datagrams opened = new Datagrams(settings, rollCall::answer, timer);
            datagrams.set(opened);
            rollCall.use(opened);
            if (stopping) {
                opened.close();
            }
        } catch (IOException | RuntimeException e) {
            tellFailure(e);
            again(this::open);
        }
    }

    private void join() {
        try {
            ClusterMember joined = new ClusterMember(
                    settings,
                    servers -> members.now().count(servers) >= members.now().toBegin(),
                    homes::compare);
            member.set(joined);
            if (stopping) {
                joined.close();
            }
        } catch (RuntimeException e) {
            tellFailure(e);
            again(this::join);
        }
    }

    private void tellFailure(Exception e) {
        LOGGER.error(
                "this server cannot join its cluster as {} (TCP and UDP): {}; it is tried again in {} s",
                settings.address(),
                e.getMessage(),
                RETRY.toSeconds());
    }

    private void again(Runnable attempt) {
        Runnable unused = timer.schedule(RETRY, () -> pool.execute(attempt));
    }

    private void watchLease() {
        if (lease.state() == ServerLease.State.LOST && ending.compareAndSet(false, true)) {
            LOGGER.error(
                    "this server has lost the other servers of its cluster for longer than its lease of {} s: its interactions"
                            + " end here, and may begin again elsewhere",
                    leaseTime.toSeconds());
            homes.lost();
            // However long that takes: in a new life, packets may leave again.
            interactions.end(every -> true, EndReason.CLUSTER_LOST).thenRun(() -> {
                rollCall.sayGoodbye(lease.beginLife());
                ending.set(false);
            });
        }
    }

    /** Ends the interactions of this server, and leaves. Takes seconds. */
    @Override
    public void close() {
        stopping = true;
        boolean ended = interactions
                .end(every -> true, EndReason.SHUTDOWN)
                .thenApply(unused -> true)
                .toCompletableFuture()
                .completeOnTimeout(false, ENDING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        homes.lost();
        Identity last = lease.beginLife();
        if (ended) {
            rollCall.sayGoodbye(last);
        }
        watch.close();
        ClusterMember joined = member.getAndSet(null);
        if (joined != null) {
            joined.close();
        }
        Datagrams opened = datagrams.getAndSet(null);
        if (opened != null) {
            opened.close();
        }
        timer.close();
        relays.close();
        pool.shutdownNow();
    }
}
