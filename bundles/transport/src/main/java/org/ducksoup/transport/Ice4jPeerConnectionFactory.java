package org.ducksoup.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.cluster.ServingLease;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.Recurring;
import org.ducksoup.parts.WallClock;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.dtls.DtlsIdentity;
import org.ducksoup.transport.dtls.DtlsWarmUp;
import org.ducksoup.transport.host.InterfaceAddress;
import org.ducksoup.transport.host.MachineAddresses;
import org.ducksoup.transport.host.SocketBuffer;
import org.ducksoup.transport.ice.AddressWatch;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.ducksoup.transport.srtp.SrtpWarmUp;
import org.ducksoup.transport.udp.UdpAddress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes peer connections on one UDP port. Activation takes a second or two, because it warms up ciphers and handshakes.
 */
@Component(configurationPid = "org.ducksoup.transport", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TransportConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class Ice4jPeerConnectionFactory implements PeerConnectionFactory, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ice4jPeerConnectionFactory.class);

    /**
     * The number of handshakes at a time. Each has a thread, a queue of 32 datagrams and some hundred kilobytes, and
     * ends after 20 s at the latest. Further handshakes wait; a good one takes milliseconds. Only a client that knows a
     * session's ICE password can begin one.
     */
    private static final int MAX_HANDSHAKES = 256;

    private final ExecutorService handshakes = handshakePool();
    private final ExecutorService blocking =
            Executors.newCachedThreadPool(DaemonThreads.numbered("ducksoup-transport"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.numbered("ducksoup-transport-timer"));
    private final ConnectionEnvironment environment;

    /** Opens the port of the configuration. */
    @Activate
    public Ice4jPeerConnectionFactory(TransportConfiguration configuration) throws IOException {
        this(
                UdpEndpoint.shared(addresses(configuration), configuration.udpPort(), publicAddresses(configuration)),
                new Bitrate(configuration.maxReceiveBitsPerSecond()),
                configuration.transportWide());
        DtlsWarmUp.warmUp(environment.identity());
        callItself();
        follow(configuration);
        SocketBuffer buffer = SocketBuffer.ofPort();
        if (buffer.isSmall()) {
            LOGGER.warn(buffer.sentence());
        } else {
            LOGGER.info(buffer.sentence());
        }
    }

    /** A server of a cluster sends as long as its lease lasts. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeLease")
    void useLease(ServingLease lease) {
        environment.endpoint().gate().use(lease);
    }

    void removeLease(ServingLease lease) {
        environment.endpoint().gate().use(null);
    }

    /** From now on the addresses are those that clients are offered; the warm-up call could use any. */
    private void follow(TransportConfiguration configuration) throws IOException {
        List<InetAddress> named = parse(configuration.udpAddresses());
        AddressWatch watch = new AddressWatch(
                environment.endpoint(),
                named.isEmpty()
                        ? () -> MachineAddresses.read(configuration.loopback())
                        : () -> MachineAddresses.named(named),
                configuration.privateAddresses() || !named.isEmpty(),
                List.of(configuration.iceServers()),
                environment.random(),
                blocking);
        watch.look();
        Recurring look = new Recurring(watch::look, e -> LOGGER.error("addresses are not followed", e));
        timer.scheduleWithFixedDelay(
                () -> blocking.execute(look), AddressWatch.SECONDS, AddressWatch.SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Uses a port that is open already.
     *
     * @param endpoint closed with this factory
     * @param maxReceiveRate what a remote side is told it may send
     */
    public Ice4jPeerConnectionFactory(UdpEndpoint endpoint, Bitrate maxReceiveRate) {
        this(endpoint, maxReceiveRate, false);
    }

    /**
     * Uses a port that is open already.
     *
     * @param endpoint closed with this factory
     * @param maxReceiveRate what a remote side is told it may send
     * @param transportWide whether to offer reports of the arrival of every packet
     */
    public Ice4jPeerConnectionFactory(UdpEndpoint endpoint, Bitrate maxReceiveRate, boolean transportWide) {
        SrtpWarmUp.run();
        SecureRandom random = new SecureRandom();
        environment = new ConnectionEnvironment(
                endpoint,
                DtlsIdentity.create(random, WallClock.utc().instant()),
                handshakes,
                blocking,
                timer,
                random,
                transportWide,
                maxReceiveRate);
        timer.scheduleAtFixedRate(
                new Recurring(endpoint.dropped()::report, e -> LOGGER.error("dropped packets are not reported", e)),
                DroppedPackets.REPORT_SECONDS,
                DroppedPackets.REPORT_SECONDS,
                TimeUnit.SECONDS);
    }

    private static ExecutorService handshakePool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MAX_HANDSHAKES,
                MAX_HANDSHAKES,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.numbered("ducksoup-dtls"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private void callItself() {
        if (environment.endpoint().listening().isEmpty()) {
            return;
        }
        try (Ice4jPeerConnectionFactory client = new Ice4jPeerConnectionFactory(
                UdpEndpoint.perSession(WarmUpCall.addressOf(this)), environment.maxReceiveRate())) {
            WarmUpCall.run(this, client);
        }
    }

    @Override
    public PeerConnection open(String name, PeerConnectionListener listener) throws PeerConnectionException {
        try {
            return new BundledPeerConnection(environment, name, listener);
        } catch (IOException | RuntimeException e) {
            throw new PeerConnectionException("cannot open a peer connection: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, Long> droppedPackets() {
        return environment.endpoint().dropped().byCause();
    }

    @Override
    public Optional<String> objection() {
        return environment.endpoint().addresses().isEmpty()
                ? Optional.of("this machine has no network address for media")
                : Optional.empty();
    }

    /** The addresses of this machine at which the port is open. */
    List<UdpAddress> listening() {
        return environment.endpoint().listening();
    }

    @Override
    @Deactivate
    public void close() {
        timer.shutdown();
        handshakes.shutdown();
        blocking.shutdown();
        try {
            // Connections that were closed just before still send their DTLS alert.
            blocking.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        environment.endpoint().close();
    }

    private static List<InetAddress> addresses(TransportConfiguration configuration) throws IOException {
        List<InetAddress> addresses = parse(configuration.udpAddresses());
        return addresses.isEmpty()
                ? MachineAddresses.read(configuration.loopback()).stream()
                        .map(InterfaceAddress::address)
                        .toList()
                : addresses;
    }

    private static List<InetAddress> publicAddresses(TransportConfiguration configuration) throws IOException {
        return parse(new String[] {configuration.publicIp()});
    }

    private static List<InetAddress> parse(String[] texts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            if (!text.isBlank()) {
                addresses.add(InetAddress.getByName(text.trim()));
            }
        }
        return addresses;
    }
}
