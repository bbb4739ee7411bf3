package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.HostileDatagrams;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.Transcript;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The live port on the open internet: random and mutated packets of strangers and of one participant, beside a running call. */
@Tag("waits")
class HostilePortTest {
    /** More than ten times the rate of the call. Tests that use four processors may run beside this one. */
    private static final int PER_SECOND = 5_000;

    private static final int STRANGERS = 20;

    @Test
    void oneHundredThousandPacketsLeaveTheCallUnharmed() throws Exception {
        attack(100_000);
    }

    @Tag("long")
    @Test
    void aMillionPackets() throws Exception {
        attack(1_000_000);
    }

    private static void attack(int packets) throws Exception {
        List<DatagramSocket> sockets = new ArrayList<>();
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant neighbour = Neighbour.of(server, clients);
            HeadlessParticipant hostile = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror("hostile", "me")
                            .with("recordingMode", "none")
                            .muted()
                            .lasting(Duration.ofSeconds(600)));
            hostile.await(Milestone.FIRST_OFFER);
            String offer = hostile.transcript().entries().stream()
                    .map(Transcript.Entry::text)
                    .filter(text -> text.contains("a=ice-pwd:"))
                    .findFirst()
                    .orElseThrow();
            byte[] check = HostileDatagrams.check(after(offer, "a=ice-ufrag:"), after(offer, "a=ice-pwd:"));

            InetAddress loopback = InetAddress.getLoopbackAddress();
            DatagramSocket authenticated = new DatagramSocket(0, loopback);
            sockets.add(authenticated);
            authenticated.send(new DatagramPacket(check, check.length, loopback, server.udpPort()));
            assertThat(isAnswered(authenticated))
                    .as("the hostile participant's address is known to the server")
                    .isTrue();
            for (int i = 0; i < STRANGERS; i++) {
                sockets.add(new DatagramSocket(0, loopback));
            }

            long lostBefore = neighbour.lost();
            long receivedBefore = neighbour.received();
            long fullBefore = kernelDrops(server.udpPort());
            double seconds = shoot(packets, sockets, server.udpPort(), check);

            HeadlessParticipant guest = clients.join(
                    server.signaling(), ParticipantOptions.mirror("guest", "me").with("recordingMode", "none"));
            Duration guestWaited = guest.await(Milestone.FIRST_KEY_FRAME).sinceJoin();
            guest.stop();
            long lost = neighbour.lost() - lostBefore;
            long received = neighbour.received() - receivedBefore;
            List<String> told = server.log()
                    .lines()
                    .filter(line -> line.contains("packets_dropped"))
                    .toList();
            System.out.printf(
                    "%d hostile packets in %.1f s, %d of all dropped by the kernel; the call beside them: %d received, %d lost; "
                            + "a guest then waited %d ms; %d lines in the log of %d kB%n",
                    packets,
                    seconds,
                    kernelDrops(server.udpPort()) - fullBefore,
                    received,
                    lost,
                    guestWaited.toMillis(),
                    told.size(),
                    server.log().length() / 1024);
            told.forEach(System.out::println);
            assertThat(neighbour.hasReached(Milestone.CLOSED)).isFalse();
            assertThat(received).isGreaterThan((long) (seconds * 50));
            assertThat(lost * 1000)
                    .as("lost, in thousandths of what was received")
                    .isLessThan(received);
            assertThat(told)
                    .as("a line for each cause every ten seconds")
                    .hasSizeBetween(1, (int) (seconds / 10 + 2) * 12);
            assertThat(server.log()).doesNotContain("bug of the server").doesNotContain("OutOfMemoryError");
            assertThat(server.log().length())
                    .as("the log does not grow with the attack")
                    .isLessThan(400_000);
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    /** A third of the datagrams come from the address that the server knows. */
    private static double shoot(int packets, List<DatagramSocket> from, int port, byte[] check) throws Exception {
        HostileDatagrams datagrams = new HostileDatagrams(new SplittableRandom(20261123), check);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        long begin = System.nanoTime();
        for (int i = 0; i < packets; i++) {
            byte[] datagram = datagrams.next();
            DatagramSocket socket = from.get(i % 3 == 0 ? 0 : 1 + i % STRANGERS);
            socket.send(new DatagramPacket(datagram, datagram.length, loopback, port));
            long ahead = begin + i * (1_000_000_000L / PER_SECOND) - System.nanoTime();
            if (ahead > 1_000_000) {
                LockSupport.parkNanos(ahead);
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Datagrams that found the port's receive buffer full. */
    private static long kernelDrops(int port) throws Exception {
        String local = String.format(":%04X ", port);
        return Files.readAllLines(Path.of("/proc/net/udp")).stream()
                .filter(line -> line.contains(local))
                .mapToLong(line -> Long.parseLong(line.trim().replaceFirst("^.* ", "")))
                .sum();
    }

    private static boolean isAnswered(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(5000);
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        try {
            do {
                socket.receive(packet);
            } while (packet.getData()[0] != 1);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static String after(String text, String name) {
        int at = text.indexOf(name) + name.length();
        int end = at;
        while ("+/".indexOf(text.charAt(end)) >= 0 || Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(at, end);
    }
}
