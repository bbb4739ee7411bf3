package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.ConsoleTranscript;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.Identity;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers behind HAProxy with the guide's example. Participants neither know nor care which server has their interaction. Has the
 * machine to itself, because servers are placed by load and times are printed.
 */
@Tag("long")
class LoadBalancerTest {
    private static final int INTERACTIONS = 30;
    /** A crowd that comes within three seconds. */
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private static final int MEASURED = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Servers servers;
    private static Balancer balancer;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.start(3, UnaryOperator.identity());
        clients = HeadlessClients.open(InetAddress.getByName(servers.hosts().machine()));
        balancer = Balancer.haproxy(servers);
    }

    @AfterAll
    static void stop() {
        balancer.close();
        clients.close();
        servers.close();
    }

    /** Half of the participants write their join as players of the first generation do. */
    private static ParticipantOptions options(String name, String user, int size, boolean firstGeneration) {
        ParticipantOptions options = ParticipantOptions.of(name, user, size).lasting(Duration.ofSeconds(60));
        return firstGeneration
                ? options.with("frameRate", 30).with("recordingMode", "none")
                : options.with("framerate", 30).with("audioOnly", false).with("recordingMode", "none");
    }

    @Test
    void manyBeginAtOnce() throws Exception {
        List<HeadlessParticipant> all = new ArrayList<>();
        for (int i = 0; i < INTERACTIONS; i++) {
            all.add(clients.join(balancer.signaling(), options("dyad-" + i, "ann", 2, i % 2 == 0)));
            all.add(clients.join(balancer.signaling(), options("dyad-" + i, "bob", 2, i % 4 < 2)));
            new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (HeadlessParticipant each : all) {
            each.await(Milestone.START, PATIENCE);
            each.await(Milestone.FIRST_AUDIO_PACKET, PATIENCE);
            each.await(Milestone.FIRST_KEY_FRAME, PATIENCE);
        }
        all.get(0).hear(Duration.ofSeconds(2));
        for (HeadlessParticipant each : all) {
            assertThat(each.tracks())
                    .extracting(ReceivedTrack::kind)
                    .containsExactlyInAnyOrder(MediaKind.AUDIO, MediaKind.VIDEO);
            assertThat(each.received(MediaKind.VIDEO)).isGreaterThan(50);
        }
        System.out.println("30 interactions of 2 at 10 a second, from join to joined: "
                + times(all.stream().map(LoadBalancerTest::joined).toList()) + "; homes: " + homes().values());
        all.forEach(HeadlessParticipant::stop);
        all.forEach(HeadlessParticipant::close);
        for (int i = 0; i < INTERACTIONS; i++) {
            assertThat(begun(" interaction_home ", "dyad-" + i)).hasSize(1);
            assertThat(begun(" interaction_created ", "dyad-" + i)).hasSize(1);
        }
        assertThat(homes().values()).as("servers: %s", homes()).hasSize(3).allSatisfy(count -> assertThat(count)
                .isBetween(8, 12));
    }

    /** Lines of all servers' logs about one interaction. */
    private static List<String> begun(String message, String name) {
        return servers.all().stream()
                .flatMap(server ->
                        server
                                .output(line -> line.contains(message) && line.contains(" interaction=" + name + " "))
                                .stream())
                .toList();
    }

    private static TreeMap<String, Integer> homes() {
        TreeMap<String, Integer> homes = new TreeMap<>();
        for (int i = 0; i < INTERACTIONS; i++) {
            homes.merge(servers.name(servers.home("dyad-" + i)), 1, Integer::sum);
        }
        return homes;
    }

    private static long joined(HeadlessParticipant participant) {
        return participant.await(Milestone.JOINED).sinceJoin().toNanos();
    }

    private static String times(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "median %.1f ms, longest %.1f ms",
                sorted[sorted.length / 2] / 1e6,
                LongStream.of(sorted).max().orElse(0) / 1e6);
    }

    /** From {@code join} to {@code joined}, and then from a message to its answer, of participants who enter an interaction that waits. */
    @Test
    void whatTheWayCosts() throws Exception {
        List<List<Long>> joins = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<List<Long>> offers = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        // The first rounds are for the compilers.
        for (int round = 0; round < 2 * MEASURED; round++) {
            String name = "waits-" + round;
            HeadlessParticipant first = clients.join(balancer.signaling(), options(name, "first", 8, false));
            first.await(Milestone.JOINED);
            // Its line of the log may come after its answer.
            await().atMost(PATIENCE)
                    .until(() -> !begun(" interaction_home ", name).isEmpty());
            int home = servers.home(name);
            List<SignalingSocket.Opener> ways = List.of(
                    servers.signaling(home), servers.signaling((home + 1) % servers.count()), balancer.signaling());
            for (int way = 0; way < ways.size(); way++) {
                HeadlessParticipant next = clients.join(ways.get(way), options(name, "way-" + way, 8, false));
                next.await(Milestone.CONNECTED);
                if (round >= MEASURED) {
                    joins.get(way).add(joined(next));
                    offers.get(way).add(answered(next));
                }
                next.close();
            }
            first.stop();
            first.close();
        }
        List<String> ways = List.of("its own server", "another server", "HAProxy, which knows no homes");
        for (int way = 0; way < ways.size(); way++) {
            System.out.printf(
                    "by way of %s: joined after %s; an offer after %s%n",
                    ways.get(way), times(joins.get(way)), times(offers.get(way)));
        }
    }

    /** Asks for an offer. */
    private static long answered(HeadlessParticipant participant) {
        long before = offers(participant);
        long asked = System.nanoTime();
        participant.send("client_negotiation_needed", "stable");
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(100_000))
                .atMost(PATIENCE)
                .until(() -> offers(participant) > before);
        return System.nanoTime() - asked;
    }

    private static long offers(HeadlessParticipant participant) {
        return participant.transcript().entries().stream()
                .filter(entry -> entry.kind().equals("offer"))
                .count();
    }

    /** While all servers drain, those who come back get through, and the others get a reason. */
    @Test
    void noServerIsReady() throws Exception {
        HeadlessParticipant ann = clients.join(balancer.signaling(), options("goes-on", "ann", 2, false));
        HeadlessParticipant bob = clients.join(balancer.signaling(), options("goes-on", "bob", 2, true));
        ann.await(Milestone.START);
        bob.await(Milestone.START);
        drain("ducksoup:drain", 503);
        HeadlessParticipant late = clients.join(balancer.signaling(), options("late", "eve", 2, false));
        assertThat(late.await(Milestone.REFUSED)
                        .payload()
                        .at("/payload/reason/message")
                        .asText())
                .isNotEmpty();
        bob.close();
        HeadlessParticipant back = clients.join(balancer.signaling(), options("goes-on", "bob", 2, true));
        back.await(Milestone.START);
        back.hear(Duration.ofSeconds(1));
        drain("ducksoup:drain --off", 200);
        ann.stop();
        back.stop();
        List.of(ann, back, late).forEach(HeadlessParticipant::close);
    }

    /** Returns when the balancer knows. */
    private static void drain(String command, int ready) throws Exception {
        for (int i = 0; i < servers.count(); i++) {
            servers.console(i, command);
        }
        await().atMost(PATIENCE).until(() -> balancer.status("/ready") == ready);
    }

    /** {@code ducksoup:nodes}. */
    @Test
    void theGuideShowsTheServersAsTheyAre() throws Exception {
        for (String guide : List.of("docs/operating.md", "docs/cluster.md")) {
            ConsoleTranscript transcript = new ConsoleTranscript(new Guide(guide).example("cluster-nodes"));
            String printed = servers.console(0, transcript.line());
            for (int i = 0; i < servers.count(); i++) {
                printed = printed.replace(servers.hosts().address(i), "lab" + (i + 1) + ".example");
            }
            transcript.check(printed);
        }
    }

    /** Also the lines about TLS that the others leave out. */
    @Test
    void theExampleIsGoodAsItIs(@TempDir Path directory) throws Exception {
        Identity identity = Identity.make(directory, "balancer");
        Path certificate = directory.resolve("ducksoup.example.pem");
        Path key = directory.resolve("key.pem");
        identity.writeCertificate(certificate);
        identity.writeKey(key);
        Files.writeString(certificate, Files.readString(certificate) + Files.readString(key));
        Path file = Files.writeString(
                directory.resolve("haproxy.cfg"),
                Balancer.haproxyExample(servers.webServers())
                        .replace("/etc/haproxy/ducksoup.example.pem", certificate.toString()));
        assertThat(Tool.text("/usr/sbin/haproxy", "-c", "-q", "-f", file.toString()))
                .isEmpty();
    }
}
