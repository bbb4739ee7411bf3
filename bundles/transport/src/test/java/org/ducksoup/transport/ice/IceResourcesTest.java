package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ducksoup.transport.drop.DropCause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ICE takes for a participant (entries of the guard, addresses, sockets, threads) comes back. */
class IceResourcesTest {
    private static final byte[] PRIORITY = HexFormat.of().parseHex("002400046e0001ff");

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<DatagramSocket> sockets = new ArrayList<>();
    private InetAddress loopback;
    private UdpEndpoint port;
    private int requests;

    @BeforeEach
    void open() throws Exception {
        loopback = InetAddress.getByName("127.0.0.1");
        port = UdpEndpoint.shared(List.of(loopback), 0, List.of());
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        sockets.forEach(DatagramSocket::close);
        port.close();
    }

    @Test
    void restartsOfIceKeepTwoSessionsAtMostAndTheEndKeepsNone() throws Exception {
        Restarting server = new Restarting();
        for (int i = 0; i < 4; i++) {
            server.restartAndMove();
            assertThat(port.sessions()).as("after restart %d", i + 1).isLessThanOrEqualTo(2);
            assertThat(port.remoteAddresses())
                    .as("after restart %d", i + 1)
                    .isLessThanOrEqualTo(2 * StunGuard.MAX_ADDRESSES);
            assertThat(threadsOfTheLibrarysSockets()).isZero();
        }
        server.ice.restart();

        server.close();

        assertThat(port.sessions()).as("the overlap has not passed").isZero();
        assertThat(port.remoteAddresses()).isZero();
    }

    /** The library cannot close one address of a session. A participant whose address changes again gets another session. */
    @Test
    void theSessionOfARestartHasRoomAgain() throws Exception {
        Restarting server = new Restarting();
        for (int i = 0; i <= StunGuard.MAX_ADDRESSES; i++) {
            send(socket(), check(server.ice.current()));
        }
        await().untilAsserted(() ->
                assertThat(port.dropped().of(DropCause.STUN_ADDRESSES)).isEqualTo(1));
        assertThat(port.remoteAddresses()).isEqualTo(StunGuard.MAX_ADDRESSES);
        IceSession second = server.ice.restart();
        server.ice.startPending("peer", "a password of the other side", List.of());
        DatagramSocket client = socket();

        send(client, check(second));

        awaitResponse(client);
        server.close();
        assertThat(port.remoteAddresses()).isZero();
    }

    /** A pair that is never checked would be answered for ever, and never used. */
    @Test
    void addressesThatComeLateAreCheckedToo() throws Exception {
        Restarting server = new Restarting();
        IceSession session = server.connect();
        List<DatagramSocket> late = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            DatagramSocket socket = socket();
            send(socket, check(session));
            late.add(socket);
        }

        for (DatagramSocket socket : late) {
            awaitMessage(socket, false);
        }
        server.close();
    }

    @Test
    void theOldSessionEndsAfterTheOverlap() throws Exception {
        Restarting server = new Restarting();
        server.restartAndMove();
        assertThat(port.sessions()).isEqualTo(2);
        List<Runnable> due = new ArrayList<>(timer.getQueue());
        assertThat(due).hasSize(1);

        due.forEach(Runnable::run);

        assertThat(port.sessions()).isEqualTo(1);
        assertThat(server.ice.send(new byte[20], 0, 20)).as("media goes on").isTrue();
        server.close();
    }

    @Test
    void aRestartAfterTheEndOpensNothing() throws Exception {
        Restarting server = new Restarting();
        server.close();
        assertThatThrownBy(server.ice::restart).isInstanceOf(IOException.class).hasMessageContaining("closed");
        assertThat(port.sessions()).isZero();
    }

    /** The library gives a remote address a socket, and only then finds that its session cannot take the address. */
    @Test
    void anAddressThatAFailedSessionRefusesIsFree() throws Exception {
        CompletableFuture<Boolean> failed = new CompletableFuture<>();
        DatagramSocket client = socket();
        try (IceSession first = port.open("first", new SilentListener() {
                    @Override
                    public void onFailed() {
                        failed.complete(true);
                    }
                });
                IceSession second = port.open("second", new SilentListener())) {
            first.start("peer", "a password of the other side", List.of(candidate(socket().getLocalPort())));
            second.start("peer", "a password of the other side", List.of());
            failed.get(30, TimeUnit.SECONDS);
            for (int i = 0; i < StunGuard.MAX_ADDRESSES + 1; i++) {
                send(client, check(first));
            }
            send(client, check(second));

            awaitResponse(client);
            assertThat(port.remoteAddresses()).isEqualTo(1);
            assertThat(port.dropped().of(DropCause.STUN_ADDRESSES))
                    .as("refused addresses do not count")
                    .isZero();
        }
        assertThat(port.remoteAddresses()).isZero();
    }

    @Test
    void aSessionThatCannotBeOpenedIsForgotten() {
        StunGuard guard = new StunGuard(port.dropped());
        assertThatThrownBy(() -> new IceSession(
                        "s",
                        true,
                        List.of(),
                        () -> {
                            throw new IllegalStateException("no addresses");
                        },
                        guard,
                        port.dropped(),
                        new SilentListener()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(guard.sessions()).isZero();
    }

    /** A server's side, and clients that find a way to each of its sessions and bring further addresses. */
    private final class Restarting {
        final List<IceSession> clients = new ArrayList<>();
        final UdpEndpoint ofClients = UdpEndpoint.perSession(loopback);
        final RestartableIce ice;

        Restarting() throws Exception {
            ice = new RestartableIce(port, "server", new SilentListener(), Runnable::run, timer);
        }

        void restartAndMove() throws Exception {
            IceSession session = connect();
            for (int i = 0; i < 8; i++) {
                send(socket(), check(session));
            }
            ice.moveIfConnected();
            assertThat(ice.current()).isSameAs(session);
        }

        IceSession connect() throws Exception {
            IceSession session = ice.restart();
            IceSession client = ofClients.open("client", new SilentListener());
            clients.add(client);
            client.start(
                    session.localUfrag(),
                    session.localPassword(),
                    List.of(candidate(port.addresses().get(0).port())));
            ice.startPending(client.localUfrag(), client.localPassword(), List.of());
            await().until(session::isConnected);
            return session;
        }

        void close() {
            ice.close();
            clients.forEach(IceSession::close);
        }
    }

    private DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, loopback);
        sockets.add(socket);
        return socket;
    }

    private IceCandidateLine candidate(int ofPort) {
        return new IceCandidateLine("1", 2130706431, loopback, ofPort, "host");
    }

    /** Each is a transaction of its own. */
    private byte[] check(IceSession session) {
        byte[] transaction = ByteBuffer.allocate(12).putInt(++requests).array();
        return StunMessages.request(transaction, session.localUfrag() + ":peer", PRIORITY, session.localPassword());
    }

    private void send(DatagramSocket from, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(
                bytes, bytes.length, loopback, port.addresses().get(0).port()));
    }

    private static void awaitResponse(DatagramSocket socket) throws IOException {
        awaitMessage(socket, true);
    }

    /** @param response or a request of the server's own */
    private static void awaitMessage(DatagramSocket socket, boolean response) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.setSoTimeout(5000);
        do {
            socket.receive(packet);
        } while (StunIntegrity.isResponse(packet.getData(), 0, packet.getLength()) != response);
    }

    /** The library has one for each remote address, unless it is handed its messages. */
    private static long threadsOfTheLibrarysSockets() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("IceConnector"))
                .count();
    }
}
