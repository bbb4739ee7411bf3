package org.ducksoup.testkit.network;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds ports of this machine that are not in use, for programs that open them some seconds later. The system gives the
 * ports from 32768 on to every socket that asks for any port, such as those of browsers. A port from that range may
 * therefore be taken before the program opens it.
 */
public final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int COUNT = 32_768 - FIRST;
    private static final int ATTEMPTS = 1000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    private static final Random RANDOM = new Random();

    private FreePorts() {}

    @FunctionalInterface
    private interface Attempt {
        void open(int port) throws IOException;
    }

    public static int tcp() {
        return find(port -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close());
    }

    public static int udp() {
        return find(port -> new DatagramSocket(port, InetAddress.getLoopbackAddress()).close());
    }

    /** A port is given only once by this JVM. */
    private static int find(Attempt attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = FIRST + RANDOM.nextInt(COUNT);
            if (GIVEN.add(port)) {
                try {
                    attempt.open(port);
                    return port;
                } catch (IOException e) {
                    // Somebody else has this one.
                }
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (FIRST + COUNT - 1));
    }
}
