package org.ducksoup.web;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.web.socket.SocketEndpoints;
import org.ducksoup.web.socket.SocketServlet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Whether a participant can join: the signaling endpoint is registered, interactions can begin, media can be
 * processed, and the container has started everything else, such as recorders and plans. The last two are waited for only
 * so long: a machine whose GStreamer is broken still serves calls without effects.
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
    private final CompletableFuture<Void> processing = new CompletableFuture<>();
    private final CompletableFuture<Void> booted = new CompletableFuture<>();
    private final CompletableFuture<Void> complete =
            CompletableFuture.allOf(processing, booted).completeOnTimeout(null, MAX_WAIT_SECONDS, TimeUnit.SECONDS);

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

    /**
     * Karaf has started the whole distribution. Without this, a participant who joined as soon as others could was refused: the
     * bundle with the recorder started a moment later.
     */
    @Reference(
            service = AnyService.class,
            target = "(objectClass=org.apache.karaf.features.BootFinished)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeBooted")
    public void setBooted(Object bootFinished) {
        booted.complete(null);
    }

    public void removeBooted(Object bootFinished) {
        // The container stops: other conditions tell.
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
