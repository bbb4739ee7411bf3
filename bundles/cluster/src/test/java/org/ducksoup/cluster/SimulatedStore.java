package org.ducksoup.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.home.HomeEntry;
import org.ducksoup.cluster.home.HomeStore;

/**
 * The shared map, as honest as Hazelcast's: changes are atomic among servers that are more than half and reach each other. A change may fail
 * and be there all the same, at once or seconds later, or be carried out twice. A server that was cut off reads for some seconds what was
 * there before, and what it has tried to change itself.
 */
final class SimulatedStore {
    /** How long a server that is cut off takes its neighbours for connected. */
    private static final long UNNOTICED = 2 * SimulatedTime.SECOND;

    private static final long GIVES_UP = 2 * SimulatedTime.SECOND;

    private final SimulatedTime time;
    private final SimulatedNetwork network;
    private final Random random;
    private final int servers;
    private final IntFunction<Set<Integer>> running;
    private final Map<InteractionKey, HomeEntry> truth = new HashMap<>();
    private double trouble;

    /** @param running those that take part in the map at the moment */
    SimulatedStore(
            SimulatedTime time,
            SimulatedNetwork network,
            Random random,
            int servers,
            IntFunction<Set<Integer>> running) {
        this.time = time;
        this.network = network;
        this.random = random;
        this.servers = servers;
        this.running = running;
    }

    /** How many of all changes fail in spite of a connection. */
    void trouble(double share) {
        trouble = share;
    }

    Map<InteractionKey, HomeEntry> truth() {
        return truth;
    }

    /** @param back runs a task on the server, if it is still the same process */
    HomeStore of(int server, Function<Runnable, Runnable> back) {
        return new View(server, back);
    }

    private boolean isMajority(int server) {
        return network.reachable(server, running.apply(server)).size() > servers / 2;
    }

    private final class View implements HomeStore {
        private final int server;
        private final Function<Runnable, Runnable> back;
        /** What this server takes for the map while it has not noticed that it is cut off. */
        private Map<InteractionKey, HomeEntry> local = new HashMap<>();

        private long connected;

        private View(int server, Function<Runnable, Runnable> back) {
            this.server = server;
            this.back = back;
        }

        private boolean isConnected() {
            if (isMajority(server)) {
                local = new HashMap<>(truth);
                connected = time.now();
                return true;
            }
            return false;
        }

        private <T> CompletionStage<T> run(boolean change, Function<Map<InteractionKey, HomeEntry>, T> operation) {
            CompletableFuture<T> result = new CompletableFuture<>();
            time.after(network.delay(), () -> {
                if (isConnected()) {
                    connected(change, operation, result);
                } else if (time.now() - connected < UNNOTICED) {
                    T read = operation.apply(local);
                    if (change) {
                        fail(result, GIVES_UP);
                    } else {
                        answer(result, read);
                    }
                } else {
                    fail(result, network.delay());
                }
            });
            return result;
        }

        private <T> void connected(
                boolean change, Function<Map<InteractionKey, HomeEntry>, T> operation, CompletableFuture<T> result) {
            if (random.nextDouble() >= trouble) {
                answer(result, operation.apply(truth));
                return;
            }
            long late = (long) (random.nextDouble() * 6 * SimulatedTime.SECOND);
            switch (change ? random.nextInt(4) : 0) {
                case 0 -> fail(result, GIVES_UP);
                case 1 -> {
                    T unused = operation.apply(truth);
                    fail(result, GIVES_UP);
                }
                case 2 -> {
                    time.after(late, () -> operation.apply(truth));
                    fail(result, GIVES_UP);
                }
                default -> {
                    answer(result, operation.apply(truth));
                    time.after(late, () -> operation.apply(truth));
                }
            }
        }

        private <T> void answer(CompletableFuture<T> result, T value) {
            time.after(network.delay(), back.apply(() -> result.complete(value)));
        }

        private void fail(CompletableFuture<?> result, long after) {
            time.after(
                    after, back.apply(() -> result.completeExceptionally(new IllegalStateException("nobody knows"))));
        }

        @Override
        public boolean isReachable() {
            return isConnected() || time.now() - connected < UNNOTICED;
        }

        @Override
        public CompletionStage<Optional<HomeEntry>> get(InteractionKey key) {
            return run(false, map -> Optional.ofNullable(map.get(key)));
        }

        @Override
        public CompletionStage<Optional<HomeEntry>> putIfAbsent(InteractionKey key, HomeEntry entry) {
            return run(true, map -> Optional.ofNullable(map.putIfAbsent(key, entry)));
        }

        @Override
        public CompletionStage<Boolean> replace(InteractionKey key, HomeEntry expected, HomeEntry entry) {
            return run(true, map -> map.replace(key, expected, entry));
        }

        @Override
        public CompletionStage<Boolean> remove(InteractionKey key, HomeEntry expected) {
            return run(true, map -> map.remove(key, expected));
        }

        @Override
        public CompletionStage<Map<InteractionKey, HomeEntry>> all() {
            return run(false, HashMap::new);
        }
    }
}
