package org.ducksoup.api.cluster;

import org.ducksoup.api.interaction.ServerMessage;

/** Where an interaction lives. */
public sealed interface Home {
    /**
     * On this server.
     *
     * @param visit keeps the interaction here until the client is in it, or is not
     * @param begun whether the interaction had no home before, or one that is lost: nobody can go on with a session of it
     */
    record Here(Visit visit, boolean begun) implements Home {}

    /**
     * On another server.
     *
     * @param server its name
     */
    record Elsewhere(String server, ServerRelay relay) implements Home {}

    /**
     * Nobody can tell at the moment, or nobody may begin it.
     *
     * @param reason for the page; the client may ask again in a second
     */
    record Nowhere(ServerMessage.Reason reason) implements Home {}

    /** A client on its way into an interaction. Thread-safe. */
    @FunctionalInterface
    interface Visit {
        /** The client is in the interaction, or will not be. Idempotent. */
        void end();
    }
}
