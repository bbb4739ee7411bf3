package org.ducksoup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.ducksoup.api.cluster.Home;
import org.ducksoup.api.interaction.InteractionKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Servers that die, stand still, are cut off and hear late, with clocks that differ: no interaction is ever served by two of them, and soon
 * after the last fault each one can begin. Everything follows from a seed, so what fails once fails again.
 */
class LeaseModelTest {
    private static final long SECOND = SimulatedTime.SECOND;
    private static final long MILLI = SimulatedTime.MILLI;
    private static final long FAULTS = 60 * SECOND;
    /** After the last fault, all interactions are free. */
    private static final long FREE = 5 * SECOND;

    private static final List<InteractionKey> KEYS = IntStream.range(0, 4)
            .mapToObj(i -> new InteractionKey("https://lab.example", "study", "call-" + i))
            .toList();

    /** What many runs have seen: a model in which nothing happens proves nothing. */
    private static final class Seen {
        long events;
        long admitted;
        long moved;
        long lives;
        final Map<String, Integer> faults = new HashMap<>();
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final Seen seen;
        private final SimulatedTime time = new SimulatedTime();
        private final List<SimulatedServer> servers = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final SimulatedNetwork network;
        private final SimulatedStore store;
        private final Map<InteractionKey, Integer> lastServer = new HashMap<>();
        private boolean faultsOver;

        private Run(long seed, int size, Seen seen) {
            this.seed = seed;
            this.seen = seen;
            random = new Random(seed * 31 + size);
            network = new SimulatedNetwork(time, random, size);
            store = new SimulatedStore(time, network, random, size, caller -> {
                Set<Integer> members = new HashSet<>();
                servers.stream().filter(SimulatedServer::isMember).forEach(server -> members.add(server.index));
                return members;
            });
            for (int i = 0; i < size; i++) {
                names.add(SimulatedServer.name(i));
                servers.add(new SimulatedServer(i, time, network, store, random, servers));
            }
            servers.forEach(server -> server.start(names));
        }

        private void run() {
            clients();
            time.runUntil(8 * SECOND, this::check);
            fault();
            time.runUntil(8 * SECOND + FAULTS, this::check);
            endFaults();
            time.runUntil(time.now() + FREE, this::check);
            probe();
            seen.events += time.count();
            servers.forEach(server -> seen.lives += server.lives);
        }

        /** No interaction is in two places. */
        private void check() {
            for (InteractionKey key : KEYS) {
                SimulatedServer first = null;
                for (SimulatedServer server : servers) {
                    if (server.serves(key)) {
                        if (first != null) {
                            fail(
                                    "seed %d, %d servers, after %.4f s: %s is on server %d and on server %d; the map says %s"
                                            .formatted(
                                                    seed,
                                                    servers.size(),
                                                    (double) time.now() / SECOND,
                                                    key.name(),
                                                    first.index,
                                                    server.index,
                                                    store.truth().get(key)));
                        }
                        first = server;
                    }
                }
            }
        }

        // ---- clients

        private SimulatedServer anyRunning() {
            List<SimulatedServer> running =
                    servers.stream().filter(SimulatedServer::isRunning).toList();
            return running.isEmpty() ? servers.get(0) : running.get(random.nextInt(running.size()));
        }

        private void clients() {
            if (!faultsOver) {
                find(anyRunning(), KEYS.get(random.nextInt(KEYS.size())), 0);
                time.after(random.nextInt(250) * MILLI, this::clients);
            }
        }

        private void find(SimulatedServer server, InteractionKey key, int passes) {
            if (!server.isRunning()) {
                return;
            }
            server.homes().find(key, passes, home -> {
                if (home instanceof Home.Elsewhere elsewhere) {
                    int to = names.indexOf(elsewhere.server());
                    network.send(server.index, to, servers.get(to).here(() -> find(servers.get(to), key, passes + 1)));
                } else if (home instanceof Home.Here here) {
                    // Parsing, and checks of the join.
                    time.after(random.nextInt(100) * MILLI, server.here(() -> {
                        boolean admitted = server.admit(key);
                        here.visit().end();
                        if (admitted) {
                            joined(server, key);
                        }
                    }));
                }
            });
        }

        private void joined(SimulatedServer server, InteractionKey key) {
            seen.admitted++;
            Integer before = lastServer.put(key, server.index);
            if (before != null && before != server.index) {
                seen.moved++;
            }
            time.after(random.nextInt(8000) * MILLI, server.here(() -> server.leave(key)));
        }

        // ---- faults

        private void fault() {
            if (faultsOver) {
                return;
            }
            SimulatedServer server = servers.get(random.nextInt(servers.size()));
            int other = random.nextInt(servers.size());
            String name = "";
            switch (random.nextInt(10)) {
                case 0 -> {
                    name = "death";
                    server.die();
                    time.after(random.nextInt(15_000) * MILLI, () -> revive(server));
                }
                case 1 -> {
                    name = "quick restart";
                    server.die();
                    time.after(random.nextInt(1500) * MILLI, () -> revive(server));
                }
                case 2 -> {
                    name = "pause";
                    server.pause(random.nextInt(30_000) * MILLI);
                }
                case 3 -> {
                    name = "short pause";
                    server.pause(random.nextInt(5000) * MILLI);
                }
                case 4 -> {
                    name = "partition";
                    Set<Integer> part = new HashSet<>();
                    servers.forEach(one -> {
                        if (random.nextBoolean()) {
                            part.add(one.index);
                        }
                    });
                    network.cut(part);
                }
                case 5 -> {
                    name = "half a link";
                    network.block(server.index, other);
                }
                case 6 -> {
                    name = "a link";
                    network.block(server.index, other);
                    network.block(other, server.index);
                }
                case 7 -> {
                    name = "bad network";
                    network.degrade(random.nextDouble() / 2, random.nextInt(4000) * MILLI);
                }
                case 8 -> {
                    name = "trouble in the map";
                    store.trouble(random.nextDouble() / 2);
                }
                default -> {
                    name = "drained, or not";
                    server.drain(random.nextBoolean());
                }
            }
            seen.faults.merge(name, 1, Integer::sum);
            if (random.nextInt(3) == 0) {
                network.mend();
                store.trouble(0);
            }
            time.after(random.nextInt(3000) * MILLI, this::fault);
        }

        private void revive(SimulatedServer server) {
            if (!faultsOver && !server.isRunning()) {
                server.start(names);
            }
        }

        /** Some servers are dead for good; the others are well from now on. */
        private void endFaults() {
            faultsOver = true;
            network.mend();
            network.empty();
            store.trouble(0);
            int mayDie = (servers.size() - 1) / 2;
            for (SimulatedServer server : servers) {
                server.drain(false);
                if (mayDie > 0 && (!server.isRunning() || random.nextBoolean())) {
                    mayDie--;
                    server.die();
                } else if (!server.isRunning()) {
                    server.start(names);
                }
                server.goOn();
            }
        }

        private void probe() {
            for (InteractionKey key : KEYS) {
                List<Home> homes = new ArrayList<>();
                probe(anyRunning(), key, 0, homes);
                time.runUntil(time.now() + SECOND, this::check);
                assertThat(homes)
                        .as(
                                "seed %d, servers %s: %s can begin; the map says %s",
                                seed, servers, key.name(), store.truth().get(key))
                        .singleElement()
                        .isInstanceOf(Home.Here.class);
            }
        }

        private void probe(SimulatedServer server, InteractionKey key, int passes, List<Home> homes) {
            server.homes().find(key, passes, home -> {
                if (home instanceof Home.Elsewhere elsewhere) {
                    probe(servers.get(names.indexOf(elsewhere.server())), key, passes + 1, homes);
                } else {
                    homes.add(home);
                }
            });
        }
    }

    private static Seen runs(int from, int to) {
        Seen seen = new Seen();
        for (int seed = from; seed < to; seed++) {
            for (int size = 2; size <= 5; size++) {
                new Run(seed, size, seen).run();
            }
        }
        System.out.printf(
                "%d runs: %d events, %d joins, %d times an interaction went to another server, %d lives of servers, faults %s%n",
                4 * (to - from), seen.events, seen.admitted, seen.moved, seen.lives, seen.faults);
        return seen;
    }

    @Test
    void noInteractionIsInTwoPlacesAndAllAreFreeSoonAfterTheLastFault() {
        Seen seen = runs(0, 20);
        assertThat(seen.moved).as("interactions that went to another server").isGreaterThan(300);
        assertThat(seen.faults).hasSize(10);
    }

    @Test
    @Tag("long")
    void theSameInManyMoreRuns() {
        assertThat(runs(1000, 3000).moved).isPositive();
    }
}
