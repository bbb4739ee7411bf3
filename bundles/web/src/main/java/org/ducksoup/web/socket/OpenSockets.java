package org.ducksoup.web.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sockets of this server, and the one clock that pings them. */
public final class OpenSockets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenSockets.class);

    private final Set<ClientSocket> sockets = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "web-sockets"));

    public OpenSockets() {
        var unused = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** A sentence if one more socket from this address is too many, or null if there is room. */
    @Nullable
    String refusal(String address, SocketLimits limits) {
        if (sockets.size() >= limits.maxSockets()) {
            return "This server has " + limits.maxSockets() + " sockets open, and no room for more (maxSockets).";
        }
        String host = address + ":";
        long ofAddress = sockets.stream()
                .filter(socket -> socket.remoteAddress().startsWith(host))
                .count();
        if (ofAddress >= limits.maxSocketsPerAddress()) {
            return "This address has " + ofAddress + " sockets open, and no room for more (maxSocketsPerAddress).";
        }
        return null;
    }

    void add(ClientSocket socket) {
        sockets.add(socket);
    }

    void remove(ClientSocket socket) {
        sockets.remove(socket);
    }

    private void tick() {
        for (ClientSocket socket : sockets) {
            try {
                socket.tick();
            } catch (RuntimeException e) {
                log.error("The socket of {} cannot be checked", socket.remoteAddress(), e);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        sockets.forEach(ClientSocket::restart);
    }
}
