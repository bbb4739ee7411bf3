package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.jspecify.annotations.Nullable;

/**
 * A server is killed, stands still, or loses its cable. Its interactions may begin elsewhere a second after its lease, never in two places
 * at a time, and those of the other servers go on without losing a packet.
 *
 * @param data the directory that the servers share
 * @param lease of the servers
 */
record ServerLoss(Servers servers, HeadlessClients clients, Path data, Duration lease) {
    static final Duration CALL = Duration.ofSeconds(90);
    static final Duration BACK = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** From the loss of a server until its interactions can begin anew. */
    private static Duration free(Duration lease) {
        return lease.plusSeconds(1);
    }

    /** A call of two on a certain server. */
    record Call(
            Servers servers,
            HeadlessClients clients,
            String name,
            int home,
            HeadlessParticipant ann,
            HeadlessParticipant bob)
            implements AutoCloseable {
        /** Begins calls until one is on that server. The others go on for as long as the list is open. */
        static Call on(Servers servers, HeadlessClients clients, int home, String prefix, List<Call> others) {
            for (int i = 0; i < 30; i++) {
                Call begun = begin(servers, clients, prefix + "-" + home + "-" + i, home, home);
                if (begun.home() == home) {
                    return begun;
                }
                others.add(begun);
            }
            throw new AssertionError("no call begins on server " + home);
        }

        static Call begin(Servers servers, HeadlessClients clients, String name, int annsServer, int bobsServer) {
            HeadlessParticipant ann = join(servers, clients, name, "ann", annsServer);
            HeadlessParticipant bob = join(servers, clients, name, "bob", bobsServer);
            ann.await(Milestone.START, Duration.ofSeconds(30));
            bob.await(Milestone.START, Duration.ofSeconds(30));
            ann.await(Milestone.FIRST_VIDEO_PACKET);
            bob.await(Milestone.FIRST_VIDEO_PACKET);
            return new Call(servers, clients, name, servers.home(name), ann, bob);
        }

        static HeadlessParticipant join(
                Servers servers, HeadlessClients clients, String name, String user, int server) {
            return join(servers, clients, name, user, server, null);
        }

        /** @param before whose call was lost, and whose player comes back by itself; null for a page that was loaded anew */
        static HeadlessParticipant join(
                Servers servers,
                HeadlessClients clients,
                String name,
                String user,
                int server,
                @Nullable HeadlessParticipant before) {
            String token = before == null
                    ? null
                    : before.await(Milestone.JOINED)
                            .payload()
                            .at("/payload/resumeToken")
                            .asText();
            return clients.join(
                    servers.signaling(server),
                    ParticipantOptions.of(name, user, 2).lasting(CALL).with("resumeToken", token));
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

    private Duration untilItBegins(String name, int server, long since) throws InterruptedException {
        return untilItBegins(name, server, since, null);
    }

    /**
     * Joins an interaction again and again by way of one server, until it begins. Returns how long that took.
     *
     * @param lost the call whose players come back with their tokens; null for pages that were loaded anew
     */
    private Duration untilItBegins(String name, int server, long since, @Nullable Call lost)
            throws InterruptedException {
        String refusal = "";
        for (int attempt = 0; attempt < 100; attempt++) {
            HeadlessParticipant again =
                    Call.join(servers, clients, name, "ann", server, lost == null ? null : lost.ann());
            // Whichever comes first: a refusal, or a place in the new run.
            var unused = CompletableFuture.anyOf(again.milestone(Milestone.JOINED), again.milestone(Milestone.REFUSED))
                    .handle((done, failure) -> null)
                    // Neither comes from a server that was lost meanwhile.
                    .completeOnTimeout(null, ANSWER.toSeconds(), TimeUnit.SECONDS)
                    .join();
            if (again.hasReached(Milestone.JOINED)) {
                Duration took = Duration.ofNanos(System.nanoTime() - since);
                HeadlessParticipant other =
                        Call.join(servers, clients, name, "bob", server, lost == null ? null : lost.bob());
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

    /** The server is back, for others and for those who join by way of it: pages try again until all servers have found each other. */
    private void settle(int seenBy, int server) throws Exception {
        servers.awaitState(seenBy, server, "serving", BACK);
        var unused = untilItBegins("settled-" + System.nanoTime(), server, System.nanoTime());
    }

    void kill() throws Exception {
        List<Call> others = new ArrayList<>();
        int victim = 0;
        Call lost = Call.on(servers, clients, victim, "killed", others);
        Call spared = Call.on(servers, clients, 1, "spared", others);
        long before = spared.lost();
        long killed = System.nanoTime();
        servers.kill(victim);
        Duration free = untilItBegins(lost.name(), 2, killed, lost);
        long received = spared.received();
        spared.ann().hear(Duration.ofSeconds(1));
        assertThat(spared.received()).isGreaterThan(received);
        assertThat(spared.lost()).as("packets that others lost").isEqualTo(before);
        print("killed", free);
        assertThat(free).isLessThan(free(lease));
        int next = servers.home(lost.name());
        assertThat(next).isNotEqualTo(victim);
        List<RecordedRun> runs = RecordedRun.all(data, lost.name());
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).finalManifest().at("/state").asText()).isEqualTo("salvaged");
        JsonNode begunAgain = runs.get(1).manifest().at("/interaction");
        assertThat(begunAgain.at("/server").asText()).isEqualTo(servers.name(next));
        assertThat(begunAgain.at("/lostRun/server").asText()).isEqualTo(servers.name(victim));
        // A page knows the interaction by way of any server, also by the one that comes back.
        servers.startAgain(victim).awaitReady(BACK);
        settle(1, victim);
        closeAll(lost, spared, others);
    }

    void standStill(Duration still) throws Exception {
        List<Call> others = new ArrayList<>();
        int victim = 1;
        Call lost = Call.on(servers, clients, victim, "still" + still.toSeconds(), others);
        Call spared = Call.on(servers, clients, 2, "spared" + still.toSeconds(), others);
        long before = spared.lost();
        long stopped = System.nanoTime();
        servers.standStill(victim);
        Duration free = untilItBegins(lost.name(), 0, stopped);
        spared.ann().hear(Duration.ofNanos(Math.max(1, still.toNanos() - (System.nanoTime() - stopped))));
        assertThat(spared.lost()).as("packets that others lost").isEqualTo(before);
        long whileItStood = lost.received();
        servers.wake(victim);
        // Its participants are told; what they sent meanwhile is not passed on.
        servers.get(victim)
                .awaitOutput(
                        line -> line.contains("interaction_ended") && line.contains("interaction=" + lost.name() + " "),
                        Duration.ofSeconds(20));
        spared.ann().hear(Duration.ofSeconds(1));
        assertThat(lost.received()).as("packets after the lease").isEqualTo(whileItStood);
        print("stood still for " + still.toSeconds() + " s", free);
        assertThat(free).isLessThan(free(lease));
        RecordedRun run = RecordedRun.all(data, lost.name()).get(0);
        assertThat(run.finalManifest().at("/interaction/endReason").asText()).isEqualTo("cluster_lost");
        settle(0, victim);
        closeAll(lost, spared, others);
    }

    /** For less than its lease: nothing ends. */
    void looseCable() throws Exception {
        List<Call> others = new ArrayList<>();
        Call call = Call.on(servers, clients, 2, "loose", others);
        Call meanwhile = Call.on(servers, clients, 0, "meanwhile", others);
        servers.hosts().pull(2);
        try {
            meanwhile.ann().hear(Duration.ofMillis(1_500));
        } finally {
            servers.hosts().plugIn(2);
        }
        long received = call.received();
        call.ann().hear(Duration.ofSeconds(2));
        assertThat(call.received()).isGreaterThan(received);
        assertThat(call.ann().hasReached(Milestone.END)).isFalse();
        settle(0, 2);
        closeAll(call, meanwhile, others);
    }

    void loseCable(Duration cut) throws Exception {
        List<Call> others = new ArrayList<>();
        int victim = 2;
        Call lost = Call.on(servers, clients, victim, "cut" + cut.toSeconds(), others);
        Call spared = Call.on(servers, clients, 0, "spared-cut" + cut.toSeconds(), others);
        long before = spared.lost();
        long pulled = System.nanoTime();
        servers.hosts().pull(victim);
        Duration free;
        long whileCut;
        try {
            free = untilItBegins(lost.name(), 1, pulled);
            spared.ann().hear(Duration.ofNanos(Math.max(1, cut.toNanos() - (System.nanoTime() - pulled))));
            assertThat(spared.lost()).as("packets that others lost").isEqualTo(before);
            servers.get(victim)
                    .awaitOutput(
                            line -> line.contains("interaction_ended")
                                    && line.contains("interaction=" + lost.name() + " "),
                            Duration.ofSeconds(20));
            whileCut = lost.received();
        } finally {
            servers.hosts().plugIn(victim);
        }
        spared.ann().hear(Duration.ofSeconds(1));
        assertThat(lost.received()).as("packets after the lease").isEqualTo(whileCut);
        print("cut off for " + cut.toSeconds() + " s", free);
        assertThat(free).isLessThan(free(lease));
        settle(0, victim);
        assertThat(lost.received()).isPositive();
        closeAll(lost, spared, others);
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
