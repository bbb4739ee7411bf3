package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StunGuardTest {
    /** RFC 5769 section 2.1. */
    private static final byte[] SAMPLE = HexFormat.of()
            .parseHex("000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
                    + "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

    private final StunGuard guard = new StunGuard();

    private boolean isAuthentic(byte[] datagram) {
        byte[] inside = new byte[datagram.length + 9];
        System.arraycopy(datagram, 0, inside, 5, datagram.length);
        return guard.isAuthentic(inside, 5, datagram.length);
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
        assertThat(guard.refused()).isEqualTo(3);
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

    /** At the live port: only who knows the password gets an answer, no longer than the question, and is heard from then on. */
    @Test
    void theLivePortAnswersNobodyElse() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
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

            byte[] forged = request(session.localUfrag(), "not the password of this session");
            send(stranger, forged, port);
            send(stranger, dtls, port);
            byte[] good = request(session.localUfrag(), session.localPassword());
            send(friend, dtls, port);
            send(friend, good, port);
            byte[] answer = receive(friend, 2000);
            send(friend, Arrays.copyOf(dtls, 70), port);

            assertThat(heard.poll(2, TimeUnit.SECONDS)).isEqualTo(70);
            assertThat(heard).isEmpty();
            assertThat(answer).isNotNull();
            System.out.printf("a request of %d bytes is answered with %d%n", good.length, answer.length);
            assertThat(answer.length).isLessThanOrEqualTo(good.length);
            assertThat(receive(stranger, 200)).isNull();
            assertThat(endpoint.refusedRequests()).isEqualTo(1);
        }
    }

    private static void send(DatagramSocket from, byte[] bytes, InetSocketAddress to) throws Exception {
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static byte[] receive(DatagramSocket socket, int millis) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.setSoTimeout(millis);
        try {
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    /** As a browser's: username, network cost, role, use, priority, integrity, fingerprint. */
    private static byte[] request(String ufrag, String password) throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(HexFormat.of().parseHex("000100002112a442000102030405060708090a0b"));
        byte[] name = (ufrag + ":peer").getBytes();
        attribute(out, 0x0006, name);
        attribute(out, 0xc057, new byte[4]);
        attribute(out, 0x8029, new byte[8]);
        attribute(out, 0x0024, new byte[] {0x6e, 0, 1, (byte) 255});
        byte[] unsigned = out.toByteArray();
        setLength(unsigned, unsigned.length + 24);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(password.getBytes(), "HmacSHA1"));
        attribute(out, 0x0008, mac.doFinal(unsigned));
        byte[] signed = out.toByteArray();
        setLength(signed, signed.length + 8);
        CRC32 crc = new CRC32();
        crc.update(signed);
        int fingerprint = (int) crc.getValue() ^ 0x5354554e;
        attribute(
                out, 0x8028, java.nio.ByteBuffer.allocate(4).putInt(fingerprint).array());
        byte[] whole = out.toByteArray();
        setLength(whole, whole.length);
        return whole;
    }

    private static void setLength(byte[] message, int length) {
        message[2] = (byte) (length - 20 >> 8);
        message[3] = (byte) (length - 20);
    }

    private static void attribute(java.io.ByteArrayOutputStream out, int type, byte[] value) {
        out.write(type >> 8);
        out.write(type);
        out.write(value.length >> 8);
        out.write(value.length);
        out.writeBytes(value);
        out.writeBytes(new byte[-value.length & 3]);
    }
}
