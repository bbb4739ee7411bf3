package org.ducksoup.api.cluster;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Until when this server may serve its interactions: other servers may begin them again after that. Thread-safe; does not block, and is
 * made to be asked before each batch of packets.
 */
@ProviderType
public interface ServingLease {
    /** The value of {@link System#nanoTime()} from which on nothing may be sent. */
    long validUntilNanos();
}
