package org.ducksoup.cluster.home;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.Home;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.lease.ServerLease;
import org.ducksoup.cluster.placement.Placement;
import org.ducksoup.cluster.placement.ServerReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds homes, and claims interactions for this server. Everything happens on one thread, one thing after the other; only {@link
 * #claim} is answered on the thread of the call.
 *
 * <p>Only a server itself claims an interaction for itself, with a lease that lets it begin new ones before and after. Everybody else
 * passes the client on.
 */
public final class HomeDirectory implements InteractionHomes {
    private static final Logger LOGGER = LoggerFactory.getLogger(HomeDirectory.class);

    /** A client whose interaction is over still finds the server that has its last messages. */
    static final Duration LINGER = Duration.ofSeconds(30);

    /** After a join that was refused, nothing has to be kept. */
    static final Duration UNUSED_LINGER = Duration.ofSeconds(2);

    /** A client is passed on from the first server to the chosen one, and from there to one that was faster. */
    private static final int MAX_PASSES = 3;

    /** An interaction of which this server is the home. */
    private static final class Hosted {
        private HomeEntry entry;
        private int visits;
        /** Since when nobody is on the way to it and it is not here; in {@link System#nanoTime()}. */
        private @Nullable Long unusedSince;

        private Hosted(HomeEntry entry) {
            this.entry = entry;
        }
    }

    private final ServerLease lease;
    private final Supplier<@Nullable HomeStore> store;
    private final Neighbours neighbours;
    private final HostedInteractions interactions;
    private final Executor thread;
    private final LongSupplier nanoTime;
    private final IntUnaryOperator draw;
    private final Map<InteractionKey, Hosted> hosted = new LinkedHashMap<>();
    /** The same for other threads. */
    private final Map<InteractionKey, HomeEntry> claims = new ConcurrentHashMap<>();
    /** Interactions whose entry this server is changing, with the clients that wait until that is done. */
    private final Map<InteractionKey, List<Runnable>> changing = new HashMap<>();
    /** Interactions that were sent to a server since its last report. */
    private final Map<String, Integer> sent = new HashMap<>();
    /** Of this server's last claim. No two claims are equal, so a removal that is carried out late, or twice, removes no later claim. */
    private long lastNumber;

    /**
     * @param store null until this server has found the others
     * @param thread runs one task after the other
     * @param draw a random number from 0 to below its argument
     */
    public HomeDirectory(
            ServerLease lease,
            Supplier<@Nullable HomeStore> store,
            Neighbours neighbours,
            HostedInteractions interactions,
            Executor thread,
            LongSupplier nanoTime,
            IntUnaryOperator draw) {
        this.lease = lease;
        this.store = store;
        this.neighbours = neighbours;
        this.interactions = interactions;
        this.thread = thread;
        this.nanoTime = nanoTime;
        this.draw = draw;
    }

    @Override
    public String server() {
        return lease.identity().server();
    }

    @Override
    public Optional<HomeClaim> claim(InteractionKey key) {
        // In this order: the identity changes before a new life gets a lease.
        boolean held = nanoTime.getAsLong() - lease.validUntilNanos() < 0;
        HomeEntry entry = claims.get(key);
        return held && entry != null && entry.home().equals(lease.identity())
                ? Optional.of(new HomeClaim(server(), entry.number(), entry.previous()))
                : Optional.empty();
    }

    @Override
    public Optional<Reason> objection() {
        return lease.state() == ServerLease.State.HELD && isStoreReachable()
                ? Optional.empty()
                : Optional.of(waiting());
    }

    private static Reason waiting() {
        return starting("this server waits for the others of its cluster");
    }

    private boolean isStoreReachable() {
        HomeStore known = store.get();
        return known != null && known.isReachable();
    }

    @Override
    public CompletionStage<Void> whenNobodyIsPassedOn() {
        return neighbours.whenNobodyIsPassedOn();
    }

    private static Reason starting(String why) {
        return new Reason(
                "server", "starting", why + "; the page tries again by itself, or try again in a few seconds");
    }

    @Override
    public void find(InteractionKey key, int passes, Consumer<Home> answer) {
        thread.execute(() -> new Search(key, passes, answer).begin());
    }

    /**
     * Completes with the name of the server that has an interaction; empty if none has it. Exceptionally while this server has not found
     * the others. Claims nothing.
     */
    public CompletionStage<Optional<String>> where(InteractionKey key) {
        HomeStore known = store.get();
        return known == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the others are not found yet"))
                : known.get(key)
                        .thenApply(entry -> entry.map(there -> there.home().server()));
    }

    /** An interaction has been created here. */
    public void created(InteractionKey key, Instant at) {
        thread.execute(() -> {
            Hosted home = hosted.get(key);
            if (home == null) {
                return;
            }
            HomeEntry before = home.entry;
            HomeEntry now = before.created(at);
            home.entry = now;
            store().replace(key, before, now).whenComplete((replaced, failure) -> {
                if (failure != null || !replaced) {
                    LOGGER.warn("the others do not know when {} was created: {}", key.name(), String.valueOf(failure));
                }
            });
        });
    }

    /** A server has reported its load: what was sent to it is in there. */
    public void reported(String server) {
        thread.execute(() -> sent.remove(server));
    }

    /** The lease of this life has run out: nothing is claimed any more. */
    public void lost() {
        thread.execute(() -> {
            hosted.clear();
            claims.clear();
        });
    }

    /** Gives up the homes that nobody uses. Call once a second. */
    public void sweep() {
        thread.execute(() -> {
            long now = nanoTime.getAsLong();
            new LinkedHashMap<>(hosted).forEach((key, home) -> {
                if (home.visits > 0 || interactions.has(key)) {
                    home.unusedSince = null;
                } else if (home.unusedSince == null) {
                    home.unusedSince = now;
                } else if (now - home.unusedSince >= patience(home).toNanos()) {
                    release(key, home);
                }
            });
        });
    }

    private Duration patience(Hosted home) {
        if (interactions.isDraining()) {
            return Duration.ZERO;
        }
        return home.entry.createdAt() == null ? UNUSED_LINGER : LINGER;
    }

    private void release(InteractionKey key, Hosted home) {
        hosted.remove(key);
        claims.remove(key);
        remove(key, home.entry);
    }

    private void remove(InteractionKey key, HomeEntry entry) {
        CompletionStage<Boolean> done = store().remove(key, entry);
        changing.put(key, new ArrayList<>());
        done.whenCompleteAsync((removed, failure) -> changed(key), thread);
    }

    private void changed(InteractionKey key) {
        List<Runnable> waiting = changing.remove(key);
        if (waiting != null) {
            waiting.forEach(thread::execute);
        }
    }

    /**
     * Compares what this server hosts with what all servers know, after parts of the cluster have found each other again, and now and then.
     * An interaction that has another home ends here; it was cut off from the others when it should have ended.
     */
    public void compare() {
        thread.execute(() -> {
            HomeStore known = store.get();
            if (known == null) {
                return;
            }
            // Of what is claimed from now on, the answer may not know.
            Map<InteractionKey, Hosted> before = new LinkedHashMap<>(hosted);
            known.all()
                    .whenCompleteAsync(
                            (all, failure) -> {
                                if (failure == null) {
                                    compare(before, all);
                                }
                            },
                            thread);
        });
    }

    private void compare(Map<InteractionKey, Hosted> before, Map<InteractionKey, HomeEntry> all) {
        String self = server();
        all.forEach((key, entry) -> {
            if (entry.home().server().equals(self) && !hosted.containsKey(key) && !changing.containsKey(key)) {
                // Nobody waits for it: it is of an earlier life, or a part of the cluster that was cut off did not hear
                // of its end.
                remove(key, entry);
            }
        });
        before.forEach((key, home) -> {
            if (hosted.get(key) == home) {
                compare(key, home, all.get(key));
            }
        });
    }

    private void compare(InteractionKey key, Hosted home, @Nullable HomeEntry known) {
        HomeEntry mine = home.entry;
        if (known == null) {
            store().putIfAbsent(key, mine)
                    .whenCompleteAsync(
                            (present, failure) -> {
                                if (failure == null && present.isPresent()) {
                                    endUnlessSame(key, home, present.get());
                                }
                            },
                            thread);
        } else if (!endUnlessSame(key, home, known) && !known.equals(mine)) {
            // Not all know yet when it was created.
            store().replace(key, known, mine);
        }
    }

    /** Ends an interaction whose entry is by another claim than this server's. Returns whether it has ended. */
    private boolean endUnlessSame(InteractionKey key, Hosted home, HomeEntry known) {
        HomeEntry mine = home.entry;
        boolean same = known.home().equals(mine.home()) && known.number() == mine.number();
        if (same || hosted.get(key) != home) {
            return false;
        }
        LOGGER.error(
                "interaction {} of {} has another home, {}, and ends here",
                key.name(),
                key.origin(),
                known.home().server());
        hosted.remove(key);
        claims.remove(key);
        interactions.end(key::equals, EndReason.CLUSTER_LOST);
        return true;
    }

    /** Nobody gets so far before this server has found the others. */
    private HomeStore store() {
        return Objects.requireNonNull(store.get());
    }

    /** How many interactions have their home here. For tests. */
    int count() {
        return hosted.size();
    }

    /** One client's way to its interaction. */
    private final class Search {
        private final InteractionKey key;
        private final int passes;
        private final Consumer<Home> answer;
        private int attempts;

        private Search(InteractionKey key, int passes, Consumer<Home> answer) {
            this.key = key;
            this.passes = passes;
            this.answer = answer;
        }

        private void begin() {
            List<Runnable> waiting = changing.get(key);
            if (waiting != null) {
                waiting.add(this::begin);
                return;
            }
            if (lease.state() != ServerLease.State.HELD || store.get() == null) {
                answer.accept(new Home.Nowhere(waiting()));
                return;
            }
            // The lease alone says that an interaction is still here: who comes back needs no map.
            Hosted home = hosted.get(key);
            if (home != null) {
                if (home.visits == 0 && passes == 0 && isBetterElsewhere()) {
                    release(key, home);
                    begin();
                    return;
                }
                here(home, false);
                return;
            }
            if (!isStoreReachable()) {
                answer.accept(new Home.Nowhere(waiting()));
                return;
            }
            then(store().get(key), entry -> found(entry.orElse(null)));
        }

        /** It is over here, and this server would refuse to begin another one. */
        private boolean isBetterElsewhere() {
            return !interactions.has(key)
                    && (interactions.isDraining() || interactions.full().isPresent());
        }

        private void found(@Nullable HomeEntry entry) {
            if (hosted.containsKey(key) || changing.containsKey(key)) {
                // Another client was faster, on this server.
                begin();
                return;
            }
            if (entry == null) {
                choose(null);
                return;
            }
            Identity self = lease.identity();
            Identity home = entry.home();
            if (home.equals(self)) {
                // This server never heard whether the entry was put there, or removed. So it claims the interaction
                // once more.
                if (lease.mayBegin()) {
                    claim(entry);
                } else {
                    tooFew();
                }
                return;
            }
            if (home.server().equals(self.server())) {
                // This server has ended all interactions of its earlier life.
                choose(entry);
                return;
            }
            Optional<ServerReport> report = neighbours.report(home.server());
            if (report.isPresent() && report.get().identity().equals(home)) {
                pass(report.get());
                return;
            }
            // Its report may be of another life: of the one before, or of the one after. Only a question can tell.
            then(neighbours.isOver(home), over -> {
                if (over) {
                    choose(entry);
                } else {
                    long seconds = neighbours.remaining(home).toSeconds() + 1;
                    nowhere("the server of this interaction, " + home.server()
                            + ", does not answer; another one may begin it in " + seconds + " s");
                }
            });
        }

        /** @param lost the claim of a server that is gone; null if nobody had one */
        private void choose(@Nullable HomeEntry lost) {
            if (!lease.mayBegin()) {
                tooFew();
                return;
            }
            String self = lease.identity().server();
            if (passes == 0) {
                String chosen = Placement.choose(
                                neighbours.reports(), self, server -> sent.getOrDefault(server, 0), draw)
                        .orElse(self);
                Optional<ServerReport> other = chosen.equals(self) ? Optional.empty() : neighbours.report(chosen);
                if (other.isPresent()) {
                    sent.merge(chosen, 1, Integer::sum);
                    pass(other.get());
                    return;
                }
            }
            claim(lost);
        }

        private void claim(@Nullable HomeEntry lost) {
            if (hosted.containsKey(key) || changing.containsKey(key)) {
                begin();
                return;
            }
            Identity self = lease.identity();
            lastNumber = Math.max(lastNumber, lost == null ? 0 : lost.number()) + 1;
            HomeEntry entry = lost == null ? HomeEntry.first(self, lastNumber) : lost.takenBy(self, lastNumber);
            CompletionStage<Boolean> claimed = lost == null
                    ? store().putIfAbsent(key, entry).thenApply(Optional::isEmpty)
                    : store().replace(key, lost, entry);
            changing.put(key, new ArrayList<>());
            claimed.whenCompleteAsync(
                    (mine, failure) -> {
                        changed(key);
                        if (failure != null) {
                            failed(failure);
                        } else if (!mine) {
                            again();
                        } else if (!lease.identity().equals(self) || !lease.mayBegin()) {
                            remove(key, entry);
                            nowhere("this server has lost the others of its cluster");
                        } else {
                            Hosted home = new Hosted(entry);
                            hosted.put(key, home);
                            here(home, true);
                            neighbours.tellSoon();
                        }
                    },
                    thread);
        }

        /** Somebody else was faster. */
        private void again() {
            if (++attempts > MAX_PASSES) {
                nowhere("several servers want to begin this interaction");
            } else {
                begin();
            }
        }

        private void here(Hosted home, boolean begun) {
            if (!home.entry.home().equals(lease.identity())) {
                nowhere("the interactions of this server have just ended");
                return;
            }
            claims.put(key, home.entry);
            home.visits++;
            home.unusedSince = null;
            AtomicBoolean ended = new AtomicBoolean();
            answer.accept(new Home.Here(
                    () -> {
                        if (ended.compareAndSet(false, true)) {
                            thread.execute(() -> home.visits--);
                        }
                    },
                    begun));
        }

        private void pass(ServerReport to) {
            if (passes >= MAX_PASSES) {
                nowhere("the servers of this cluster do not agree on the server of this interaction");
            } else {
                answer.accept(new Home.Elsewhere(to.server(), neighbours.relay(to)));
            }
        }

        private void tooFew() {
            nowhere("this server reaches too few of the others to begin an interaction");
        }

        private void nowhere(String why) {
            answer.accept(new Home.Nowhere(starting(why)));
        }

        private void failed(Throwable failure) {
            LOGGER.warn("the home of interaction {} cannot be found: {}", key.name(), failure.toString());
            nowhere("the servers of this cluster are finding each other");
        }

        private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
            stage.whenCompleteAsync(
                    (value, failure) -> {
                        if (failure != null) {
                            failed(failure);
                        } else {
                            next.accept(value);
                        }
                    },
                    thread);
        }
    }
}
