package org.ducksoup.itest.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.TemporaryDirectory;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.peer.WebSocketSignaling;

/** A load balancer of Debian before the servers of a cluster, with its example of {@code docs/cluster}. */
final class Balancer implements AutoCloseable {
    private static final Path EXAMPLES = Project.ROOT.resolve("docs/cluster");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path output;
    private final String host;

    private Balancer(Process process, Path output, String host) {
        this.process = process;
        this.output = output;
        this.host = host;
    }

    /** HAProxy on a free port of this machine, without TLS. */
    static Balancer haproxy(Servers servers) throws IOException {
        String host = servers.hosts().machine() + ":" + FreePorts.tcp();
        String file = haproxyExample(servers.webServers())
                .replace("    bind :80\n", "")
                .replaceAll("bind :443 ssl crt \\S+", "bind " + host)
                .replaceAll(" *http-request redirect .*\n", "");
        Path directory = TemporaryDirectory.make("ducksoup-haproxy-");
        Path configuration = Files.writeString(directory.resolve("haproxy.cfg"), file);
        return start(directory, host, Map.of(), "/usr/sbin/haproxy", "-db", "-f", configuration.toString());
    }

    /** HAProxy's example with real servers. */
    static String haproxyExample(List<String> servers) throws IOException {
        return withServers(Files.readString(EXAMPLES.resolve("haproxy.cfg")), servers);
    }

    /**
     * Caddy on port 80 of its host.
     *
     * @param address of the host
     * @param through words in front of a command that runs there
     * @param command as the example for Docker has it
     * @param servers hosts and ports of their web servers
     */
    static Balancer caddy(String address, String[] through, String command, List<String> servers) throws IOException {
        Path directory = TemporaryDirectory.make("ducksoup-caddy-");
        Path configuration = Files.writeString(
                directory.resolve("Caddyfile"), withServers(Files.readString(EXAMPLES.resolve("Caddyfile")), servers));
        String here = command.replace("/etc/caddy/Caddyfile", configuration.toString());
        return start(
                directory,
                address,
                Map.of("DUCKSOUP_HOST", "http://" + address, "HOME", directory.toString()),
                (String.join(" ", through) + " " + here).split(" "));
    }

    private static String withServers(String example, List<String> servers) {
        String file = example;
        for (int i = 0; i < servers.size(); i++) {
            file = file.replace("lab" + (i + 1) + ".example:8100", servers.get(i));
        }
        return file;
    }

    private static Balancer start(Path directory, String host, Map<String, String> environment, String... command)
            throws IOException {
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Balancer balancer = new Balancer(builder.start(), output, host);
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> balancer.process.isAlive() && balancer.status("/ready") == 200);
            return balancer;
        } catch (RuntimeException e) {
            balancer.close();
            throw new AssertionError(Files.readString(output), e);
        }
    }

    /** What a request by way of this balancer is answered with. */
    int status(String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://" + host + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    SignalingSocket.Opener signaling() {
        return WebSocketSignaling.to(URI.create("ws://" + host + "/ws"), Servers.ORIGIN);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
