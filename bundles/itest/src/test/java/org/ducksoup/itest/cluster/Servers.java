package org.ducksoup.itest.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.network.HostsOnABridge;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.peer.WebSocketSignaling;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;

/** Servers of one cluster, each on a host of its own, whose cable can be pulled. */
final class Servers implements AutoCloseable {
    /** The page of all participants, whatever server they reach. */
    static final String ORIGIN = "https://study.example";

    static final String SECRET = "a secret of the cluster, long enough for everybody";
    static final String API_TOKEN = "Jk3l/8sD+f2mXq0v5nB7wE9rT1yU4iO6";
    static final String LOGIN = "anna";
    static final String PASSWORD = "somewhat long";
    private static final Pattern CLAIM = Pattern.compile(" claim=(\\d+)");
    private static final Duration READY = Duration.ofMinutes(3);

    private static final int MEMBERSHIP_PORT = 5701;

    private final HostsOnABridge hosts;
    private final List<String> members;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Whereabouts.Log> logs = new ArrayList<>();
    private final UnaryOperator<ServerStarter> also;

    private Servers(int count, UnaryOperator<ServerStarter> also) throws IOException {
        hosts = HostsOnABridge.make(count);
        members = IntStream.range(0, count)
                .mapToObj(i -> hosts.address(i) + ":" + MEMBERSHIP_PORT)
                .toList();
        this.also = also;
    }

    /** Starts them side by side, and waits until all are ready. */
    static Servers start(int count, UnaryOperator<ServerStarter> also) throws IOException {
        Servers cluster = new Servers(count, also);
        for (int i = 0; i < count; i++) {
            cluster.servers.add(cluster.launch(i, Project.ASSEMBLY));
        }
        try {
            cluster.servers.forEach(server -> server.awaitReady(READY));
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private ServerProcess launch(int number, Path distribution) {
        ServerProcess server = starter(number, distribution).launch();
        logs.add(new Whereabouts.Log(name(number), server));
        return server;
    }

    ServerStarter starter(int number) {
        return starter(number, Project.ASSEMBLY);
    }

    private ServerStarter starter(int number, Path distribution) {
        return also.apply(ServerProcess.of(distribution)
                .compilingLittle()
                .through(hosts.on(number))
                .with("DUCKSOUP_UDP_ADDRESSES", hosts.address(number))
                .with("DUCKSOUP_CLUSTER_PLAINTEXT", "true")
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", ORIGIN)
                // Load balancers run on this machine.
                .with("DUCKSOUP_TRUSTED_PROXIES", hosts.machine())
                .with("DUCKSOUP_CLUSTER_MEMBERS", String.join(",", members))
                .with("DUCKSOUP_CLUSTER_ADDRESS", members.get(number))
                .with("DUCKSOUP_CLUSTER_SECRET", SECRET)
                .with("DUCKSOUP_API_TOKEN", API_TOKEN)
                .with("DUCKSOUP_TEST_LOGIN", LOGIN)
                .with("DUCKSOUP_TEST_PASSWORD", PASSWORD)
                .withConsole());
    }

    /** Starts a server again in place of one that has ended. */
    ServerProcess startAgain(int number) {
        return startAgain(number, Project.ASSEMBLY);
    }

    /** Starts another version in place of one that has ended. */
    ServerProcess startAgain(int number, Path distribution) {
        logOf(number).keep();
        ServerProcess started = launch(number, distribution);
        servers.get(number).close();
        servers.set(number, started);
        return started;
    }

    private Whereabouts.Log logOf(int number) {
        return logs.stream()
                .filter(log -> log.isOf(servers.get(number)))
                .findFirst()
                .orElseThrow();
    }

    void kill(int number) {
        logOf(number).fallsSilent();
        servers.get(number).kill();
    }

    /** Until {@link #wake}. */
    void standStill(int number) throws IOException {
        logOf(number).fallsSilent();
        Tool.text("kill", "-STOP", Long.toString(servers.get(number).pid()));
    }

    void wake(int number) throws IOException {
        Tool.text("kill", "-CONT", Long.toString(servers.get(number).pid()));
    }

    Whereabouts whereabouts() {
        return new Whereabouts(logs);
    }

    int count() {
        return servers.size();
    }

    ServerProcess get(int number) {
        return servers.get(number);
    }

    List<ServerProcess> all() {
        return List.copyOf(servers);
    }

    String name(int number) {
        return members.get(number);
    }

    /** Where a server listens to the others, by TCP and UDP. */
    InetSocketAddress membership(int number) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(hosts.address(number)), MEMBERSHIP_PORT);
    }

    HostsOnABridge hosts() {
        return hosts;
    }

    SignalingSocket.Opener signaling(int number) {
        return WebSocketSignaling.to(URI.create("ws" + url(number).substring("http".length()) + "/ws"), ORIGIN);
    }

    String url(int number) {
        return "http://" + hosts.address(number) + ":" + servers.get(number).port();
    }

    /** Hosts and ports of the web servers. */
    List<String> webServers() {
        return IntStream.range(0, count())
                .mapToObj(i -> url(i).replace("http://", ""))
                .toList();
    }

    /** The server on which an interaction has begun last. */
    int home(String interaction) {
        int home = -1;
        long claim = 0;
        for (int i = 0; i < count(); i++) {
            for (String line : homes(i)) {
                Matcher fields = CLAIM.matcher(line);
                if (line.contains(" interaction=" + interaction + " ") && fields.find()) {
                    long number = Long.parseLong(fields.group(1));
                    home = number > claim ? i : home;
                    claim = Math.max(number, claim);
                }
            }
        }
        if (home < 0) {
            throw new AssertionError(interaction + " has begun nowhere");
        }
        return home;
    }

    /** Waits for a state of a server, as another one sees it. */
    void awaitState(int seenBy, int server, String state, Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        String seen = "";
        while (System.nanoTime() < end) {
            seen = console(seenBy, "ducksoup:nodes --json");
            for (JsonNode node : new ObjectMapper().readTree(seen)) {
                if (node.path("name").asText().equals(name(server))
                        && node.path("state").asText().equals(state)) {
                    return;
                }
            }
        }
        throw new AssertionError(name(server) + " is not " + state + " after " + patience + ": " + seen);
    }

    String console(int number, String command) throws IOException, InterruptedException {
        return servers.get(number).console(command);
    }

    /** Lines of the log of one server about interactions that begin there. */
    List<String> homes(int number) {
        return servers.get(number).output(line -> line.contains(" interaction_home "));
    }

    String evenness() {
        return IntStream.range(0, count())
                .mapToObj(i -> String.format(Locale.ROOT, "%d", homes(i).size()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
        try {
            hosts.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
