package org.ducksoup.testkit.peer;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.testkit.media.SyntheticMedia;
import org.ducksoup.transport.Ice4jPeerConnectionFactory;
import org.ducksoup.transport.ice.UdpEndpoint;

/** Makes headless participants and holds what they share. Close it after them. */
public final class HeadlessClients implements AutoCloseable {
    /**
     * The ICE library logs every pair that it tries. With a hundred participants, that would bury the output of a test.
     */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.ducksoup.transport.ice.IceSession"), Logger.getLogger("org.ice4j"));

    private static final Bitrate MAX_RECEIVE_RATE = new Bitrate(10_000_000);

    private final Ice4jPeerConnectionFactory connections;
    private final SyntheticMedia media = new SyntheticMedia();

    private HeadlessClients(InetAddress address, Duration nap) {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        connections = new Ice4jPeerConnectionFactory(UdpEndpoint.perSession(address, nap), MAX_RECEIVE_RATE);
        ClientWarmUp.run(connections, address);
    }

    /** Uses loopback. Takes a second or two to warm up everything that a client needs. */
    public static HeadlessClients open() {
        return open(InetAddress.getLoopbackAddress());
    }

    /** @param address the address from which media is sent */
    public static HeadlessClients open(InetAddress address) {
        return open(address, Duration.ZERO);
    }

    /**
     * For measuring a server on the same machine.
     *
     * @param nap between two looks at what has arrived, which latencies include; zero to be woken by each packet
     */
    public static HeadlessClients open(InetAddress address, Duration nap) {
        return new HeadlessClients(address, nap);
    }

    /** Opens the socket and sends {@code join} as soon as it is open. */
    public HeadlessParticipant join(SignalingSocket.Opener server, ParticipantOptions options) {
        HeadlessParticipant participant = connect(server, options);
        participant.join();
        return participant;
    }

    /** Opens the socket only, for a test that sends another message first. */
    public HeadlessParticipant connect(SignalingSocket.Opener server, ParticipantOptions options) {
        return new HeadlessParticipant(server, options, connections, media);
    }

    /** For participants that speak another protocol than this server's. */
    public PeerConnectionFactory connections() {
        return connections;
    }

    /** Sends the synthetic tracks of all participants. */
    public SyntheticMedia media() {
        return media;
    }

    @Override
    public void close() {
        media.close();
        connections.close();
    }
}
