package org.ducksoup.cluster.home;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<InteractionKey, Hosted> hosted = new HashMap<>();
    /** The same for other threads. */
    private final Map<InteractionKey, HomeClaim> claims = new ConcurrentHashMap<>();
    /** Clients that wait until the removal of an entry is done. */
    private final Map<InteractionKey, List<Runnable>> leaving = new HashMap<>();
    /** Interactions that were sent to a server since its last report. */
    private final Map<String, Integer> sent = new HashMap<>();

    /**
     * @param store null until this server has found the others
     * @param thread runs one task after the other
     */
    public HomeDirectory(
            ServerLease lease,
            Supplier<@Nullable HomeStore> store,
            Neighbours neighbours,
            HostedInteractions interactions,
            Executor thread,
            LongSupplier nanoTime) {
        this.lease = lease;
        this.store = store;
        this.neighbours = neighbours;
        this.interactions = interactions;
        this.thread = thread;
        this.nanoTime = nanoTime;
    }

    @Override
    public String server() {
        return lease.identity().server();
    }

    @Override
    public Optional<HomeClaim> claim(InteractionKey key) {
        return nanoTime.getAsLong() - lease.validUntilNanos() < 0
                ? Optional.ofNullable(claims.get(key))
                : Optional.empty();
    }

    @Override
    public Optional<Reason> objection() {
        return lease.state() == ServerLease.State.HELD && store.get() != null
                ? Optional.empty()
                : Optional.of(starting("this server waits for the others of its cluster"));
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
            Map.copyOf(hosted).forEach((key, home) -> {
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
        leaving.put(key, new ArrayList<>());
        store().remove(key, home.entry).whenCompleteAsync((removed, failure) -> left(key), thread);
    }

    private void left(InteractionKey key) {
        List<Runnable> waiting = leaving.remove(key);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /**
     * Compares what this server hosts with what all servers know, after parts of the cluster have found each other again, and now and then.
     * An interaction that has another home by a later claim ends here; it was cut off from the others when it should have ended.
     */
    public void compare() {
        store.get()
                .all()
                .whenCompleteAsync(
                        (all, failure) -> {
                            if (failure == null) {
                                compareWith(all);
                            }
                        },
                        thread);
    }

    private void compareWith(Map<InteractionKey, HomeEntry> all) {
        Identity self = lease.identity();
        all.forEach((key, entry) -> {
            if (entry.home().server().equals(self.server()) && !hosted.containsKey(key) && !leaving.containsKey(key)) {
                // Nobody waits for it: it is of an earlier life, or a part of the cluster that was cut off did not hear
                // of its end.
                store().remove(key, entry);
            }
        });
        Map.copyOf(hosted).forEach((key, home) -> {
            HomeEntry mine = home.entry;
            HomeEntry known = all.get(key);
            if (known == null) {
                store().putIfAbsent(key, mine);
            } else if (!known.home().equals(mine.home()) && known.number() >= mine.number()) {
                LOGGER.error(
                        "interaction {} of {} has another home, {}, and ends here",
                        key.name(),
                        key.origin(),
                        known.home().server());
                hosted.remove(key);
                claims.remove(key);
                interactions.end(key::equals, EndReason.CLUSTER_LOST);
            }
        });
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
            List<Runnable> waiting = leaving.get(key);
            if (waiting != null) {
                waiting.add(this::begin);
                return;
            }
            Optional<Reason> objection = objection();
            if (objection.isPresent()) {
                answer.accept(new Home.Nowhere(objection.get()));
                return;
            }
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
            then(store().get(key), entry -> found(entry.orElse(null)));
        }

        /** It is over here, and this server would refuse to begin another one. */
        private boolean isBetterElsewhere() {
            return !interactions.has(key)
                    && (interactions.isDraining() || interactions.full().isPresent());
        }

        private void found(@Nullable HomeEntry entry) {
            if (entry == null) {
                choose(null);
                return;
            }
            Identity self = lease.identity();
            Identity home = entry.home();
            if (home.equals(self)) {
                here(hosted.computeIfAbsent(key, absent -> new Hosted(entry)), false);
                return;
            }
            if (home.server().equals(self.server())) {
                // This server has ended all interactions of its earlier life.
                choose(entry);
                return;
            }
            Optional<ServerReport> report = neighbours.report(home.server());
            if (report.isPresent()) {
                if (report.get().identity().equals(home)) {
                    pass(report.get());
                } else {
                    // It has told of its next life, so it has ended all interactions of this one.
                    choose(entry);
                }
                return;
            }
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
                nowhere("this server reaches too few of the others to begin an interaction");
                return;
            }
            String self = lease.identity().server();
            if (passes == 0) {
                String chosen = Placement.choose(neighbours.reports(), self, server -> sent.getOrDefault(server, 0))
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
            Identity self = lease.identity();
            HomeEntry entry = lost == null ? HomeEntry.first(self) : lost.takenBy(self);
            CompletionStage<Boolean> claimed = lost == null
                    ? store().putIfAbsent(key, entry).thenApply(Optional::isEmpty)
                    : store().replace(key, lost, entry);
            then(claimed, mine -> {
                if (!mine) {
                    again();
                } else if (!lease.identity().equals(self) || !lease.mayBegin()) {
                    store().remove(key, entry);
                    nowhere("this server has lost the others of its cluster");
                } else {
                    sent.merge(self.server(), 1, Integer::sum);
                    here(hosted.computeIfAbsent(key, absent -> new Hosted(entry)), true);
                }
            });
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
            claims.put(key, new HomeClaim(server(), home.entry.number(), home.entry.previous()));
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

        private void nowhere(String why) {
            answer.accept(new Home.Nowhere(starting(why)));
        }

        private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
            stage.whenCompleteAsync(
                    (value, failure) -> {
                        if (failure != null) {
                            LOGGER.warn(
                                    "the home of interaction {} cannot be found: {}", key.name(), failure.toString());
                            nowhere("the servers of this cluster are finding each other");
                        } else {
                            next.accept(value);
                        }
                    },
                    thread);
        }
    }
}
