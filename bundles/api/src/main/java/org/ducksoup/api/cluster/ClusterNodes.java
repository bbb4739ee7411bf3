package org.ducksoup.api.cluster;

import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.osgi.annotation.versioning.ProviderType;

/** The servers of the cluster, for whoever operates them. Thread-safe. */
@ProviderType
public interface ClusterNodes {
    /** All configured servers, by name. Does not block. */
    List<ClusterNode> nodes();

    /**
     * A server is off and will not come back under its present membership: the others no longer count it, and its interactions may
     * begin anew at once. Whoever says this of a server that still runs lets an interaction run twice.
     *
     * <p>Waits until the other servers know, 5 s at most.
     *
     * @param server its name
     * @throws OperationException if there is no such server, or if it answers
     */
    void forget(String server) throws OperationException;
}
