package org.ducksoup.api.cluster;

import org.osgi.annotation.versioning.ProviderType;

/** What the statistics page shows of this server's own interactions, for the other servers. Thread-safe. */
@ProviderType
public interface FiguresHere {
    /**
     * The newest figures as JSON: members {@code payload} and {@code study} of a frame of the statistics feed. Waits for interactions,
     * 2 s at most.
     */
    String figures();
}
