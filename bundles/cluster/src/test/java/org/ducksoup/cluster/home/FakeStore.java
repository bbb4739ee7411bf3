package org.ducksoup.cluster.home;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionKey;

/** A map that answers at once, or when the test wants it. */
final class FakeStore implements HomeStore {
    final Map<InteractionKey, HomeEntry> entries = new LinkedHashMap<>();
    /** Answers that wait for {@link #answer}. */
    private final List<Runnable> held = new ArrayList<>();

    boolean holding;
    /** The next changes are carried out, and nobody learns it. */
    boolean failsAfterwards;
    /** The next changes are not carried out. */
    boolean failsBefore;

    int changes;
    boolean reachable = true;

    private <T> CompletionStage<T> run(boolean change, Supplier<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        changes += change ? 1 : 0;
        if (failsBefore) {
            result.completeExceptionally(new IllegalStateException("too few servers"));
            return result;
        }
        T value = operation.get();
        Runnable answer = failsAfterwards && change
                ? () -> result.completeExceptionally(new IllegalStateException("nobody knows"))
                : () -> result.complete(value);
        if (holding) {
            held.add(answer);
        } else {
            answer.run();
        }
        return result;
    }

    void answer() {
        holding = false;
        List<Runnable> now = List.copyOf(held);
        held.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public boolean isReachable() {
        return reachable;
    }

    @Override
    public CompletionStage<Optional<HomeEntry>> get(InteractionKey key) {
        return run(false, () -> Optional.ofNullable(entries.get(key)));
    }

    @Override
    public CompletionStage<Optional<HomeEntry>> putIfAbsent(InteractionKey key, HomeEntry entry) {
        return run(true, () -> Optional.ofNullable(entries.putIfAbsent(key, entry)));
    }

    @Override
    public CompletionStage<Boolean> replace(InteractionKey key, HomeEntry expected, HomeEntry entry) {
        return run(true, () -> entries.replace(key, expected, entry));
    }

    @Override
    public CompletionStage<Boolean> remove(InteractionKey key, HomeEntry expected) {
        return run(true, () -> entries.remove(key, expected));
    }

    @Override
    public CompletionStage<Map<InteractionKey, HomeEntry>> all() {
        return run(false, () -> Map.copyOf(entries));
    }
}
