package org.ducksoup.web;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages of which origins may open a WebSocket. Exact strings: a browser sends an origin in exactly one form. */
final class AllowedOrigins {
    private final Set<String> origins;

    AllowedOrigins(Collection<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    boolean contains(@Nullable String origin) {
        return origin != null && origins.contains(origin);
    }
}
