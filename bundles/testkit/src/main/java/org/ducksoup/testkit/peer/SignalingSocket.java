package org.ducksoup.testkit.peer;

import java.util.concurrent.CompletableFuture;

/** The way of text frames to a server: a WebSocket, or a call within this JVM. Thread-safe, nothing blocks. */
public interface SignalingSocket {
    /** Frames leave in the order of the calls; after the socket is gone, does nothing. */
    void send(String text);

    /** Closes from this side; the listener hears of it too. Idempotent. */
    void close();

    /** Hears one socket. Calls never overlap. */
    interface Listener {
        void onText(String text);

        /**
         * The socket is gone. Called once.
         *
         * @param code status code (RFC 6455 section 7.4), 1006 when there was no closing handshake
         */
        void onClose(int code, String reason);
    }

    /** Opens sockets to one server. */
    @FunctionalInterface
    interface Opener {
        /** Completes exceptionally if the server does not let this client in; the listener hears nothing then. */
        CompletableFuture<SignalingSocket> open(Listener listener);
    }
}
