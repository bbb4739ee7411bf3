package org.ducksoup.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy over real sockets. */
@Timeout(30)
class ImpairedLinkTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void datagramsGoThereAndBackAndTheAddressMayChange() throws Exception {
        try (DatagramSocket server = socket();
                DatagramSocket client = socket();
                ImpairedUdp link = new ImpairedUdp((InetSocketAddress) server.getLocalSocketAddress(), 1)) {
            send(client, "one", link.address());
            DatagramPacket one = receive(server);
            assertThat(text(one)).isEqualTo("one");
            send(server, "back", (InetSocketAddress) one.getSocketAddress());
            assertThat(text(receive(client))).isEqualTo("back");

            link.changeAddresses();
            send(client, "two", link.address());
            DatagramPacket two = receive(server);
            assertThat(two.getSocketAddress()).isNotEqualTo(one.getSocketAddress());
            send(server, "again", (InetSocketAddress) two.getSocketAddress());
            assertThat(text(receive(client))).isEqualTo("again");

            link.impair(Impairment.NONE.cutOff());
            send(client, "lost", link.address());
            server.setSoTimeout(100);
            assertThatThrownBy(() -> receive(server)).isInstanceOf(SocketTimeoutException.class);
            assertThat(link.uplink().lost()).isEqualTo(1);
        }
    }

    @Test
    void bytesArriveLateAndWaitWhileTheLinkIsCut() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                ImpairedTcp link = new ImpairedTcp((InetSocketAddress) server.getLocalSocketAddress(), 1);
                Socket client = new Socket(LOOPBACK, link.port());
                Socket accepted = server.accept()) {
            link.impair(Impairment.NONE.delaying(Duration.ofMillis(50)));
            long begin = System.nanoTime();
            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000);

            link.impair(Impairment.NONE.cutOff());
            client.getOutputStream().write(2);
            accepted.setSoTimeout(200);
            assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            link.impair(Impairment.NONE);
            accepted.setSoTimeout(10_000);
            assertThat(accepted.getInputStream().read()).isEqualTo(2);

            link.reset();
            assertThat(endOf(client)).isTrue();
            assertThat(endOf(accepted)).isTrue();
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
