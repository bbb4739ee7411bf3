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
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.RateLimited;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends HTTP connections that only occupy a place: connections whose request does not arrive in time, connections that
 * read their response byte by byte, and surplus connections of one address. Jetty's own limit counts silence only,
 * which one byte now and then evades. {@code OpenSockets} limits WebSockets.
 */
public final class ConnectionGuard implements AutoCloseable {
    /**
     * Longest time from the first byte of a request, or from the opening of the connection, to the end of the request's
     * head.
     */
    static final Duration REQUEST_TIME = Duration.ofSeconds(15);

    /**
     * Longest time in which a reader takes one buffer of a response, which is 32 KiB: a modem is fast enough. Jetty's own
     * limit ({@code minResponseDataRate}) knows no such time. It ends a connection whose response has been under way for some
     * tenths of a second and has few bytes, also if only the server has paused: WebSockets were lost in their upgrade.
     */
    static final Duration BUFFER_TIME = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(ConnectionGuard.class);

    /** A browser opens six connections, and each stays open for half a minute. */
    private static final int CONNECTIONS_FOR_A_SOCKET = 8;

    private static final int MIN_PER_ADDRESS = 100;

    private final int maxPerAddress;
    private final TrustedProxies proxies;
    private final LongSupplier nanoTime;
    private final Set<Connector> connectors = ConcurrentHashMap.newKeySet();
    private final RateLimited refusalLog;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("web-connections"));
    private Map<EndPoint, Waiting> waiting = new HashMap<>();
    private Map<EndPoint, Reading> reading = new HashMap<>();

    /** @param requests number of requests the connection had made at {@code sinceNanos} */
    private record Waiting(long requests, long sinceNanos) {}

    /** @param bytes that had been given to this connection, in whole buffers, when its reader was last seen to go on */
    private record Reading(long bytes, long sinceNanos) {}

    /**
     * @param maxSocketsPerAddress the number of participants that may be behind one address, each with a browser
     * @param proxies carry the connections of many clients, and may have any number
     */
    public ConnectionGuard(int maxSocketsPerAddress, TrustedProxies proxies) {
        this(Math.max(MIN_PER_ADDRESS, CONNECTIONS_FOR_A_SOCKET * maxSocketsPerAddress), proxies, System::nanoTime);
        var unused = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** The creator of this object calls its {@link #tick}. */
    ConnectionGuard(int maxPerAddress, TrustedProxies proxies, LongSupplier nanoTime) {
        this.maxPerAddress = maxPerAddress;
        this.proxies = proxies;
        this.nanoTime = nanoTime;
        refusalLog = new RateLimited(Duration.ofSeconds(10), nanoTime);
    }

    /** Finds the server through a request that it serves: Pax Web shows the server in no other way. */
    public void watch(ServletRequest request) {
        Request base = Request.getBaseRequest(request);
        if (base != null) {
            connectors.add(base.getHttpChannel().getConnector());
        }
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException e) {
            log.error("Connections cannot be checked", e);
        }
    }

    /** Looks at every connection once. One thread at a time. */
    void look() {
        long now = nanoTime.getAsLong();
        Map<EndPoint, Waiting> stillWaiting = new HashMap<>();
        Map<EndPoint, Reading> stillReading = new HashMap<>();
        Map<InetAddress, Integer> perAddress = new HashMap<>();
        for (Connector connector : connectors) {
            for (EndPoint endPoint : List.copyOf(connector.getConnectedEndPoints())) {
                HttpConnection connection = httpOf(endPoint.getConnection());
                if (connection == null) {
                    continue;
                }
                InetSocketAddress from = endPoint.getRemoteAddress();
                if (from == null) {
                    // The connection has just closed.
                    continue;
                }
                Waiting since = waitingSince(endPoint, connection, now);
                Reading last = lastRead(endPoint, connection, now);
                if (last != null) {
                    stillReading.put(endPoint, last);
                }
                if (since != null && now - since.sinceNanos >= REQUEST_TIME.toNanos()) {
                    end(endPoint, "its request did not come in within " + REQUEST_TIME.toSeconds() + " s");
                } else if (last != null && now - last.sinceNanos >= BUFFER_TIME.toNanos()) {
                    end(endPoint, "it did not read 32 KiB within " + BUFFER_TIME.toSeconds() + " s");
                } else if (!proxies.contains(from.getAddress())
                        && perAddress.merge(from.getAddress(), 1, Integer::sum) > maxPerAddress
                        && (since != null || isBetweenRequests(connection))) {
                    end(endPoint, "its address has " + maxPerAddress + " others");
                } else if (since != null) {
                    stillWaiting.put(endPoint, since);
                }
            }
        }
        waiting = stillWaiting;
        reading = stillReading;
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

    /** Null if nothing waits for the reader. */
    private @Nullable Reading lastRead(EndPoint endPoint, HttpConnection connection, long now) {
        boolean blocked = connection.getEndPoint() instanceof AbstractEndPoint out
                && out.getWriteFlusher().isPending();
        if (!blocked) {
            return null;
        }
        long bytes = connection.getBytesOut();
        Reading before = reading.get(endPoint);
        return before != null && before.bytes == bytes ? before : new Reading(bytes, now);
    }

    /** Only idle connections are ended because there are too many: a response or an upgrade under way goes on. */
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
