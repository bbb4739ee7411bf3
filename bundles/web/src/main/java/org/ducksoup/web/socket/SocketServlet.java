package org.ducksoup.web.socket;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.api.cluster.RelayedClients.RelayedClient;
import org.ducksoup.parts.RateLimited;
import org.ducksoup.web.access.AllowedOrigins;
import org.ducksoup.web.access.BasicLogin;
import org.ducksoup.web.access.ConnectionGuard;
import org.ducksoup.web.access.LoginCookie;
import org.ducksoup.web.access.TrustedProxies;
import org.ducksoup.web.page.Sentences;
import org.eclipse.jetty.websocket.api.WebSocketPolicy;
import org.eclipse.jetty.websocket.servlet.WebSocketServlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /ws}: decides who may open a WebSocket, and to which endpoint. */
public final class SocketServlet extends WebSocketServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final Logger log = LoggerFactory.getLogger(SocketServlet.class);
    private static final String ENDPOINT = EndpointSockets.class.getName();
    private static final String RELAYED = SocketServlet.class.getName() + ".relayed";
    private static final String CLIENT = SocketServlet.class.getName() + ".client";

    /** The buffer of a socket that has not joined yet. */
    private static final int BUFFER_BYTES = 1024;

    private final transient SocketTypes types;
    private final transient OpenSockets open;
    private final transient AllowedOrigins origins;
    private final transient BasicLogin login;
    private final transient LoginCookie cookie;
    private final transient SocketLimits limits;
    private final transient ConnectionGuard guard;
    private final transient TrustedProxies proxies;
    private final transient Supplier<@Nullable RelayedClients> cluster;
    private final transient RateLimited refusalLog = new RateLimited(Duration.ofSeconds(10), System::nanoTime);

    public SocketServlet(
            SocketTypes types,
            OpenSockets open,
            AllowedOrigins origins,
            BasicLogin login,
            LoginCookie cookie,
            SocketLimits limits,
            ConnectionGuard guard,
            TrustedProxies proxies,
            Supplier<@Nullable RelayedClients> cluster) {
        this.types = types;
        this.open = open;
        this.origins = origins;
        this.login = login;
        this.cookie = cookie;
        this.limits = limits;
        this.guard = guard;
        this.proxies = proxies;
        this.cluster = cluster;
    }

    @Override
    public void configure(WebSocketServletFactory factory) {
        WebSocketPolicy policy = factory.getPolicy();
        policy.setMaxTextMessageSize(limits.maxMessageBytes());
        policy.setMaxTextMessageBufferSize(limits.maxMessageBytes());
        policy.setInputBufferSize(BUFFER_BYTES);
        // Pings detect a silent client. This timeout is for a client that stops reading in the middle of a frame.
        policy.setIdleTimeout(limits.silenceTimeout().multipliedBy(2).toMillis());
        policy.setAsyncWriteTimeout(limits.silenceTimeout().toMillis());
        factory.setCreator((request, response) -> {
            // Compression would cost more memory per socket than everything else together.
            response.setExtensions(List.of());
            EndpointSockets endpoint =
                    (EndpointSockets) request.getHttpServletRequest().getAttribute(ENDPOINT);
            String client = (String) request.getHttpServletRequest().getAttribute(CLIENT);
            RelayedClient relayed =
                    (RelayedClient) request.getHttpServletRequest().getAttribute(RELAYED);
            return new JettySocket(endpoint, client, relayed, open, limits);
        });
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        guard.watch(request);
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            Sentences.answer(response, 426, "This address is for WebSockets.");
            return;
        }
        String header = request.getHeader(RelayedClients.HEADER);
        if (header != null) {
            serveRelayed(header, request, response);
            return;
        }
        String origin = request.getHeader("Origin");
        if (!origins.contains(origin)) {
            refusalLog.run(others -> log.warn(
                    "A WebSocket from the origin {} was refused (and {} more); DUCKSOUP_ALLOWED_WS_ORIGINS says which are"
                            + " allowed",
                    origin,
                    others));
            Sentences.answer(response, HttpServletResponse.SC_FORBIDDEN, "This origin is not allowed.");
            return;
        }
        String type = request.getParameter("type") == null ? SocketTypes.SIGNALING : request.getParameter("type");
        if (types.needsLogin(type) && !isLoggedIn(request, response)) {
            return;
        }
        Optional<EndpointSockets> endpoint = types.find(type);
        if (endpoint.isEmpty()) {
            response.setHeader("Retry-After", "1");
            Sentences.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Nobody serves this at the moment.");
            return;
        }
        String client = proxies.clientOf(
                request.getRemoteAddr(), lines(request, "Forwarded"), lines(request, "X-Forwarded-For"));
        String refusal = open.refusal(client, limits);
        if (refusal != null) {
            refusalLog.run(
                    others -> log.warn("A WebSocket from {} was refused (and {} more): {}", client, others, refusal));
            response.setHeader("Retry-After", "10");
            Sentences.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, refusal);
            return;
        }
        request.setAttribute(ENDPOINT, endpoint.get());
        request.setAttribute(CLIENT, client);
        super.service(request, response);
    }

    /** Another server of the cluster passes a client on. It has checked the client's origin. */
    private void serveRelayed(String header, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        RelayedClients known = cluster.get();
        Optional<RelayedClient> relayed = known == null ? Optional.empty() : known.check(header);
        if (relayed.isEmpty()) {
            refusalLog.run(others -> log.warn(
                    "{} passed a client on (and {} more), but it is no server of this cluster, or has another"
                            + " DUCKSOUP_CLUSTER_SECRET, or a clock that differs by more than a minute",
                    request.getRemoteAddr(),
                    others));
            Sentences.answer(response, HttpServletResponse.SC_FORBIDDEN, "This server knows no such cluster.");
            return;
        }
        Optional<EndpointSockets> endpoint = types.find(SocketTypes.SIGNALING);
        String refusal = endpoint.isEmpty()
                ? "Nobody serves this at the moment."
                : open.refusal(hostOf(relayed.get().address()), limits);
        if (refusal != null) {
            Sentences.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, refusal);
            return;
        }
        request.setAttribute(ENDPOINT, endpoint.orElseThrow());
        request.setAttribute(CLIENT, relayed.get().address());
        request.setAttribute(RELAYED, relayed.get());
        super.service(request, response);
    }

    private static String hostOf(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** A proxy may add a line of its own behind the ones that a client wrote. */
    private static List<String> lines(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    private boolean isLoggedIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getCookies() != null
                && Arrays.stream(request.getCookies())
                        .filter(sent -> sent.getName().equals(LoginCookie.NAME))
                        .anyMatch(sent -> cookie.isValid(sent.getValue()))) {
            return true;
        }
        switch (login.decide(request.getHeader("Authorization"))) {
            case ALLOWED -> {
                return true;
            }
            case LOGIN_NEEDED -> Sentences.loginNeeded(response);
            case CLOSED -> Sentences.closed(response);
        }
        return false;
    }
}
