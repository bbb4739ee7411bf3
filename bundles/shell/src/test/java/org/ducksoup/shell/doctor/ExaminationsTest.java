package org.ducksoup.shell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.doctor.Diagnosis.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExaminationsTest {
    @TempDir
    Path directory;

    /** @param values {@code sfu.dataDirectory}, value, and so on */
    private SettingTexts settings(String... values) {
        List<SettingInEffect> all = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
            String[] name = values[i].split("\\.");
            all.add(new SettingInEffect("org.ducksoup." + name[0], name[1], null, values[i + 1], false, "test"));
        }
        return new SettingTexts(all, directory);
    }

    @Test
    void aDiskThatCanBeWritten() {
        List<Diagnosis> found = new DiskExamination(settings("sfu.dataDirectory", "data")).examine();
        assertThat(found).singleElement().extracting(Diagnosis::level).isEqualTo(Level.OK);
        assertThat(directory.resolve("data")).isEmptyDirectory();
    }

    @Test
    void aDiskThatCannotBeWritten() throws Exception {
        Files.writeString(directory.resolve("data"), "a file");
        assertThat(new DiskExamination(settings("sfu.dataDirectory", "data")).examine())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.level()).isEqualTo(Level.ERROR);
                    assertThat(found.what()).contains("data cannot be written");
                    assertThat(found.remedy()).contains("DUCKSOUP_DATA_DIR");
                });
    }

    @ParameterizedTest
    @CsvSource({"499, ERROR", "1999, WARNING", "2000, OK"})
    void roomOnTheDisk(long free, Level level) {
        assertThat(new DiskExamination(settings()).room(directory, free, 500).level())
                .isEqualTo(level);
    }

    @Test
    void nothingIsRecorded() {
        assertThat(new DiskExamination(settings("sfu.noRecording", "true")).examine())
                .singleElement()
                .extracting(Diagnosis::level)
                .isEqualTo(Level.WARNING);
    }

    /** Real sockets of this process, in the real lists of Linux. */
    @Test
    void portsOfThisProcess() throws Exception {
        try (ServerSocket web = new ServerSocket(0);
                DatagramSocket media = new DatagramSocket()) {
            OwnSockets sockets = new OwnSockets(Path.of("/proc"));
            List<Diagnosis> bound = new PortExamination(
                            settings(
                                    "web.port",
                                    String.valueOf(web.getLocalPort()),
                                    "transport.udpPort",
                                    String.valueOf(media.getLocalPort())),
                            sockets)
                    .examine();
            assertThat(bound).hasSize(3);
            assertThat(bound.subList(0, 2)).extracting(Diagnosis::level).containsExactly(Level.OK, Level.OK);
            assertThat(bound.get(2).area()).isEqualTo("UDP buffer");
            assertThat(sockets.listensAt(media.getLocalPort()))
                    .as("UDP is not TCP")
                    .isFalse();
            assertThat(sockets.hasUdp(web.getLocalPort())).as("TCP is not UDP").isFalse();
        }
    }

    @Test
    void aPortOfAnotherProcess() throws Exception {
        Path proc = Files.createDirectories(directory.resolve("proc/net")).getParent();
        Files.createDirectories(proc.resolve("self/fd"));
        String line =
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                        + "  0: 0100007F:1FA4 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1\n";
        Files.writeString(proc.resolve("net/tcp"), line);
        Files.writeString(proc.resolve("net/udp"), "");
        OwnSockets sockets = new OwnSockets(proc);
        assertThat(sockets.listensAt(8100)).isFalse();
        Files.createSymbolicLink(proc.resolve("self/fd/7"), Path.of("socket:[4711]"));
        assertThat(sockets.listensAt(8100)).isTrue();
        assertThat(sockets.listensAt(8101)).isFalse();
        assertThat(new PortExamination(settings("web.port", "8101", "transport.udpPort", "10000"), sockets)
                        .examine()
                        .get(0))
                .satisfies(found -> {
                    assertThat(found.level()).isEqualTo(Level.ERROR);
                    assertThat(found.what()).contains("TCP port 8101 is not bound");
                    assertThat(found.remedy()).contains("DUCKSOUP_PORT");
                });
    }

    @Test
    void theBufferOfTheKernel() {
        assertThat(PortExamination.buffer(4 << 20).level()).isEqualTo(Level.OK);
        assertThat(PortExamination.buffer(212_992)).satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.WARNING);
            assertThat(found.what()).contains("208 of 4096 KiB");
            assertThat(found.remedy()).contains("net.core.rmem_max=4194304");
        });
    }

    @Test
    void theClock() {
        ClockExamination today = new ClockExamination(() -> Instant.parse("2026-11-29T02:00:00Z"));
        assertThat(today.of("yes").level()).isEqualTo(Level.OK);
        assertThat(today.of("no").level()).isEqualTo(Level.WARNING);
        assertThat(today.of("").what()).contains("2026-11-29T02:00:00Z", "is not known here");
        assertThat(new ClockExamination(() -> Instant.EPOCH).of("yes").level()).isEqualTo(Level.ERROR);
    }

    @ParameterizedTest
    @CsvSource({"-1, ERROR", "5, WARNING", "25, OK", "40, ERROR"})
    void theCertificate(int days, Level level) throws Exception {
        Path store = directory.resolve("store.p12");
        String[] make = {
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit",
            "-alias",
            "a",
            "-keyalg",
            "EC",
            "-dname",
            "CN=lab.example",
            "-validity",
            "30"
        };
        assertThat(new ProcessBuilder(make).redirectErrorStream(true).start().waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("a");
        Files.write(directory.resolve("cert.pem"), certificate.getEncoded());
        Instant end = certificate.getNotAfter().toInstant();
        CertificateExamination examination = new CertificateExamination(
                settings("web.certificate", "cert.pem"), () -> end.minusSeconds(86_400L * days));
        assertThat(examination.examine()).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(level);
            assertThat(found.what()).contains("CN=lab.example", end.toString());
        });
    }

    @Test
    void withoutACertificate() throws Exception {
        assertThat(new CertificateExamination(settings("web.mode", "DEV"), () -> Instant.EPOCH)
                        .examine()
                        .get(0)
                        .level())
                .isEqualTo(Level.OK);
        assertThat(new CertificateExamination(settings(), () -> Instant.EPOCH)
                        .examine()
                        .get(0)
                        .level())
                .isEqualTo(Level.WARNING);
    }

    @Test
    void withoutGStreamer() {
        assertThat(new MediaExamination(null, new AvailableEffects()).examine())
                .singleElement()
                .extracting(Diagnosis::level)
                .isEqualTo(Level.ERROR);
        assertThat(new MediaExamination(() -> Map.of("GStreamer", "1.22.0"), new AvailableEffects()).examine())
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("GStreamer 1.22.0 with 0 plug-ins"));
    }

    /** Answers each request as RFC 8489 says, after another packet that is no answer. */
    @Test
    void aStunServerAnswers() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(server));
            List<Diagnosis> found = new IceExamination(
                            settings("transport.iceServers", "stun:127.0.0.1:" + server.getLocalPort()))
                    .examine();
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.level()).isEqualTo(Level.OK);
                assertThat(one.what()).contains("sees this server as 192.0.2.7");
            });
            answered.join();
        }
    }

    private static void answer(DatagramSocket server) {
        try {
            DatagramPacket request = new DatagramPacket(new byte[100], 100);
            server.receive(request);
            byte[] noise = {1, 2, 3};
            server.send(new DatagramPacket(noise, noise.length, request.getSocketAddress()));
            server.receive(request);
            ByteBuffer answer = ByteBuffer.allocate(40).put(request.getData(), 0, 20);
            answer.putShort(0, (short) 0x0101).putShort(2, (short) 20);
            // SOFTWARE, of 3 bytes and one of padding, comes first.
            answer.putShort((short) 0x8022).putShort((short) 3).putInt(0);
            answer.putShort((short) 0x0020)
                    .putShort((short) 8)
                    .putShort((short) 1)
                    .putShort((short) 0);
            answer.putInt(0xC0000207 ^ 0x2112A442);
            server.send(new DatagramPacket(answer.array(), 40, request.getSocketAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRelayThatIsNotThere() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerSocket tls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Diagnosis> found = new IceExamination(settings(
                            "transport.iceServers",
                            "false",
                            "sfu.turnAddress",
                            "127.0.0.1",
                            "sfu.turnPort",
                            String.valueOf(silent.getLocalPort()),
                            "sfu.turnTlsPort",
                            String.valueOf(tls.getLocalPort())))
                    .examine();
            assertThat(found).extracting(Diagnosis::level).containsExactly(Level.WARNING, Level.OK);
            assertThat(found.get(0).what()).contains("turn:127.0.0.1", "no answer");
        }
        assertThat(new IceExamination(settings()).examine())
                .extracting(Diagnosis::what)
                .containsExactly("None is set.");
    }

    @ParameterizedTest
    @CsvSource({"stun:127.0.0.1:19302, 19302", "stun:127.0.0.1, 3478", "stun:[::1]:19302, 19302", "stun:[::1], 3478"})
    void addressesOfStunServers(String server, int port) {
        InetSocketAddress address = IceExamination.address(server);
        assertThat(address.getPort()).isEqualTo(port);
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void anExaminationThatFailsIsAFinding() {
        Examination failing = new Examination() {
            @Override
            public String area() {
                return "disk";
            }

            @Override
            public List<Diagnosis> examine() {
                throw new IllegalStateException("no disk");
            }
        };
        assertThat(Doctor.examine(failing)).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.WARNING);
            assertThat(found.what()).contains("could not be examined", "no disk");
        });
    }

    @Test
    void asTextAndAsJson() {
        Diagnosis found = Diagnosis.warning("disk", "It is\u001b[2J nearly full.", "Move runs away.");
        assertThat(DoctorCommand.text(found))
                .isEqualTo("WARNING  disk: It is?[2J nearly full.\n         Move runs away.");
        assertThat(DoctorCommand.text(Diagnosis.ok("disk", "Fine."))).isEqualTo("OK       disk: Fine.");
        assertThat(found.document()).containsEntry("level", "warning").containsEntry("area", "disk");
    }
}
