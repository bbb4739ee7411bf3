package org.ducksoup.itest.tool.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.ducksoup.itest.tool.Identity;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.TemporaryDirectory;
import org.ducksoup.testkit.network.FreePorts;

/** Debian's TURN server on loopback, with the secret that it shares with DuckSoup. */
public final class Coturn implements AutoCloseable {
    private final Process process;
    private final int port;
    private final int tlsPort;
    private final List<String> output = new ArrayList<>();

    private Coturn(Process process, int port, int tlsPort) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
        Thread reader = new Thread(this::read, "coturn-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param identity the certificate for clients that connect by TLS */
    public static Coturn start(String secret, Identity identity) throws Exception {
        int port = FreePorts.udp();
        int tlsPort = FreePorts.udp();
        Path directory = TemporaryDirectory.make("ducksoup-coturn-");
        identity.writeCertificate(directory.resolve("cert.pem"));
        identity.writeKey(directory.resolve("key.pem"));
        List<String> command = new ArrayList<>(List.of(
                "turnserver",
                "-n",
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--tls-listening-port=" + tlsPort,
                "--cert=" + directory.resolve("cert.pem"),
                "--pkey=" + directory.resolve("key.pem"),
                "--realm=ducksoup",
                "--use-auth-secret",
                "--static-auth-secret=" + secret,
                "--allow-loopback-peers",
                "--no-dtls",
                "--verbose",
                "--log-file=stdout",
                "--userdb=" + directory.resolve("db"),
                "--pidfile=" + directory.resolve("pid"),
                "--allowed-peer-ip=127.0.0.1"));
        command.addAll(restrictionsOfTheGuide());
        return new Coturn(new ProcessBuilder(command).redirectErrorStream(true).start(), port, tlsPort);
    }

    /** The options from docs/operating.md that allow the relay to reach one server only. */
    private static List<String> restrictionsOfTheGuide() throws IOException {
        String guide = Files.readString(Project.ROOT.resolve("docs/operating.md"));
        List<String> options = Pattern.compile("--(no-[a-z-]+|denied-peer-ip=\\S+)")
                .matcher(guide.substring(
                        guide.indexOf("turnserver --use-auth-secret"), guide.indexOf("--allowed-peer-ip")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(options).hasSize(5);
        return options;
    }

    /** The port for UDP and TCP. */
    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    /** The whole output of coturn. */
    public String output() {
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
