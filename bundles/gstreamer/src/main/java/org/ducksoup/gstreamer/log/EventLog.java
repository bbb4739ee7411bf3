package org.ducksoup.gstreamer.log;

import org.ducksoup.api.server.ServerEvents;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Holds the server's event log while one is installed. */
@Component(service = EventLog.class)
public final class EventLog {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServerEvents events;

    /** @return null while no log is installed */
    @Nullable
    ServerEvents present() {
        return events;
    }

    /** Sets the reference as Declarative Services does. */
    void use(@Nullable ServerEvents log) {
        events = log;
    }
}
