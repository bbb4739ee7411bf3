package org.ducksoup.testkit.peer;

import java.net.InetAddress;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.testkit.media.SyntheticMedia;
import org.ducksoup.transport.Ice4jPeerConnectionFactory;
import org.ducksoup.transport.ice.UdpEndpoint;

/** The machine participants sit at: what they share, and where they are made. Close it after them. */
public final class HeadlessClients implements AutoCloseable {
    /** The ICE library tells of every pair it tries; a hundred participants drown what a test has to say. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.ducksoup.transport.ice.IceSession"), Logger.getLogger("org.ice4j"));

    private static final Bitrate MAX_RECEIVE_RATE = new Bitrate(10_000_000);

    private final Ice4jPeerConnectionFactory connections;
    private final SyntheticMedia media = new SyntheticMedia();

    private HeadlessClients(InetAddress address) {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        connections = new Ice4jPeerConnectionFactory(UdpEndpoint.perSession(address), MAX_RECEIVE_RATE);
        ClientWarmUp.run(connections, address);
    }

    /** On loopback; takes a second or two, in which everything a client needs is warmed up. */
    public static HeadlessClients open() {
        return open(InetAddress.getLoopbackAddress());
    }

    /** @param address media is sent from */
    public static HeadlessClients open(InetAddress address) {
        return new HeadlessClients(address);
    }

    /** Opens the socket and sends {@code join} as soon as it is open. */
    public HeadlessParticipant join(SignalingSocket.Opener server, ParticipantOptions options) {
        HeadlessParticipant participant = connect(server, options);
        participant.join();
        return participant;
    }

    /** Opens the socket only, for a test that has something else to say first. */
    public HeadlessParticipant connect(SignalingSocket.Opener server, ParticipantOptions options) {
        return new HeadlessParticipant(server, options, connections, media);
    }

    @Override
    public void close() {
        media.close();
        connections.close();
    }
}
