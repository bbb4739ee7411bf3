package org.ducksoup.web.page;

import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The server's event log, as long as one is installed; pages are served without it too. */
@Component(service = ServerLog.class)
public final class ServerLog {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServerEvents events;

    /** Does nothing while no log is installed. */
    public void publish(ServerEvent event) {
        ServerEvents present = events;
        if (present != null) {
            present.publish(event);
        }
    }
}
