package org.ducksoup.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.cluster.home.HomeDirectory;
import org.ducksoup.cluster.lease.CountedMembers;
import org.ducksoup.cluster.lease.Grants;
import org.ducksoup.cluster.lease.Members;
import org.ducksoup.cluster.lease.ServerLease;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.cluster.relay.OpenRelays;
import org.ducksoup.parts.Timer;

/** A server as {@link ClusterServer} puts it together, in virtual time: it stands still, dies, starts again, and its clock goes wrong. */
final class SimulatedServer implements HostedInteractions {
    static final Duration LEASE = Duration.ofSeconds(4);

    private static final Duration CALL = LEASE.dividedBy(8);

    /** A process sees this clock: of another speed than the others, and with another zero. */
    private final class Clock implements Timer {
        @Override
        public long nanoTime() {
            return zero + (long) (rate * time.now());
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(time.now());
        }

        @Override
        public Runnable schedule(Duration delay, Runnable task) {
            time.after((long) (delay.toNanos() / rate), here(task));
            return () -> {};
        }
    }

    final int index;
    private final SimulatedTime time;
    private final SimulatedNetwork network;
    private final SimulatedStore store;
    private final Random random;
    private final List<SimulatedServer> all;
    private final double rate;
    private final long zero;
    private final Clock clock = new Clock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final Queue<Runnable> frozen = new ArrayDeque<>();

    private int process;
    private boolean running;
    private long pausedSince;
    private long pausedUntil;
    private boolean draining;

    private ServerLease lease;
    private RollCall rollCall;
    private HomeDirectory homes;
    private final Set<InteractionKey> served = new HashSet<>();
    private boolean ending;
    int lives;

    SimulatedServer(
            int index,
            SimulatedTime time,
            SimulatedNetwork network,
            SimulatedStore store,
            Random random,
            List<SimulatedServer> all) {
        this.index = index;
        this.time = time;
        this.network = network;
        this.store = store;
        this.random = random;
        this.all = all;
        rate = 0.995 + random.nextDouble() * 0.01;
        zero = random.nextLong() / 4;
    }

    static String name(int index) {
        return "server-" + index;
    }

    // ---- what happens to it

    /** @param configured names of all servers */
    void start(List<String> configured) {
        process++;
        running = true;
        pausedUntil = time.now();
        ending = false;
        draining = false;
        served.clear();
        tasks.clear();
        frozen.clear();
        CountedMembers members = new CountedMembers(Members.of(configured));
        lease = new ServerLease(
                name(index), LEASE, clock::nanoTime, members::now, () -> name(index) + "/" + process + "." + ++lives);
        rollCall = new RollCall(
                members,
                new Grants(LEASE, clock::nanoTime),
                lease,
                LEASE,
                this::report,
                to -> {
                    throw new AssertionError("not in this simulation");
                },
                new OpenRelays(),
                server -> homes.reported(server),
                clock);
        int mine = process;
        UnaryOperator<Runnable> ofThisProcess = task -> process == mine ? here(task) : () -> {};
        rollCall.use((server, question, onAnswer) -> {
            SimulatedServer other = all.get(Integer.parseInt(server.substring(server.indexOf('-') + 1)));
            network.send(index, other.index, () -> other.here(() -> {
                        var answer = other.rollCall.answer(name(index), question);
                        network.send(
                                other.index,
                                index,
                                ofThisProcess.apply(() -> onAnswer.accept(name(other.index), answer)));
                    })
                    .run());
        });
        var view = store.of(index, ofThisProcess);
        homes = new HomeDirectory(
                lease, () -> view, new WithoutRelays(rollCall), this, this::queue, clock::nanoTime, random::nextInt);
        repeat(CALL, rollCall::call);
        repeat(Duration.ofMillis(100), this::watch);
        repeat(Duration.ofSeconds(1), homes::sweep);
        repeat(Duration.ofSeconds(5), homes::compare);
    }

    void die() {
        running = false;
        process++;
        served.clear();
    }

    void pause(long nanos) {
        pausedSince = time.now();
        pausedUntil = time.now() + nanos;
        time.at(pausedUntil, this::wake);
    }

    /** All threads wake at once, and go on in any order. */
    private void wake() {
        if (time.now() >= pausedUntil) {
            frozen.forEach(task -> time.after(random.nextInt(3_000_000), task));
            frozen.clear();
        }
    }

    void goOn() {
        pausedUntil = Math.min(pausedUntil, time.now());
        wake();
    }

    void drain(boolean now) {
        draining = now;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether the others take it for connected: a process that stands still is missed after a while. */
    boolean isMember() {
        return running && (time.now() >= pausedUntil || time.now() - pausedSince < 2 * SimulatedTime.SECOND);
    }

    /** The task in this process, as long as it lives, and not while it stands still. */
    Runnable here(Runnable task) {
        int mine = process;
        return new Runnable() {
            @Override
            public void run() {
                if (process != mine || !running) {
                    return;
                }
                if (time.now() < pausedUntil) {
                    frozen.add(this);
                } else {
                    task.run();
                }
            }
        };
    }

    private void repeat(Duration period, Runnable task) {
        clock.schedule(period, () -> {
            task.run();
            repeat(period, task);
        });
    }

    /** One thread: the order of its tasks is kept. */
    private void queue(Runnable task) {
        tasks.add(task);
        time.after(random.nextInt(500_000), here(() -> tasks.remove().run()));
    }

    private void watch() {
        if (lease.state() == ServerLease.State.LOST && !ending) {
            ending = true;
            homes.lost();
            end(every -> true, EndReason.CLUSTER_LOST).thenRun(() -> {
                rollCall.sayGoodbye(lease.beginLife());
                ending = false;
            });
        }
    }

    private ServerReport report() {
        return new ServerReport(
                lease.identity(), "1", "http://" + name(index), lease.mayBegin(), draining, false, load(), -1, -1, 0);
    }

    // ---- its clients

    HomeDirectory homes() {
        return homes;
    }

    /** A client that was sent here joins, if the home is still here at that moment. */
    boolean admit(InteractionKey key) {
        if (homes.claim(key).isEmpty()) {
            return false;
        }
        if (served.add(key)) {
            homes.created(key, clock.instant());
        }
        return true;
    }

    void leave(InteractionKey key) {
        served.remove(key);
    }

    @Override
    public String toString() {
        return name(index) + (running ? " is " + lease.state() : " is dead") + (ending ? " and ends all" : "");
    }

    /** Whether it would send a packet of this interaction now, or let somebody join it. */
    boolean serves(InteractionKey key) {
        return running
                && (homes.claim(key).isPresent()
                        || served.contains(key) && clock.nanoTime() - lease.validUntilNanos() < 0);
    }

    // ---- its interactions

    @Override
    public ServerLoad load() {
        return new ServerLoad(served.size(), 2 * served.size(), 100, 0, 100, 0, 100, 0, 100);
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public Optional<ServerMessage.Reason> full() {
        return Optional.empty();
    }

    @Override
    public long freeBytes() {
        return -1;
    }

    @Override
    public boolean has(InteractionKey key) {
        return served.contains(key);
    }

    @Override
    public CompletionStage<Void> end(Predicate<InteractionKey> which, EndReason reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        time.after(random.nextInt(500) * SimulatedTime.MILLI, here(() -> {
            served.removeIf(which);
            done.complete(null);
        }));
        return done;
    }
}
