package org.ducksoup.transport.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDropsTest {
    private static final String HEAD = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
            + "   uid  timeout inode ref pointer drops             \n";

    @TempDir
    Path directory;

    private static String row(String local, int inode, long drops) {
        return "  512: " + local + " 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 " + inode
                + " 2 00000000b1c2d3e4 " + drops + "\n";
    }

    @Test
    void countsTheDropsOfOurOwnSocketsSinceTheLastTime() throws Exception {
        Path four = directory.resolve("udp");
        Path six = directory.resolve("udp6");
        Path descriptors = Files.createDirectory(directory.resolve("fd"));
        Files.createSymbolicLink(descriptors.resolve("7"), Path.of("socket:[41]"));
        Files.createSymbolicLink(descriptors.resolve("8"), Path.of("socket:[42]"));
        SocketDrops drops = new SocketDrops(List.of(four, six, directory.resolve("absent")), descriptors);

        Files.writeString(four, HEAD + row("0100007F:2710", 41, 3) + row("0200007F:2710", 99, 1000));
        Files.writeString(six, HEAD + row("0000000000000000FFFF0000020200C0:2710", 42, 4) + row("0:2711", 41, 50));
        assertThat(drops.since(Set.of(10000))).isEqualTo(7);
        assertThat(drops.since(Set.of(10000))).isZero();

        Files.writeString(four, HEAD + row("0100007F:2710", 41, 13));
        Files.writeString(six, "");
        assertThat(drops.since(Set.of(10000))).isEqualTo(10);

        // The socket was opened anew, and has the same number by chance.
        Files.writeString(four, HEAD + row("0100007F:2710", 41, 2));
        assertThat(drops.since(Set.of(10000))).isZero();
        Files.writeString(four, HEAD + row("0100007F:2710", 41, 5) + "half a li");
        assertThat(drops.since(Set.of(10000))).isEqualTo(3);
    }

    /** A real socket that nobody reads, with the smallest buffer. */
    @Test
    void readsTheTablesOfThisSystem() throws Exception {
        assumeThat(Path.of("/proc/net/udp")).isReadable();
        SocketDrops drops = new SocketDrops();
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket sender = new DatagramSocket()) {
            deaf.setReceiveBufferSize(2048);
            assertThat(drops.since(Set.of(deaf.getLocalPort()))).isZero();
            for (int i = 0; i < 100; i++) {
                sender.send(new DatagramPacket(
                        new byte[1000], 1000, InetAddress.getLoopbackAddress(), deaf.getLocalPort()));
            }
            assertThat(drops.since(Set.of(deaf.getLocalPort()))).isBetween(50L, 100L);
        }
    }

    @Test
    void theBufferOfTheKernelIsReadBack() throws Exception {
        SocketBuffer small = SocketBuffer.of(Integer.MAX_VALUE / 4);
        assertThat(small.given()).isPositive().isLessThan(small.asked());
        assertThat(small.sentence())
                .contains("UDP receive buffer of " + small.given() / 1024 + " KiB")
                .contains("sysctl -w net.core.rmem_max=" + small.asked());
        SocketBuffer fitting = SocketBuffer.of(20_000);
        assertThat(fitting.isSmall()).isFalse();
        assertThat(fitting.sentence()).isEqualTo("UDP receive buffer of " + fitting.given() / 1024 + " KiB");
        assertThat(SocketBuffer.of(0).isSmall()).isFalse();
    }
}
