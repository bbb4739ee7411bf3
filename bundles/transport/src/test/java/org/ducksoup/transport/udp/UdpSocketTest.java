package org.ducksoup.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kinds of sockets, against Java's own. */
@Timeout(20)
class UdpSocketTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** A socket whose datagrams are kept, and answered if a word is set. */
    private static final class Port implements AutoCloseable, UdpSocket.Reader {
        private final UdpSocket socket;
        private final Thread thread;
        private final BlockingQueue<String> known = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> strangers = new LinkedBlockingQueue<>();
        private final AtomicReference<InetSocketAddress> lastStranger = new AtomicReference<>();
        private volatile int answers;

        Port(SocketKind kind, InetSocketAddress address) throws IOException {
            socket = kind.open(address, 1 << 18, new SendGate());
            thread = new Thread(() -> socket.run(this));
            thread.start();
        }

        @Override
        public void onDatagram(byte[] buffer, int offset, int length, Remote from) {
            known.add(text(buffer, offset, length));
            for (int i = 0; i < answers; i++) {
                // In place, as media is encrypted: every answer is another one.
                buffer[offset] = (byte) ('0' + i % 10);
                assertThat(socket.send(buffer, offset, length, from)).isTrue();
            }
        }

        @Override
        public void onStranger(byte[] buffer, int offset, int length, InetSocketAddress from) {
            lastStranger.set(from);
            strangers.add(text(buffer, offset, length));
        }

        private static String text(byte[] buffer, int offset, int length) {
            return new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() {
            socket.close();
            awaitEnd(thread);
        }
    }

    private static DatagramSocket client(InetAddress address) throws IOException {
        DatagramSocket client = new DatagramSocket(0, address);
        client.setSoTimeout(5000);
        return client;
    }

    private static void send(DatagramSocket from, UdpSocket to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        from.send(new DatagramPacket(bytes, bytes.length, to.localAddress()));
    }

    private static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        at.receive(packet);
        return Port.text(packet.getData(), 0, packet.getLength());
    }

    private static InetSocketAddress addressOf(DatagramSocket socket) {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    @ParameterizedTest
    @EnumSource
    void anAddressIsAStrangersUntilItIsRememberedAndAfterItIsForgotten(SocketKind kind) throws Exception {
        try (Port port = new Port(kind, ANY);
                DatagramSocket client = client(ANY.getAddress())) {
            send(client, port.socket, "hello");
            assertThat(port.strangers.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(port.lastStranger.get()).isEqualTo(addressOf(client));

            Remote remote = port.socket.remember(addressOf(client), "its owner");
            send(client, port.socket, "again");
            assertThat(port.known.poll(5, TimeUnit.SECONDS)).isEqualTo("again");
            assertThat(remote.owner()).isEqualTo("its owner");

            port.socket.forget(remote);
            send(client, port.socket, "bye");
            assertThat(port.strangers.poll(5, TimeUnit.SECONDS)).isEqualTo("bye");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheReadingThreadSendsLeavesInOrder(SocketKind kind) throws Exception {
        try (Port port = new Port(kind, ANY);
                DatagramSocket client = client(ANY.getAddress())) {
            port.answers = 100;
            port.socket.remember(addressOf(client), this);
            send(client, port.socket, "xy");
            for (int i = 0; i < 100; i++) {
                assertThat(receive(client)).isEqualTo(i % 10 + "y");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyOfManyArriveEachFromItsOwn(SocketKind kind) throws Exception {
        List<DatagramSocket> clients = new java.util.ArrayList<>();
        try (Port port = new Port(kind, ANY)) {
            port.answers = 1;
            for (int i = 0; i < 100; i++) {
                DatagramSocket client = client(ANY.getAddress());
                clients.add(client);
                port.socket.remember(addressOf(client), i);
            }
            for (int i = 0; i < 100; i++) {
                send(clients.get(i), port.socket, "?" + i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(receive(clients.get(i))).isEqualTo("0" + i);
            }
        } finally {
            clients.forEach(DatagramSocket::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyThreadSends(SocketKind kind) throws Exception {
        try (Port port = new Port(kind, ANY);
                DatagramSocket client = client(ANY.getAddress())) {
            Remote remote = port.socket.remember(addressOf(client), null);
            byte[] longest = new byte[UdpSocket.MAX_LENGTH - 28];
            longest[0] = 'a';
            assertThat(port.socket.send(longest, 0, longest.length, remote)).isTrue();
            assertThat(receive(client)).hasSize(longest.length).startsWith("a");
            send(client, port.socket, "from one that is only sent to");
            assertThat(port.strangers.poll(5, TimeUnit.SECONDS)).startsWith("from");
        }
    }

    /** The reading thread sends to one that cannot be reached, and to one that can, in one batch. */
    @ParameterizedTest
    @EnumSource
    void whatCannotLeaveDoesNotHoldUpTheRest(SocketKind kind) throws Exception {
        // Only privileged programs may send to a broadcast address, and others with an option that is not set.
        InetSocketAddress nowhere = new InetSocketAddress("255.255.255.255", 9);
        try (UdpSocket socket = kind.open(new InetSocketAddress("0.0.0.0", 0), 0, new SendGate());
                DatagramSocket client = client(ANY.getAddress())) {
            Remote remote = socket.remember(addressOf(client), this);
            Remote broadcast = socket.remember(nowhere, null);
            Thread thread = new Thread(() -> socket.run(new UdpSocket.Reader() {
                @Override
                public void onDatagram(byte[] buffer, int offset, int length, Remote from) {
                    for (int i = 0; i < 5; i++) {
                        socket.send(buffer, offset, length, broadcast);
                        socket.send(buffer, offset, length, remote);
                    }
                }

                @Override
                public void onStranger(byte[] buffer, int offset, int length, InetSocketAddress from) {}
            }));
            thread.start();
            byte[] word = {'w'};
            client.send(new DatagramPacket(
                    word, 1, ANY.getAddress(), socket.localAddress().getPort()));
            for (int i = 0; i < 5; i++) {
                assertThat(receive(client)).isEqualTo("w");
            }
            end(socket);
            awaitEnd(thread);
        }
    }

    private static void end(UdpSocket socket) {
        socket.close();
    }

    private static void awaitEnd(Thread thread) {
        await("the end of the reading thread").until(() -> !thread.isAlive());
    }

    @ParameterizedTest
    @EnumSource
    void ipv6WorksToo(SocketKind kind) throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        try (Port port = new Port(kind, new InetSocketAddress(loopback, 0));
                DatagramSocket client = client(loopback)) {
            port.answers = 1;
            send(client, port.socket, "six");
            assertThat(port.strangers.poll(5, TimeUnit.SECONDS)).isEqualTo("six");
            assertThat(port.lastStranger.get()).isEqualTo(addressOf(client));
            port.socket.remember(addressOf(client), this);
            send(client, port.socket, "six");
            assertThat(receive(client)).isEqualTo("0ix");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatIsTakenIsRefusedWithItsReason(SocketKind kind) throws Exception {
        try (Port port = new Port(kind, ANY)) {
            assertThatThrownBy(() -> kind.open(port.socket.localAddress(), 0, new SendGate()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        assertThatThrownBy(() -> kind.open(new InetSocketAddress("203.0.113.1", 0), 0, new SendGate()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("assign requested address");
    }

    /** Another server may have begun its calls again by then. What waits in a batch is not sent later either. */
    @ParameterizedTest
    @EnumSource
    void aServerWithoutALeaseSendsNothing(SocketKind kind) throws Exception {
        AtomicLong validUntil =
                new AtomicLong(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        SendGate gate = new SendGate();
        gate.use(validUntil::get);
        try (UdpSocket socket = kind.open(ANY, 0, gate);
                DatagramSocket client = client(ANY.getAddress())) {
            client.setSoTimeout((int) Duration.ofMillis(200).toMillis());
            Remote remote = socket.remember(addressOf(client), null);
            assertThat(socket.send(new byte[] {1}, 0, 1, remote)).isTrue();
            assertThat(receive(client)).isNotNull();
            validUntil.set(System.nanoTime() - 1);
            assertThat(socket.send(new byte[] {2}, 0, 1, remote)).isFalse();
            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketTimeoutException.class);
            gate.use(null);
            assertThat(socket.send(new byte[] {3}, 0, 1, remote)).isTrue();
            assertThat(receive(client)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterItsEndNothingLeavesAndThePortIsFree(SocketKind kind) throws Exception {
        try (DatagramSocket client = client(ANY.getAddress())) {
            client.setSoTimeout((int) Duration.ofMillis(200).toMillis());
            Port port = new Port(kind, ANY);
            Remote remote = port.socket.remember(addressOf(client), null);
            port.close();
            port.socket.close();
            assertThat(port.socket.send(new byte[] {1}, 0, 1, remote)).isFalse();
            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketTimeoutException.class);
            try (UdpSocket again = kind.open(port.socket.localAddress(), 0, new SendGate())) {
                assertThat(again.localAddress()).isEqualTo(port.socket.localAddress());
            }
        }
    }
}
