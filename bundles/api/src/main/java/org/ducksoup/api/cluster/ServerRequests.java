package org.ducksoup.api.cluster;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Answers what other servers of the cluster ask of this one over HTTP. Thread-safe. */
@ProviderType
public interface ServerRequests {
    /** The HTTP header in which a server says who it is. */
    String HEADER = "Ducksoup-Server";

    /** Where servers ask each other, below the web prefix; they use {@code POST}. */
    String PATH = "/cluster/supervision";

    /**
     * Answers a request. May wait for some seconds.
     *
     * @param header as it was received
     * @param body as it was received
     * @return JSON; empty if no server of this cluster has written the header for this server and this body, or if it was used before
     */
    Optional<byte[]> answer(String header, byte[] body);
}
