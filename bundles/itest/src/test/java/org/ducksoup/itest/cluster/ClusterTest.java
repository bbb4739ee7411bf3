package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three servers: participants reach any of them, and each interaction lives on one. A server is killed, stands still, or loses its cable. Its interactions may begin elsewhere within five seconds, never in two places at
 * a time, and those of the other servers go on without losing a packet.
 */
@Tag("waits")
class ClusterTest {
    /** From the loss of a server until its interactions can begin anew. */
    private static final Duration FREE = Duration.ofSeconds(5);

    private static final Duration CALL = Duration.ofSeconds(90);
    private static final Duration BACK = Duration.ofSeconds(60);

    private static Servers servers;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.start(3, UnaryOperator.identity());
        clients = HeadlessClients.open(InetAddress.getByName("10.213.77.1"));
    }

    @AfterAll
    static void stop() {
        clients.close();
        servers.close();
    }

    /** A call of two on a certain server. */
    private record Call(String name, int home, HeadlessParticipant ann, HeadlessParticipant bob)
            implements AutoCloseable {
        /** Begins calls until one is on that server. The others go on for as long as the list is open. */
        static Call on(int home, String prefix, List<Call> others) {
            for (int i = 0; i < 30; i++) {
                Call begun = begin(prefix + "-" + home + "-" + i, home, home);
                if (begun.home() == home) {
                    return begun;
                }
                others.add(begun);
            }
            throw new AssertionError("no call begins on server " + home);
        }

        static Call begin(String name, int annsServer, int bobsServer) {
            HeadlessParticipant ann = join(name, "ann", annsServer);
            HeadlessParticipant bob = join(name, "bob", bobsServer);
            ann.await(Milestone.START, Duration.ofSeconds(30));
            bob.await(Milestone.START, Duration.ofSeconds(30));
            ann.await(Milestone.FIRST_VIDEO_PACKET);
            bob.await(Milestone.FIRST_VIDEO_PACKET);
            return new Call(name, servers.home(name), ann, bob);
        }

        private static HeadlessParticipant join(String name, String user, int server) {
            return clients.join(
                    servers.signaling(server),
                    ParticipantOptions.of(name, user, 2).lasting(CALL));
        }

        long received() {
            return ann.received() + bob.received();
        }

        long lost() {
            return ann.lost() + bob.lost();
        }

        @Override
        public void close() {
            ann.stop();
            bob.stop();
            ann.close();
            bob.close();
        }
    }

    /** Joins an interaction again and again by way of one server, until it begins. Returns how long that took. */
    private static Duration untilItBegins(String name, int server, long since) throws InterruptedException {
        String refusal = "";
        for (int attempt = 0; attempt < 100; attempt++) {
            HeadlessParticipant again = Call.join(name, "ann", server);
            // Whichever comes first: a refusal, or a place in the new run.
            var unused = CompletableFuture.anyOf(again.milestone(Milestone.JOINED), again.milestone(Milestone.REFUSED))
                    .handle((done, failure) -> null)
                    .join();
            if (again.hasReached(Milestone.JOINED)) {
                Duration took = Duration.ofNanos(System.nanoTime() - since);
                HeadlessParticipant other = Call.join(name, "bob", server);
                again.await(Milestone.START, Duration.ofSeconds(20));
                again.hear(Duration.ofSeconds(1));
                other.stop();
                again.stop();
                other.close();
                again.close();
                return took;
            }
            again.close();
            refusal = again.milestone(Milestone.REFUSED)
                    .handle((r, f) -> String.valueOf(r))
                    .getNow("none");
            // Pages wait for a moment, too.
            new CountDownLatch(1).await(250, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError(name + " does not begin again: " + refusal);
    }

    @Test
    void participantsReachTheirInteractionThroughAnyServer() throws Exception {
        Random random = new Random(7);
        List<HeadlessParticipant> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            for (String user : List.of("ann", "bob")) {
                all.add(clients.join(
                        servers.signaling(random.nextInt(3)),
                        ParticipantOptions.of("call-" + i, user, 2).lasting(Duration.ofSeconds(12))));
            }
        }
        for (HeadlessParticipant each : all) {
            each.await(Milestone.START, Duration.ofSeconds(30));
        }
        for (HeadlessParticipant each : all) {
            each.await(Milestone.END, Duration.ofSeconds(40));
            assertThat(each.received(MediaKind.VIDEO)).isPositive();
            each.close();
        }
        System.out.println("homes: " + servers.evenness());
    }

    @Test
    void anInteractionIsSeenAndSteeredFromEveryServer() throws Exception {
        List<Call> others = new ArrayList<>();
        Call call = Call.on(1, "seen", others);
        SeenAsOne.check(servers, 0, 1, call.name(), call.ann());
        closeAll(call, call, others);
    }

    @Test
    void aServerThatIsKilled() throws Exception {
        List<Call> others = new ArrayList<>();
        int victim = 0;
        Call lost = Call.on(victim, "killed", others);
        Call spared = Call.on(1, "spared", others);
        long before = spared.lost();
        long killed = System.nanoTime();
        servers.get(victim).kill();
        Duration free = untilItBegins(lost.name(), 2, killed);
        long received = spared.received();
        spared.ann().hear(Duration.ofSeconds(1));
        assertThat(spared.received()).isGreaterThan(received);
        assertThat(spared.lost()).as("packets that others lost").isEqualTo(before);
        print("killed", free);
        assertThat(free).isLessThan(FREE);
        int next = servers.home(lost.name());
        assertThat(next).isNotEqualTo(victim);
        RecordedRun run = RecordedRun.of(data(next), lost.name());
        assertThat(run.manifest().at("/interaction/server").asText()).isEqualTo(servers.name(next));
        assertThat(run.manifest().at("/interaction/lostRun/server").asText()).isEqualTo(servers.name(victim));
        // A page knows the interaction by way of any server, also by the one that comes back.
        servers.startAgain(victim).awaitReady(BACK);
        servers.awaitState(1, victim, "serving", BACK);
        closeAll(lost, spared, others);
    }

    @Test
    void aServerThatStandsStill() throws Exception {
        standStill(Duration.ofSeconds(8));
    }

    @Test
    @Tag("long")
    void aServerThatStandsStillForTwentySeconds() throws Exception {
        standStill(Duration.ofSeconds(20));
    }

    private static void standStill(Duration still) throws Exception {
        List<Call> others = new ArrayList<>();
        int victim = 1;
        Call lost = Call.on(victim, "still" + still.toSeconds(), others);
        Call spared = Call.on(2, "spared" + still.toSeconds(), others);
        long before = spared.lost();
        long stopped = System.nanoTime();
        Tool.text("kill", "-STOP", Long.toString(servers.get(victim).pid()));
        Duration free = untilItBegins(lost.name(), 0, stopped);
        spared.ann().hear(Duration.ofNanos(Math.max(1, still.toNanos() - (System.nanoTime() - stopped))));
        assertThat(spared.lost()).as("packets that others lost").isEqualTo(before);
        long whileItStood = lost.received();
        Tool.text("kill", "-CONT", Long.toString(servers.get(victim).pid()));
        // Its participants are told; what they sent meanwhile is not passed on.
        servers.get(victim)
                .awaitOutput(
                        line -> line.contains("interaction_ended") && line.contains("interaction=" + lost.name() + " "),
                        Duration.ofSeconds(20));
        spared.ann().hear(Duration.ofSeconds(1));
        assertThat(lost.received()).as("packets after the lease").isEqualTo(whileItStood);
        print("stood still for " + still.toSeconds() + " s", free);
        assertThat(free).isLessThan(FREE);
        RecordedRun run = RecordedRun.of(data(victim), lost.name());
        assertThat(run.finalManifest().at("/interaction/endReason").asText()).isEqualTo("cluster_lost");
        servers.awaitState(0, victim, "serving", BACK);
        closeAll(lost, spared, others);
    }

    @Test
    void aServerThatLosesItsCable() throws Exception {
        loseCable(Duration.ofSeconds(8));
    }

    @Test
    @Tag("long")
    void aServerThatLosesItsCableForAMinute() throws Exception {
        loseCable(Duration.ofSeconds(60));
    }

    /** For less than its lease: nothing ends. */
    @Test
    void aCableThatIsLoose() throws Exception {
        List<Call> others = new ArrayList<>();
        Call call = Call.on(2, "loose", others);
        servers.hosts().pull(2);
        others.add(Call.begin("meanwhile", 0, 1));
        servers.hosts().plugIn(2);
        long received = call.received();
        call.ann().hear(Duration.ofSeconds(2));
        assertThat(call.received()).isGreaterThan(received);
        assertThat(call.ann().hasReached(Milestone.END)).isFalse();
        servers.awaitState(0, 2, "serving", BACK);
        closeAll(call, call, others);
    }

    private static void loseCable(Duration cut) throws Exception {
        List<Call> others = new ArrayList<>();
        int victim = 2;
        Call lost = Call.on(victim, "cut" + cut.toSeconds(), others);
        Call spared = Call.on(0, "spared-cut" + cut.toSeconds(), others);
        long before = spared.lost();
        long pulled = System.nanoTime();
        servers.hosts().pull(victim);
        Duration free = untilItBegins(lost.name(), 1, pulled);
        spared.ann().hear(Duration.ofNanos(Math.max(1, cut.toNanos() - (System.nanoTime() - pulled))));
        assertThat(spared.lost()).as("packets that others lost").isEqualTo(before);
        servers.get(victim)
                .awaitOutput(
                        line -> line.contains("interaction_ended") && line.contains("interaction=" + lost.name() + " "),
                        Duration.ofSeconds(20));
        long whileCut = lost.received();
        servers.hosts().plugIn(victim);
        spared.ann().hear(Duration.ofSeconds(1));
        assertThat(lost.received()).as("packets after the lease").isEqualTo(whileCut);
        print("cut off for " + cut.toSeconds() + " s", free);
        assertThat(free).isLessThan(FREE);
        servers.awaitState(0, victim, "serving", BACK);
        // Both parts of the cluster agree again.
        others.add(Call.begin("again" + cut.toSeconds(), victim, 0));
        assertThat(lost.received()).isPositive();
        closeAll(lost, spared, others);
    }

    private static Path data(int server) {
        return servers.get(server).directory().resolve("data");
    }

    private static void print(String what, Duration free) {
        System.out.printf(Locale.ROOT, "%s: the interaction began again after %.2f s%n", what, free.toMillis() / 1e3);
    }

    private static void closeAll(Call lost, Call spared, List<Call> others) {
        lost.close();
        spared.close();
        others.forEach(Call::close);
    }
}
