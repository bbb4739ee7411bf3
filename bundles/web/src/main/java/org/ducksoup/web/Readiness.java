package org.ducksoup.web;

import java.util.concurrent.atomic.AtomicReference;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether a participant can come: somebody takes the socket, and there is an interaction to join. */
@Component(service = Readiness.class)
public final class Readiness {
    private final AtomicReference<@Nullable InteractionRegistry> interactions = new AtomicReference<>();
    private final SocketEndpoints endpoints;

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

    boolean holds() {
        InteractionRegistry registry = interactions.get();
        return registry != null
                && registry.acceptsNew()
                && endpoints.find(SocketServlet.SIGNALING).isPresent();
    }
}
