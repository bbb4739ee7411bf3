package org.ducksoup.api.server;

import org.osgi.annotation.versioning.ProviderType;

/** Receives events of the server for its log. Thread-safe; may write to a disk before it returns. */
@ProviderType
public interface ServerEvents {
    void publish(ServerEvent event);
}
