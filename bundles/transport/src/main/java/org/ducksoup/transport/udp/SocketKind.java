package org.ducksoup.transport.udp;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.ducksoup.transport.binding.SocketCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of sockets there are, the better one first. */
enum SocketKind {
    /** Many datagrams with one system call, on Linux. */
    BATCHED {
        @Override
        UdpSocket open(InetSocketAddress address, int receiveBuffer, SendGate gate) throws IOException {
            return BatchedSocket.open(address, receiveBuffer, gate);
        }
    },
    /** Java's own, on every system. */
    PLAIN {
        @Override
        UdpSocket open(InetSocketAddress address, int receiveBuffer, SendGate gate) throws IOException {
            return PlainSocket.open(address, receiveBuffer, gate);
        }
    };

    private static final Logger LOGGER = LoggerFactory.getLogger(SocketKind.class);

    /** For tests, and for whoever suspects one of the two: {@code batched} or {@code plain}. */
    private static final String CHOICE = "ducksoup.udp.sockets";

    private static final SocketKind BEST = choose();

    abstract UdpSocket open(InetSocketAddress address, int receiveBuffer, SendGate gate) throws IOException;

    static SocketKind best() {
        return BEST;
    }

    private static SocketKind choose() {
        if (System.getProperty(CHOICE, "").equals("plain")) {
            LOGGER.info("UDP: one datagram with each system call, as {} says", CHOICE);
            return PLAIN;
        }
        String objection = objection();
        if (objection != null) {
            LOGGER.info("UDP: one datagram with each system call, because {}", objection);
            return PLAIN;
        }
        return BATCHED;
    }

    /** Why the native part does not work here; null if it does. */
    private static @org.jspecify.annotations.Nullable String objection() {
        try {
            if (!Platform.isLinux() || Native.POINTER_SIZE != 8) {
                return "that is only known for Linux on 64 bits";
            }
            SocketCalls.load();
            return null;
        } catch (LinkageError | RuntimeException e) {
            return "the native part does not load: " + e;
        }
    }
}
