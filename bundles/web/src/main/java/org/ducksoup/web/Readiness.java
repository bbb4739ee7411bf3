package org.ducksoup.web;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.web.socket.SocketEndpoints;
import org.ducksoup.web.socket.SocketServlet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Whether a participant can join: the signaling endpoint is registered, interactions can begin, and media can be
 * processed. The last condition is waited for only so long: a machine whose GStreamer is broken still serves calls
 * without effects.
 */
@Component(service = Readiness.class)
public final class Readiness {
    private static final long MAX_WAIT_SECONDS = 20;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InteractionRegistry interactions;

    private final SocketEndpoints endpoints;
    private final CompletableFuture<Void> processing =
            new CompletableFuture<Void>().completeOnTimeout(null, MAX_WAIT_SECONDS, TimeUnit.SECONDS);

    @Activate
    public Readiness(@Reference SocketEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removePipelines")
    public void setPipelines(MediaPipelineFactory factory) {
        processing.complete(null);
    }

    public void removePipelines(MediaPipelineFactory factory) {
        // A pipeline factory that is replaced while the server runs does not end readiness: media without effects goes
        // on.
    }

    /** Completes when media can be processed for the first time, or when the longest wait is over. */
    CompletableFuture<Void> whenProcessing() {
        return processing;
    }

    /** Also true while the server is full. */
    boolean holds() {
        InteractionRegistry registry = interactions;
        return registry != null
                && processing.isDone()
                && registry.acceptsNew()
                && endpoints.find(SocketServlet.SIGNALING).isPresent();
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
