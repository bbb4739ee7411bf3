package org.ducksoup.api.cluster;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Recognises clients that another server of the cluster passes on. Thread-safe; does not block. */
@ProviderType
public interface RelayedClients {
    /** The HTTP header in which a server vouches for a client that it passes on. */
    String HEADER = "Ducksoup-Relay";

    /**
     * Checks the header's signature and age.
     *
     * @param header as it was received
     * @return empty if no server of this cluster has written it, or if it was used before
     */
    Optional<RelayedClient> check(String header);

    /**
     * A client as the server saw it that the client has connected to.
     *
     * @param origin of the page
     * @param address of the client
     * @param server that passes it on
     * @param passes how many servers have passed it on, 1 or more
     */
    record RelayedClient(String origin, String address, String server, int passes) {}
}
