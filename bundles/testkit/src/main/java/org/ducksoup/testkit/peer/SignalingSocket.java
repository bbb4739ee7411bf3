package org.ducksoup.testkit.peer;

import java.util.concurrent.CompletableFuture;

/** Carries text frames to a server: by a WebSocket, or by calls within this JVM. Thread-safe; does not block. */
public interface SignalingSocket {
    /** Sends a frame. Frames leave in the order of the calls. Does nothing after the socket has closed. */
    void send(String text);

    /** Closes the socket from this side, which the listener hears of, too. Idempotent. */
    void close();

    /** Receives the events of one socket. Calls never overlap. */
    interface Listener {
        void onText(String text);

        /**
         * The socket has closed. Called once.
         *
         * @param code status code (RFC 6455 section 7.4), 1006 when there was no closing handshake
         */
        void onClose(int code, String reason);
    }

    /** Opens sockets to one server. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens a socket. Completes exceptionally, without an event to the listener, if the server does not accept this
         * client.
         */
        CompletableFuture<SignalingSocket> open(Listener listener);
    }
}
