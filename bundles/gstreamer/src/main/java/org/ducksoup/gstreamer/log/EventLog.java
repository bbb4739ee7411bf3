package org.ducksoup.gstreamer.log;

import java.util.concurrent.atomic.AtomicReference;
import org.ducksoup.api.server.ServerEvents;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The server's event log, while there is one. */
@Component(service = EventLog.class)
public final class EventLog {
    private final AtomicReference<@Nullable ServerEvents> events = new AtomicReference<>();

    @Activate
    public EventLog() {
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

    @Nullable
    ServerEvents present() {
        return events.get();
    }
}
