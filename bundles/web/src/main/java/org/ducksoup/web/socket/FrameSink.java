package org.ducksoup.web.socket;

import java.nio.ByteBuffer;

/** What a {@link ClientSocket} needs of the HTTP server. Nothing here blocks. */
interface FrameSink {
    /** @param done told whether the frame has left, on any thread, maybe before this returns */
    void sendText(String text, Done done);

    void sendPing(ByteBuffer payload);

    /** Starts the closing handshake. */
    void close(int code, String reason);

    /** Drops the connection at once. */
    void disconnect();

    /** Hears the fate of one frame. */
    interface Done {
        void sent(boolean successfully);
    }
}
