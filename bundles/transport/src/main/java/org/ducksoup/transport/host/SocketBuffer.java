package org.ducksoup.transport.host;

import java.io.IOException;
import java.net.DatagramSocket;

/**
 * The receive buffer of a UDP socket: what is asked for, and what the kernel gives, which may be much less. In a buffer
 * that is too small, bursts are lost before the server sees them.
 *
 * @param asked bytes; 0 for the system's default
 * @param given bytes
 */
public record SocketBuffer(int asked, int given) {
    /** The system property with what is asked for, in bytes. */
    public static final String ASKED = "ice4j.harvest.udp.receive-buffer-size";

    /** Asks for a buffer like that of the port, and reads back what the kernel gives. */
    public static SocketBuffer ofPort() throws IOException {
        return of(Integer.getInteger(ASKED, 0));
    }

    static SocketBuffer of(int asked) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            if (asked > 0) {
                socket.setReceiveBufferSize(asked);
            }
            return new SocketBuffer(asked, socket.getReceiveBufferSize());
        }
    }

    public boolean isSmall() {
        return given < asked;
    }

    /** A line for the log, with the command that mends a small buffer. */
    public String sentence() {
        if (!isSmall()) {
            return "UDP receive buffer of " + given / 1024 + " KiB";
        }
        return "UDP receive buffer of " + given / 1024 + " KiB where " + asked / 1024
                + " were asked for; bursts may be lost (cause socket_buffer in /metrics). As root: sysctl -w"
                + " net.core.rmem_max=" + asked + " (and in /etc/sysctl.d for the next boot), then restart";
    }
}
