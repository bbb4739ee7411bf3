package org.ducksoup.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's TURN server on loopback, with the secret it shares with DuckSoup. */
final class Coturn implements AutoCloseable {
    private final Process process;
    private final int port;
    private final List<String> output = new ArrayList<>();

    private Coturn(Process process, int port) {
        this.process = process;
        this.port = port;
        Thread reader = new Thread(this::read, "coturn-output");
        reader.setDaemon(true);
        reader.start();
    }

    static Coturn start(String secret) throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("ducksoup-coturn-");
        return new Coturn(
                new ProcessBuilder(
                                "turnserver",
                                "-n",
                                "--listening-ip=127.0.0.1",
                                "--relay-ip=127.0.0.1",
                                "--listening-port=" + port,
                                "--realm=ducksoup",
                                "--use-auth-secret",
                                "--static-auth-secret=" + secret,
                                "--allow-loopback-peers",
                                "--no-tls",
                                "--no-dtls",
                                "--no-cli",
                                "--verbose",
                                "--log-file=stdout",
                                "--userdb=" + directory.resolve("db"),
                                "--pidfile=" + directory.resolve("pid"))
                        .redirectErrorStream(true)
                        .start(),
                port);
    }

    int port() {
        return port;
    }

    /** Everything it has printed. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
