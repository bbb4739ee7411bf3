package org.ducksoup.transport.udp;

import org.ducksoup.api.cluster.ServingLease;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing out once the server's lease in its cluster has run out: another server may have begun its interactions again by then. A
 * process that stood still for long finds the gate closed before it sends what has waited. Open on a server without a cluster.
 */
public final class SendGate {
    private volatile @Nullable ServingLease lease;

    /** @param lease null for none */
    public void use(@Nullable ServingLease lease) {
        this.lease = lease;
    }

    boolean isOpen() {
        ServingLease asked = lease;
        return asked == null || System.nanoTime() - asked.validUntilNanos() < 0;
    }
}
