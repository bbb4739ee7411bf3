package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunGuardTest {
    /** RFC 5769 section 2.1. */
    private static final byte[] SAMPLE = HexFormat.of()
            .parseHex("000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
                    + "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

    private final DroppedPackets dropped = new DroppedPackets();
    private final StunGuard guard = new StunGuard(dropped);

    private boolean isAuthentic(byte[] datagram) {
        byte[] inside = new byte[datagram.length + 9];
        System.arraycopy(datagram, 0, inside, 5, datagram.length);
        return guard.authenticUfrag(inside, 5, datagram.length) != null;
    }

    @Test
    void knowsTheRequestOfRfc5769() {
        assertThat(isAuthentic(SAMPLE)).as("nobody of this name").isFalse();
        guard.admit("evtj", "another password of some length");
        assertThat(isAuthentic(SAMPLE)).isFalse();
        guard.admit("evtj", PASSWORD);
        assertThat(isAuthentic(SAMPLE)).isTrue();
        guard.forget("evtj");
        assertThat(isAuthentic(SAMPLE)).isFalse();
        assertThat(dropped.of(DropCause.STUN_STRANGER)).isEqualTo(3);
    }

    @Test
    void noBitMayBeAnother() {
        guard.admit("evtj", PASSWORD);
        for (int bit = 0; bit < SAMPLE.length * 8; bit++) {
            byte[] changed = SAMPLE.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isAuthentic(changed)).as("bit %d", bit).isFalse();
        }
        for (int length = 0; length < SAMPLE.length; length++) {
            assertThat(isAuthentic(Arrays.copyOf(SAMPLE, length))).isFalse();
        }
    }

    /** Each address of a participant costs a socket, so the number of addresses per password is limited. */
    @Test
    void aSessionHasSoManyAddressesAndNoMore() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        List<DatagramSocket> sockets = new ArrayList<>();
        try (UdpEndpoint endpoint = UdpEndpoint.shared(List.of(loopback), 0, List.of());
                IceSession session = endpoint.open("s", new SilentListener());
                IceSession other = endpoint.open("t", new SilentListener())) {
            InetSocketAddress port =
                    new InetSocketAddress(loopback, endpoint.addresses().get(0).port());
            session.start("peer", "a password of the other side", List.of());
            other.start("peer", "a password of the other side", List.of());
            for (int i = 0; i < StunGuard.MAX_ADDRESSES + 20; i++) {
                DatagramSocket socket = new DatagramSocket(0, loopback);
                sockets.add(socket);
                send(socket, check(session, i), port);
                assertThat(answer(socket, i < StunGuard.MAX_ADDRESSES ? 2000 : 50) != null)
                        .as("address %d", i)
                        .isEqualTo(i < StunGuard.MAX_ADDRESSES);
            }
            assertThat(endpoint.dropped().of(DropCause.STUN_ADDRESSES)).isEqualTo(20);
            DatagramSocket friend = sockets.get(sockets.size() - 1);
            send(friend, check(other, 1000), port);
            assertThat(answer(friend, 2000)).as("of another session").isNotNull();
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    /** One of many: each is a transaction of its own. */
    private static byte[] check(IceSession session, int number) {
        return StunMessages.request(
                ByteBuffer.allocate(12).putInt(number).array(),
                session.localUfrag() + ":peer",
                HexFormat.of().parseHex("002400046e0001ff"),
                session.localPassword());
    }

    @Test
    void oneHundredThousandMutationsNeverThrowAndNeverPass() {
        fuzz(100_000);
    }

    @Tag("long")
    @Test
    void aMillionMutations() {
        fuzz(1_000_000);
    }

    private void fuzz(int executions) {
        guard.admit("evtj", PASSWORD);
        Random random = new Random(5769);
        for (int i = 0; i < executions; i++) {
            byte[] datagram = random.nextInt(4) == 0
                    ? new byte[random.nextInt(600)]
                    : Arrays.copyOf(SAMPLE, 20 + random.nextInt(SAMPLE.length - 10));
            if (datagram.length != SAMPLE.length) {
                byte[] noise = new byte[datagram.length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, datagram, Math.min(20, noise.length), Math.max(0, noise.length - 20));
            }
            for (int n = 1 + random.nextInt(6); n > 0 && datagram.length > 0; n--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            // Lengths that fit get further.
            if (datagram.length >= 20 && random.nextBoolean()) {
                datagram[2] = (byte) (datagram.length - 20 >> 8);
                datagram[3] = (byte) (datagram.length - 20);
            }
            if (!Arrays.equals(datagram, SAMPLE)) {
                assertThat(isAuthentic(datagram)).isFalse();
            }
        }
    }

    /**
     * At the live port only a client with the password gets an answer, which is no longer than the request, and is
     * accepted from then on.
     */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theLivePortAnswersNobodyElse(String address) throws Exception {
        InetAddress loopback = InetAddress.getByName(address);
        BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
        try (UdpEndpoint endpoint = UdpEndpoint.shared(List.of(loopback), 0, List.of());
                IceSession session = endpoint.open("s", new IceListener() {
                    @Override
                    public void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {
                        heard.add(length);
                    }

                    @Override
                    public void onConnected(String local, String remote) {}

                    @Override
                    public void onFailed() {}
                });
                DatagramSocket stranger = new DatagramSocket(0, loopback);
                DatagramSocket friend = new DatagramSocket(0, loopback)) {
            InetSocketAddress port =
                    new InetSocketAddress(loopback, endpoint.addresses().get(0).port());
            session.start("peer", "a password of the other side", List.of());
            byte[] dtls = new byte[60];
            dtls[0] = 22;

            byte[] forged = StunMessages.check(session.localUfrag(), "not the password of this session");
            send(stranger, forged, port);
            send(stranger, dtls, port);
            byte[] good = StunMessages.check(session.localUfrag(), session.localPassword());
            send(friend, dtls, port);
            send(friend, good, port);
            byte[] answer = answer(friend, 2000);
            send(friend, Arrays.copyOf(dtls, 70), port);

            assertThat(heard.poll(2, TimeUnit.SECONDS)).isEqualTo(70);
            assertThat(heard).isEmpty();
            assertThat(answer).isNotNull();
            System.out.printf("a request of %d bytes is answered with %d%n", good.length, answer.length);
            assertThat(answer.length).isLessThanOrEqualTo(good.length);
            assertThat(answer(stranger, 200)).isNull();

            // Under the friend's address, as anybody may send it.
            String name = session.localUfrag() + ":peer";
            List<byte[]> pretended = List.of(
                    bare(),
                    forged,
                    StunMessages.signed(1, new byte[12], new byte[0], "no user name"),
                    StunMessages.request(new byte[12], "somebody:else", new byte[0], session.localPassword()),
                    StunMessages.request(new byte[12], name, HexFormat.of().parseHex("00240004"), "wrong"),
                    StunMessages.request(new byte[12], name, HexFormat.of().parseHex("7fff0000"), "wrong"));
            for (byte[] request : pretended) {
                send(friend, request, port);
                assertThat(answer(friend, 100)).isNull();
            }
            assertThat(endpoint.dropped().of(DropCause.STUN_UNAUTHENTICATED)).isEqualTo(pretended.size());

            // With the right password but as short as can be, or of no sense: nothing longer comes back.
            for (String attributes :
                    List.of("002400046e0001ff", "", "7fff0000", "00240000", "002400046e0001ff00250000")) {
                byte[] request = StunMessages.request(
                        ByteBuffer.allocate(12).putInt(attributes.hashCode()).array(),
                        name,
                        HexFormat.of().parseHex(attributes),
                        session.localPassword());
                send(friend, request, port);
                byte[] reply = answer(friend, 200);
                System.out.printf(
                        "%s: %d bytes with attributes [%s] are answered with %d%n",
                        address, request.length, attributes, reply == null ? 0 : reply.length);
                assertThat(reply == null ? 0 : reply.length).isLessThanOrEqualTo(request.length);
            }
            assertThat(endpoint.dropped().of(DropCause.STUN_STRANGER)).isEqualTo(1);
        }
    }

    private static byte[] bare() {
        return HexFormat.of().parseHex("000100002112a4420102030405060708090a0b0c");
    }

    private static void send(DatagramSocket from, byte[] bytes, InetSocketAddress to) throws Exception {
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** The next message that is no request, because the server checks the friend's address, too. */
    private static byte[] answer(DatagramSocket socket, int millis) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            socket.setSoTimeout((int) left);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return null;
            }
            if (packet.getData()[0] != 0) {
                return Arrays.copyOf(packet.getData(), packet.getLength());
            }
        }
    }
}
