package org.ducksoup.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
 * Whether a participant can come: somebody takes the socket, there is an interaction to join, and media can be processed. For the last
 * one there is a limit: a machine whose GStreamer is broken still serves calls without effects.
 */
@Component(service = Readiness.class)
public final class Readiness {
    private final AtomicReference<@Nullable InteractionRegistry> interactions = new AtomicReference<>();
    private static final long LONGEST_SECONDS = 20;

    private final SocketEndpoints endpoints;
    private final CompletableFuture<Void> processing =
            new CompletableFuture<Void>().completeOnTimeout(null, LONGEST_SECONDS, TimeUnit.SECONDS);

    @Activate
    public Readiness(@Reference SocketEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "remove")
    public void set(InteractionRegistry registry) {
        interactions.set(registry);
    }

    public void remove(InteractionRegistry registry) {
        interactions.compareAndSet(registry, null);
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
        // One that is replaced while the server runs ends no readiness: what is without effects goes on.
    }

    /** Completes when media can be processed for the first time, or when it has been waited for long enough. */
    CompletableFuture<Void> whenProcessing() {
        return processing;
    }

    boolean holds() {
        InteractionRegistry registry = interactions.get();
        return registry != null
                && processing.isDone()
                && registry.acceptsNew()
                && endpoints.find(SocketServlet.SIGNALING).isPresent();
    }
}
