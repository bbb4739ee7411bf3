package org.ducksoup.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage;
import org.jspecify.annotations.Nullable;

/** The interactions of this server, also while the bundle that runs them is replaced: nothing can begin then. */
record HostedHere(Supplier<@Nullable HostedInteractions> now) implements HostedInteractions {
    private static final ServerLoad NOTHING = new ServerLoad(0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Override
    public ServerLoad load() {
        HostedInteractions present = now.get();
        return present == null ? NOTHING : present.load();
    }

    @Override
    public boolean isDraining() {
        HostedInteractions present = now.get();
        return present == null || present.isDraining();
    }

    @Override
    public Optional<ServerMessage.Reason> full() {
        HostedInteractions present = now.get();
        return present == null ? Optional.empty() : present.full();
    }

    @Override
    public long freeBytes() {
        HostedInteractions present = now.get();
        return present == null ? -1 : present.freeBytes();
    }

    @Override
    public boolean has(InteractionKey key) {
        HostedInteractions present = now.get();
        return present != null && present.has(key);
    }

    @Override
    public CompletionStage<Void> end(Predicate<InteractionKey> which, EndReason reason) {
        HostedInteractions present = now.get();
        return present == null ? CompletableFuture.completedFuture(null) : present.end(which, reason);
    }
}
