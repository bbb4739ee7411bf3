package org.ducksoup.web;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.web.socket.SocketEndpoints;
import org.ducksoup.web.socket.SocketTypes;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Whether a participant can join: the signaling endpoint is registered, interactions can begin, and all that a join may ask for is
 * there, such as effects and recorders, and sockets have been rehearsed. The last two are waited for only so long: a machine whose
 * GStreamer is broken still serves calls without effects.
 */
@Component(service = Readiness.class)
public final class Readiness {
    private static final long MAX_WAIT_SECONDS = 20;
    private static final long LOOK_MILLIS = 20;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable InteractionRegistry interactions;

    private final SocketEndpoints endpoints;
    private volatile boolean rehearsed;
    private final CompletableFuture<Void> complete =
            new CompletableFuture<Void>().completeOnTimeout(null, MAX_WAIT_SECONDS, TimeUnit.SECONDS);

    @Activate
    public Readiness(@Reference SocketEndpoints endpoints) {
        this.endpoints = endpoints;
        completeWhen(this::hasEverything, LOOK_MILLIS, complete);
    }

    /**
     * Asks those who take joins. It is not enough that a service has appeared: others hear of it later than this component, and
     * whoever joined in between was refused.
     */
    private boolean hasEverything() {
        InteractionRegistry registry = interactions;
        return registry != null && registry.isComplete() && rehearsed;
    }

    /** Says that sockets have been rehearsed, or that there is nothing to rehearse. */
    void rehearsed() {
        rehearsed = true;
    }

    /** Looks again and again, until it is so or the future has completed in another way. */
    static void completeWhen(BooleanSupplier isSo, long pauseMillis, CompletableFuture<Void> done) {
        if (isSo.getAsBoolean()) {
            done.complete(null);
        } else if (!done.isDone()) {
            CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS)
                    .execute(() -> completeWhen(isSo, pauseMillis, done));
        }
    }

    /** Completes when everything has started for the first time, or when the longest wait is over. */
    CompletableFuture<Void> whenComplete() {
        return complete;
    }

    /** Whether the start is over. */
    boolean isComplete() {
        return complete.isDone();
    }

    /** Also true while the server is full. */
    boolean holds() {
        InteractionRegistry registry = interactions;
        return registry != null
                && isComplete()
                && registry.acceptsNew()
                && endpoints.find(SocketTypes.SIGNALING).isPresent();
    }

    /** Why nobody new can join at the moment, as a sentence; empty while a participant can. */
    Optional<String> objection() {
        InteractionRegistry registry = interactions;
        if (registry == null || !holds()) {
            return Optional.of("Nobody can join at the moment.");
        }
        return registry.full().map(reason -> "Nobody can join at the moment: " + reason.message() + ".");
    }
}
