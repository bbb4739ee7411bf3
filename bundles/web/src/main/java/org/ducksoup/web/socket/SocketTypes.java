package org.ducksoup.web.socket;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What clients may ask for with {@code ?type=}. Thread-safe. */
public final class SocketTypes {
    public static final String SIGNALING = "signaling";

    private final SocketEndpoints endpoints;
    private final BooleanSupplier started;
    private final SocketRehearsal rehearsal;

    /** @param started whether signaling is served: who joins while the server still starts would be refused what starts last */
    public SocketTypes(SocketEndpoints endpoints, BooleanSupplier started, SocketRehearsal rehearsal) {
        this.endpoints = endpoints;
        this.started = started;
        this.rehearsal = rehearsal;
    }

    /** Empty while nobody serves this type. */
    Optional<EndpointSockets> find(String type) {
        if (rehearsal.isType(type)) {
            return Optional.of(rehearsal.endpoint());
        }
        return type.equals(SIGNALING) && !started.getAsBoolean() ? Optional.empty() : endpoints.find(type);
    }

    /** Participants have none, and nobody else knows the rehearsal's type. */
    boolean needsLogin(String type) {
        return !type.equals(SIGNALING) && !rehearsal.isType(type);
    }
}
