package org.ducksoup.web.access;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origins whose pages may open a WebSocket. They are compared as exact strings: a browser sends an origin in
 * exactly one form.
 */
public final class AllowedOrigins {
    private final Set<String> origins;

    public AllowedOrigins(Collection<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    public boolean contains(@Nullable String origin) {
        return origin != null && origins.contains(origin);
    }
}
