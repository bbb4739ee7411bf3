package org.ducksoup.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.home.HomeEntry;
import org.ducksoup.cluster.home.HomeStore;
import org.ducksoup.cluster.lease.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real members on this machine: what they share, and whom they let in. */
@Timeout(60)
class MemberTest {
    private static final InteractionKey KEY = new InteractionKey("https://lab.example", "study", "call");

    /** Held here, or its level would be forgotten. */
    private static final Logger HAZELCAST = Logger.getLogger("com.hazelcast");

    private static List<String> addresses = List.of();
    private static ClusterMember one;
    private static ClusterMember two;

    private static List<String> freeAddresses(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> free = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            free.add("127.0.0.1:" + socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return free;
    }

    private static MemberSettings settings(int index, String cluster, String secret) {
        return new MemberSettings(cluster, secret, addresses, addresses.get(index), Duration.ofSeconds(4));
    }

    private static ClusterMember member(int index, String cluster, String secret) {
        return new ClusterMember(settings(index, cluster, secret), servers -> servers.size() >= 2, () -> {});
    }

    @BeforeAll
    static void begin() throws Exception {
        HAZELCAST.setLevel(Level.SEVERE);
        addresses = freeAddresses(6);
        CompletableFuture<ClusterMember> other = CompletableFuture.supplyAsync(() -> member(1, "lab", "secret"));
        one = member(0, "lab", "secret");
        two = other.get();
    }

    @AfterAll
    static void end() {
        one.close();
        two.close();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static HomeEntry entry(String server, long number) {
        return new HomeEntry(new Identity(server, "life"), number, null, null);
    }

    /** An operator has forgotten the others: nobody comes, and nobody goes. */
    @Test
    void aMemberThatHasBecomeEnoughUsesTheMap() {
        AtomicBoolean enough = new AtomicBoolean();
        MemberSettings alone = new MemberSettings(
                "alone", "secret", List.of(addresses.get(4)), addresses.get(4), Duration.ofSeconds(4));
        try (ClusterMember member = new ClusterMember(alone, servers -> enough.get(), () -> {})) {
            assertThat(member.homes().isReachable()).isFalse();
            assertThat(member.homes().get(KEY)).failsWithin(Duration.ofSeconds(20));
            enough.set(true);
            await().atMost(Duration.ofSeconds(10)).until(() -> member.homes().isReachable());
            assertThat(member.homes().get(KEY)).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    /** As a server that stands still: its system takes the connection, and nobody answers. */
    @Test
    void aServerThatStandsStillCostsTheOthersNothing() throws Exception {
        String address = addresses.get(5);
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (ServerSocket silent = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
                Socket taken = silent.accept()) {
            assertThat(taken.isConnected()).isTrue();
            long before = networkThreadsNanos();
            boolean unused = new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS);
            assertThat(Duration.ofNanos(networkThreadsNanos() - before))
                    .as("processor time of Hazelcast's network threads in 1.5 s")
                    .isLessThan(Duration.ofMillis(300));
        }
    }

    private static long networkThreadsNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains(".IO.thread-"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    @Test
    void ofManyClaimsAtOnceOneIsFirstAndAllKnowIt() throws Exception {
        List<CompletionStage<Optional<HomeEntry>>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            claims.add((i % 2 == 0 ? one : two).homes().putIfAbsent(KEY, entry("server-" + i, 1)));
        }
        int first = 0;
        for (CompletionStage<Optional<HomeEntry>> claim : claims) {
            first += get(claim).isEmpty() ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
        HomeEntry home = get(one.homes().get(KEY)).orElseThrow();
        assertThat(get(two.homes().get(KEY))).contains(home);
        assertThat(get(two.homes().all())).isEqualTo(Map.of(KEY, home));
        HomeEntry next = new HomeEntry(
                new Identity("next", "life"), 2, Instant.EPOCH, new HomeClaim.LostRun("x", Instant.EPOCH));
        assertThat(get(two.homes().replace(KEY, entry("nobody", 1), next))).isFalse();
        assertThat(get(two.homes().replace(KEY, home, next))).isTrue();
        assertThat(get(one.homes().replace(KEY, home, next))).isFalse();
        assertThat(get(one.homes().get(KEY))).as("every part of it").contains(next);
        assertThat(get(one.homes().remove(KEY, home))).isFalse();
        assertThat(get(one.homes().remove(KEY, next))).isTrue();
        assertThat(get(two.homes().all())).isEmpty();
    }

    @Test
    void whoHasAnotherSecretOrAnotherNameIsAloneAndChangesNothing() throws Exception {
        CompletableFuture<ClusterMember> otherName = CompletableFuture.supplyAsync(() -> member(3, "field", "secret"));
        try (ClusterMember stranger = member(2, "lab", "another");
                ClusterMember other = otherName.get()) {
            for (ClusterMember alone : List.of(stranger, other)) {
                assertThatThrownBy(() -> get(alone.homes().putIfAbsent(KEY, entry("x", 1))))
                        .isInstanceOf(ExecutionException.class);
            }
            assertThat(get(one.homes().all())).isEmpty();
            assertThat(get(two.homes().putIfAbsent(KEY, entry("y", 1)))).isEmpty();
            assertThat(get(one.homes().remove(KEY, entry("y", 1)))).isTrue();
        }
    }

    @Test
    void garbageOnThePortIsHarmless() throws Exception {
        byte[] garbage = new byte[4096];
        new Random(1).nextBytes(garbage);
        MemberSettings settings = settings(0, "lab", "secret");
        for (byte[] beginning :
                List.of(new byte[0], "HZC".getBytes(), "GET / HTTP/1.1\r\n\r\n".getBytes(), "HZCTPC".getBytes())) {
            try (Socket socket = new Socket(settings.host(), settings.port());
                    OutputStream out = socket.getOutputStream()) {
                out.write(beginning);
                out.write(garbage);
                out.flush();
            } catch (IOException e) {
                // It has closed the connection, as it may.
            }
        }
        assertThat(get(two.homes().putIfAbsent(KEY, entry("y", 1)))).isEmpty();
        assertThat(get(one.homes().remove(KEY, entry("y", 1)))).isTrue();
    }

    @Test
    void whatANewerVersionHasWrittenIsReplacedAndRemovedAndAStrangersWordIsNotRead() throws Exception {
        HazelcastInstance hazelcast = Hazelcast.getHazelcastInstanceByName("ducksoup-" + addresses.get(0));
        IMap<String, String> map = hazelcast.getMap(HazelcastConfig.HOMES);
        Seal seal = new Seal("secret", "homes");
        HomeStore store = new StoredHomes(map, seal, Runnable::run, () -> true);
        String text = "https://lab.example\nstudy\ncall";
        String newer = seal.seal("{\"life\":\"life\",\"tomorrow\":{\"x\":1},\"server\":\"s\",\"number\":1}");
        map.put(text, newer);
        assertThat(get(store.get(KEY))).contains(entry("s", 1));
        assertThat(get(store.replace(KEY, entry("s", 1), entry("t", 2)))).isTrue();
        assertThat(get(store.get(KEY))).contains(entry("t", 2));
        map.put(text, newer);
        assertThat(get(store.remove(KEY, entry("s", 1)))).isTrue();
        assertThat(map.size()).isZero();
        map.put(text, new Seal("another", "homes").seal("{\"server\":\"s\"}"));
        assertThatThrownBy(() -> get(store.get(KEY))).isInstanceOf(ExecutionException.class);
        map.clear();
    }

    @Test
    // One of them only answers.
    @SuppressWarnings("try")
    void datagramsAreAnsweredToThoseWhoHaveTheSecret() throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        try (Datagrams asking = new Datagrams(
                        settings(2, "lab", "secret"), (from, question) -> Datagrams.object(), InstantSource.system());
                Datagrams answering = new Datagrams(
                        settings(3, "lab", "secret"),
                        (from, question) -> Datagrams.object()
                                .put("to", from)
                                .put("said", question.path("x").asInt()),
                        InstantSource.system());
                Datagrams stranger = new Datagrams(
                        settings(4, "lab", "other"), (from, question) -> Datagrams.object(), InstantSource.system());
                DatagramSocket raw = new DatagramSocket()) {
            byte[] garbage = new byte[2000];
            new Random(2).nextBytes(garbage);
            raw.send(new DatagramPacket(
                    garbage,
                    garbage.length,
                    InetAddress.getByName("127.0.0.1"),
                    settings(3, "lab", "x").port()));
            stranger.ask(addresses.get(3), Datagrams.object(), (from, answer) -> answers.add("to the stranger"));
            asking.ask(
                    addresses.get(3),
                    Datagrams.object().put("x", 7),
                    (from, answer) -> answers.add(from + " " + answer.path("to").asText() + " "
                            + answer.path("said").asInt()));
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(addresses.get(3) + " " + addresses.get(2) + " 7");
            assertThat(answers).isEmpty();
        }
    }
}
