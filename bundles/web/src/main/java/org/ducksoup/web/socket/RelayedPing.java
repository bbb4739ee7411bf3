package org.ducksoup.web.socket;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The question whether a client is there, to the server of the cluster that passes it on: a text frame that no client sends or gets. The
 * servers agree on it ({@code RelayConnection} in the bundle {@code cluster}).
 */
final class RelayedPing {
    private static final String PING = "\u0001ping ";
    private static final String PONG = "\u0001pong ";

    private RelayedPing() {}

    static String ping(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return PING + HexFormat.of().formatHex(bytes);
    }

    static boolean isPong(String frame) {
        return frame.startsWith(PONG);
    }

    /** Empty if the frame is no answer to anything. */
    static ByteBuffer payload(String pong) {
        try {
            return ByteBuffer.wrap(HexFormat.of().parseHex(pong.substring(PONG.length())));
        } catch (IllegalArgumentException e) {
            return ByteBuffer.allocate(0);
        }
    }
}
