package org.ducksoup.web;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import org.ducksoup.api.cluster.ClusterKeys;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.api.cluster.ServerRequests;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.WallClock;
import org.ducksoup.web.access.AllowedOrigins;
import org.ducksoup.web.access.BasicLogin;
import org.ducksoup.web.access.ConnectionGuard;
import org.ducksoup.web.access.LoginCookie;
import org.ducksoup.web.access.TrustedProxies;
import org.ducksoup.web.api.ApiProvider;
import org.ducksoup.web.api.ApiServlet;
import org.ducksoup.web.api.ApiToken;
import org.ducksoup.web.api.ClusterServlet;
import org.ducksoup.web.page.FrontFolder;
import org.ducksoup.web.page.Probes;
import org.ducksoup.web.page.ResourceServlet;
import org.ducksoup.web.page.Routes;
import org.ducksoup.web.page.ServerLog;
import org.ducksoup.web.page.WebAddress;
import org.ducksoup.web.page.WebDocuments;
import org.ducksoup.web.page.WebResources;
import org.ducksoup.web.socket.OpenSockets;
import org.ducksoup.web.socket.SocketEndpoints;
import org.ducksoup.web.socket.SocketLimits;
import org.ducksoup.web.socket.SocketRehearsal;
import org.ducksoup.web.socket.SocketServlet;
import org.ducksoup.web.socket.SocketTypes;
import org.jspecify.annotations.Nullable;
import org.ops4j.pax.web.service.WebContainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.http.HttpContext;
import org.osgi.service.http.NamespaceException;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Registers the servlets. The component is immediate, because no other component asks for it.
 *
 * <p>The configuration narrows {@code webContainer} to the server that listens where the settings say.
 */
@Component(
        service = WebGateway.class,
        immediate = true,
        configurationPid = WebConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
@Designate(ocd = WebConfiguration.class)
public final class WebGateway {
    /** Between two looks for the other servers of the cluster. */
    private static final long LOOK_MILLIS = 200;

    /** On a server of a cluster. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ClusterKeys keys;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable RelayedClients relayedClients;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InteractionHomes homes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServerRequests serverRequests;

    private final WebContainer container;
    private final OpenSockets sockets = new OpenSockets();
    private final ConnectionGuard guard;
    private final List<Servlet> servlets;
    private final WebAddress address;
    private final boolean clustered;
    private final BasicLogin login;

    @Activate
    public WebGateway(
            WebConfiguration configuration,
            @Reference(name = "webContainer") WebContainer container,
            @Reference WebResources resources,
            @Reference WebDocuments documents,
            @Reference SocketEndpoints endpoints,
            @Reference ApiProvider api,
            @Reference ServerLog serverLog,
            @Reference Readiness readiness)
            throws ServletException, NamespaceException {
        this.container = container;
        String prefix = configuration.prefix();
        clustered = configuration.clustered();
        address = new WebAddress(configuration.secure(), configuration.bindAddress(), configuration.port(), prefix);
        TrustedProxies proxies = new TrustedProxies(configuration.trustedProxies());
        guard = new ConnectionGuard(configuration.maxSocketsPerAddress(), proxies);
        login = new BasicLogin(configuration.testLogin(), configuration.testPassword(), configuration.development());
        Clock clock = WallClock.utc();
        LoginCookie cookie = new LoginCookie(clock, this::cookieKey);
        List<String> origins = List.of(configuration.allowedOrigins());
        Probes probes = new Probes(() -> readiness.objection().or(() -> objection(clustered)));
        SocketRehearsal rehearsal = new SocketRehearsal();
        SocketServlet socketServlet = new SocketServlet(
                new SocketTypes(endpoints, readiness::isComplete, rehearsal),
                sockets,
                new AllowedOrigins(origins),
                login,
                cookie,
                limits(configuration),
                guard,
                proxies,
                () -> relayedClients);
        ResourceServlet resourceServlet = new ResourceServlet(
                resources,
                documents,
                front(configuration),
                login,
                cookie,
                probes,
                serverLog,
                guard,
                address,
                origins,
                clock);
        ApiServlet apiServlet = new ApiServlet(api, new ApiToken(configuration.apiToken()), guard, prefix);
        ClusterServlet clusterServlet = new ClusterServlet(() -> serverRequests, guard);
        servlets = List.of(socketServlet, resourceServlet, apiServlet, clusterServlet);
        HttpContext context = container.createDefaultHttpContext();
        container.registerServlet(
                socketServlet, "sockets", new String[] {prefix + Routes.SOCKETS}, null, 1, true, context);
        container.registerServlet(
                apiServlet, "api", new String[] {prefix + ApiServlet.PATH + "/*"}, null, 1, true, context);
        container.registerServlet(
                clusterServlet, "cluster", new String[] {prefix + ServerRequests.PATH}, null, 1, true, context);
        container.registerServlet(resourceServlet, "resources", new String[] {"/*"}, null, 1, true, context);
        DaemonThreads.start("web-rehearsal", () -> {
            try {
                // A server that runs has participants already. Its own sockets would only count with theirs.
                if (!readiness.isComplete() && !configuration.secure() && !origins.isEmpty()) {
                    rehearsal.run(address.fromHere(), prefix + Routes.SOCKETS, origins.get(0));
                }
            } finally {
                readiness.rehearsed();
            }
        });
    }

    private static FrontFolder front(WebConfiguration configuration) {
        String directory = configuration.frontDirectory();
        return configuration.development() && !directory.isEmpty()
                ? FrontFolder.of(Path.of(directory))
                : FrontFolder.none();
    }

    private byte @Nullable [] cookieKey() {
        ClusterKeys known = keys;
        return known == null ? null : known.key("login cookie");
    }

    /** Completes when participants can join by way of this server: at once without a cluster. */
    CompletableFuture<Void> whenClustered() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Readiness.completeWhen(() -> objection(clustered).isEmpty(), LOOK_MILLIS, done);
        return done;
    }

    /** Why nobody can join by way of this server, although it is ready itself. */
    private Optional<String> objection(boolean clustered) {
        InteractionHomes known = homes;
        if (!clustered) {
            return Optional.empty();
        }
        return known == null
                ? Optional.of("This server has not found the other servers of its cluster yet.")
                : known.objection().map(reason -> "Nobody can join at the moment: " + reason.message() + ".");
    }

    @Deactivate
    void stop() {
        sockets.close();
        guard.close();
        servlets.forEach(container::unregisterServlet);
    }

    WebAddress address() {
        return address;
    }

    /** Whether the test and statistics pages let nobody in. */
    boolean isTestLoginClosed() {
        return login.isClosed();
    }

    private static SocketLimits limits(WebConfiguration configuration) {
        return new SocketLimits(
                configuration.maxMessageBytes(),
                configuration.maxQueuedFrames(),
                Duration.ofSeconds(configuration.pingIntervalSeconds()),
                Duration.ofSeconds(configuration.silenceTimeoutSeconds()),
                configuration.maxSockets(),
                configuration.maxSocketsPerAddress());
    }
}
