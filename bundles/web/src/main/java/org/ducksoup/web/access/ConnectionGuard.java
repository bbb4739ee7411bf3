package org.ducksoup.web.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.servlet.ServletRequest;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends HTTP connections that only hold a place: those whose request does not come in in time, those that take an answer by the
 * byte, and those that are one address's too many. Jetty's own limit is for silence, which a byte now and then evades. WebSockets
 * are looked after by {@code OpenSockets}.
 */
public final class ConnectionGuard implements AutoCloseable {
    /** From the first byte of a request, or from the opening of a connection, to the end of the request's head. */
    static final Duration REQUEST_TIME = Duration.ofSeconds(15);

    /** Of an answer, in bytes a second: a modem's rate is enough. */
    static final int LEAST_ANSWER_RATE = 1000;

    private static final Logger log = LoggerFactory.getLogger(ConnectionGuard.class);

    /** A browser opens six, and each stays for half a minute. */
    private static final int CONNECTIONS_FOR_A_SOCKET = 8;

    private static final int LEAST_PER_ADDRESS = 100;

    private final int maxPerAddress;
    private final LongSupplier nanoTime;
    private final Set<Connector> connectors = ConcurrentHashMap.newKeySet();
    private final RateLimited refusalLog;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "web-connections");
        thread.setDaemon(true);
        return thread;
    });
    private Map<EndPoint, Waiting> waiting = new HashMap<>();

    /** @param requests that the connection had made when the time began */
    private record Waiting(long requests, long sinceNanos) {}

    /** @param maxSocketsPerAddress as many participants there may be behind an address, each with a browser */
    public ConnectionGuard(int maxSocketsPerAddress) {
        this(Math.max(LEAST_PER_ADDRESS, CONNECTIONS_FOR_A_SOCKET * maxSocketsPerAddress), System::nanoTime);
        var unused = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Its {@link #tick} is called by who made it. */
    public ConnectionGuard(int maxPerAddress, LongSupplier nanoTime) {
        this.maxPerAddress = maxPerAddress;
        this.nanoTime = nanoTime;
        refusalLog = new RateLimited(Duration.ofSeconds(10), nanoTime);
    }

    /** The server is found by the requests it serves: Pax Web shows it to nobody otherwise. */
    public void watch(ServletRequest request) {
        Request base = Request.getBaseRequest(request);
        if (base != null && connectors.add(base.getHttpChannel().getConnector())) {
            HttpConfiguration configuration = base.getHttpChannel().getHttpConfiguration();
            configuration.setMinResponseDataRate(LEAST_ANSWER_RATE);
        }
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException e) {
            log.error("Connections cannot be looked after", e);
        }
    }

    /** Looks at every connection once. On one thread at a time. */
    void look() {
        long now = nanoTime.getAsLong();
        Map<EndPoint, Waiting> stillWaiting = new HashMap<>();
        Map<InetAddress, Integer> perAddress = new HashMap<>();
        for (Connector connector : connectors) {
            for (EndPoint endPoint : List.copyOf(connector.getConnectedEndPoints())) {
                HttpConnection connection = httpOf(endPoint.getConnection());
                if (connection == null) {
                    continue;
                }
                InetSocketAddress from = endPoint.getRemoteAddress();
                if (from == null) {
                    // It has just gone.
                    continue;
                }
                Waiting since = waitingSince(endPoint, connection, now);
                if (since != null && now - since.sinceNanos >= REQUEST_TIME.toNanos()) {
                    end(endPoint, "its request did not come in within " + REQUEST_TIME.toSeconds() + " s");
                } else if (perAddress.merge(from.getAddress(), 1, Integer::sum) > maxPerAddress
                        && (since != null || isBetweenRequests(connection))) {
                    end(endPoint, "its address has " + maxPerAddress + " others");
                } else if (since != null) {
                    stillWaiting.put(endPoint, since);
                }
            }
        }
        waiting = stillWaiting;
    }

    /** Null if no request is due. */
    private @Nullable Waiting waitingSince(EndPoint endPoint, HttpConnection connection, long now) {
        long requests = connection.getMessagesIn();
        HttpParser parser = connection.getParser();
        boolean begun = parser.inHeaderState() && !parser.isStart();
        if (!begun && requests > 0) {
            return null;
        }
        Waiting before = waiting.get(endPoint);
        return before != null && before.requests == requests ? before : new Waiting(requests, now);
    }

    /** Only these may be ended for their number: an answer or an upgrade that is under way goes on. */
    private static boolean isBetweenRequests(HttpConnection connection) {
        return connection.getParser().isStart()
                && connection.getHttpChannel().getState().isIdle();
    }

    private void end(EndPoint endPoint, String reason) {
        refusalLog.run(others -> log.info(
                "The connection of {} was ended: {}; and {} others since the last line",
                endPoint.getRemoteAddress(),
                reason,
                others));
        endPoint.close();
    }

    private static @Nullable HttpConnection httpOf(@Nullable Connection connection) {
        if (connection instanceof SslConnection tls) {
            return httpOf(tls.getDecryptedEndPoint().getConnection());
        }
        return connection instanceof HttpConnection http ? http : null;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
