package org.ducksoup.web.socket;

import java.nio.ByteBuffer;

/** The part of the HTTP server that a {@link ClientSocket} needs. No method blocks. */
interface FrameSink {
    /** @param done receives whether the frame has left, on any thread, possibly before this method returns */
    void sendText(String text, Done done);

    void sendPing(ByteBuffer payload);

    /** Starts the closing handshake. */
    void close(int code, String reason);

    /** Drops the connection at once. */
    void disconnect();

    /** Receives the fate of one frame. */
    interface Done {
        void sent(boolean successfully);
    }
}
