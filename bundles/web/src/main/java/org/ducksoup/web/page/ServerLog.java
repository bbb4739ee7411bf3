package org.ducksoup.web.page;

import java.util.concurrent.atomic.AtomicReference;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The event log while there is one: pages are served without it too. */
@Component(service = ServerLog.class)
public final class ServerLog {
    private final AtomicReference<@Nullable ServerEvents> events = new AtomicReference<>();

    @Activate
    public ServerLog() {
        // The log comes by itself.
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "remove")
    public void set(ServerEvents log) {
        events.set(log);
    }

    public void remove(ServerEvents log) {
        events.compareAndSet(log, null);
    }

    public void publish(ServerEvent event) {
        ServerEvents present = events.get();
        if (present != null) {
            present.publish(event);
        }
    }
}
