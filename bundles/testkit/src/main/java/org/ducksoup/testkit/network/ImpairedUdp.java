package org.ducksoup.testkit.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A UDP port that stands for the server's, with a bad link behind it. Like a NAT it uses one port towards the server
 * for each client. {@link #changeAddresses} replaces all these ports, as happens to a laptop that changes its network.
 */
public final class ImpairedUdp implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;

    private final InetSocketAddress server;
    private final DatagramSocket front;
    private final DelayLine line;
    private final Direction toServer;
    private final Direction toClient;
    private final Map<SocketAddress, DatagramSocket> mappings = new ConcurrentHashMap<>();

    /** Stands before a server, on a free port of loopback. */
    public ImpairedUdp(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        line = new DelayLine("ducksoup-impaired-udp-" + front.getLocalPort());
        toServer = new Direction(new LinkModel(Impairment.NONE, seed), line);
        toClient = new Direction(new LinkModel(Impairment.NONE, seed + 1), line);
        start("in", this::receiveFromClients);
    }

    /** The address that clients send to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    /** Impairs both directions of the link from now on. */
    public void impair(Impairment both) {
        impair(both, both);
    }

    public void impair(Impairment uplink, Impairment downlink) {
        toServer.change(uplink);
        toClient.change(downlink);
    }

    /** From now on the server sees every client at another port, and packets to the old ports are lost. */
    public void changeAddresses() {
        mappings.values().forEach(DatagramSocket::close);
        mappings.clear();
    }

    public LinkModel.Counts uplink() {
        return toServer.counts();
    }

    public LinkModel.Counts downlink() {
        return toClient.counts();
    }

    private void receiveFromClients() throws IOException {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            front.receive(packet);
            SocketAddress client = packet.getSocketAddress();
            toServer.send(copy(packet), bytes -> send(mapping(client), bytes, server));
        }
    }

    private DatagramSocket mapping(SocketAddress client) {
        return mappings.computeIfAbsent(client, from -> {
            try {
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                start("out", () -> receiveFromServer(socket, from));
                return socket;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private void receiveFromServer(DatagramSocket socket, SocketAddress client) throws IOException {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            toClient.send(copy(packet), bytes -> send(front, bytes, client));
        }
    }

    private static byte[] copy(DatagramPacket packet) {
        byte[] bytes = new byte[packet.getLength()];
        System.arraycopy(packet.getData(), packet.getOffset(), bytes, 0, bytes.length);
        return bytes;
    }

    private static void send(DatagramSocket from, byte[] bytes, SocketAddress to) {
        try {
            from.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException gone) {
            // As on any network: a packet that cannot be delivered is lost.
        }
    }

    @FunctionalInterface
    private interface Loop {
        void run() throws IOException;
    }

    private void start(String name, Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (IOException closed) {
                        // The socket was closed, which ends this loop.
                    }
                },
                "ducksoup-impaired-udp-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        front.close();
        changeAddresses();
        line.close();
    }
}
