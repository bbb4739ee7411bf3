package org.ducksoup.api.cluster;

import org.osgi.annotation.versioning.ProviderType;

/** Keys that all servers of the cluster have, and nobody else. Thread-safe; does not block. */
@ProviderType
public interface ClusterKeys {
    /** 32 bytes for HMAC-SHA256. Each purpose has a key of its own, the same on all servers. */
    byte[] key(String purpose);
}
