package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ducksoup.api.cluster.Home;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.channel.QueuedChannel;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.plan.PlansHere;
import org.ducksoup.sfu.recording.Recorders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The component itself: its threads and its end. {@link InteractionTest} tests the interactions. */
@Timeout(30)
class InteractionsTest {
    private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    private final Recorders recorders = new Recorders();
    private final Interactions interactions = new Interactions(
            Defaults.of(
                    SfuConfiguration.class, Map.of("iceServers", new String[] {"stun:a", " "}, "drainSeconds", 600)),
            new FakeConnection.Factory((name, listener) -> {
                FakeConnection connection = new FakeConnection(name, listener);
                connections.add(connection);
                return connection;
            }),
            event -> {},
            new Pipelines(),
            recorders,
            new Estimators(),
            new PlansHere());

    private static JoinRequest request(InteractionKey key) {
        return Requests.of(key, "me", 1, 60);
    }

    @Test
    void theSameNameFromAnotherOriginIsAnotherInteraction() throws Exception {
        QueuedChannel first = new QueuedChannel();
        QueuedChannel second = new QueuedChannel();
        interactions.join(request(House.KEY), first);
        interactions.join(request(new InteractionKey("https://other.example", "study", "room")), second);
        assertThat(first.next()).isInstanceOf(ServerMessage.Joined.class);
        assertThat(second.next()).isInstanceOfSatisfying(ServerMessage.Joined.class, joined -> {
            assertThat(joined.context()).isEqualTo(ServerMessage.Joined.Context.NEW_INTERACTION);
            assertThat(joined.iceServers()).extracting(s -> s.urls().get(0)).containsExactly("stun:a");
        });
        interactions.close();
    }

    @Test
    void closingTellsEverybodyAndWhatIsSaidAfterwardsDoesNothing() throws Exception {
        QueuedChannel channel = new QueuedChannel();
        ParticipantSession session = interactions.join(request(House.KEY), channel);
        assertThat(channel.next()).isInstanceOf(ServerMessage.Joined.class);
        interactions.close();
        ServerMessage last = channel.next();
        while (!(last instanceof ServerMessage.End)) {
            last = channel.next();
        }
        assertThat(channel.closed.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(connections.get(0).closed).isTrue();
        assertThatCode(() -> {
                    session.channelClosed();
                    session.leave();
                    session.negotiationNeeded("stable");
                    connections.get(0).listener.onSelectedCandidatePair("a", "b");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aNameCanBeUsedAgainAfterwards() throws Exception {
        for (int i = 0; i < 20; i++) {
            QueuedChannel channel = new QueuedChannel();
            ParticipantSession session = interactions.join(request(House.KEY), channel);
            assertThat(channel.next()).isInstanceOf(ServerMessage.Joined.class);
            session.leave();
            channel.closed.get(5, TimeUnit.SECONDS);
            // The last messages are sent on the interaction's own thread. The name is free after that.
            await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(interactions)
                    .extracting("interactions", MAP)
                    .isEmpty());
        }
        interactions.close();
    }

    /** Running interactions may finish, and their participants may reconnect, but no interaction is created. */
    @Test
    void drainingWaitsForWhatRunsAndRefusesWhatIsNew() throws Exception {
        QueuedChannel channel = new QueuedChannel();
        ParticipantSession session = interactions.join(request(House.KEY), channel);
        assertThat(channel.next()).isInstanceOf(ServerMessage.Joined.class);
        assertThat(interactions.acceptsNew()).isTrue();

        CompletableFuture<Void> drained = CompletableFuture.runAsync(interactions::drain);
        await().pollInterval(Duration.ofMillis(1)).until(() -> !interactions.acceptsNew());
        QueuedChannel late = new QueuedChannel();
        interactions.join(request(new InteractionKey("https://lab.example", "study", "late")), late);
        assertThat(late.next()).isInstanceOfSatisfying(ServerMessage.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(ServerMessage.Refusal.PEER_CONNECTION);
            assertThat(refused.reason().message()).contains("about to stop", "load the page again");
        });
        assertThat(late.closed.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(drained).isNotDone();

        session.leave();
        drained.get(5, TimeUnit.SECONDS);
        interactions.close();
    }

    /** Their interactions are on other servers of the cluster, and their sockets here. */
    @Test
    void drainingWaitsForThoseWhoArePassedOn() throws Exception {
        PassingOn homes = new PassingOn();
        interactions.homes = homes;
        CompletableFuture<Void> drained = CompletableFuture.runAsync(interactions::drain);
        homes.asked.get(5, TimeUnit.SECONDS);
        assertThat(drained).isNotDone();
        homes.nobody.complete(null);
        drained.get(5, TimeUnit.SECONDS);
        interactions.close();
    }

    /**
     * The players of both come back by themselves, each with the token of its session. The first one begins the next run, and its
     * token was taken away on the way.
     */
    @Test
    void aRunThatFollowsALostOneSeatsWhoeverComesBack() throws Exception {
        HomeClaim.LostRun lost = new HomeClaim.LostRun("b:1", Instant.parse("2026-11-22T10:00:00Z"));
        Resumption token = new Resumption("of-the-lost-run", 12);
        for (HomeClaim.LostRun previous : Arrays.asList(lost, null)) {
            interactions.homes = new PassingOn() {
                @Override
                public Optional<HomeClaim> claim(InteractionKey key) {
                    return Optional.of(new HomeClaim("a:1", 7, previous));
                }
            };
            InteractionKey key = new InteractionKey("https://lab.example", "study", "lost before: " + previous);
            QueuedChannel ann = new QueuedChannel();
            QueuedChannel bob = new QueuedChannel();
            interactions.join(Requests.of(key, "ann", 2, 60), ann);
            interactions.join(Requests.resuming(Requests.of(key, "bob", 2, 60), token), bob);
            assertThat(ann.next()).isInstanceOf(ServerMessage.Joined.class);
            assertThat(bob.next())
                    .isInstanceOf(previous == null ? ServerMessage.Refused.class : ServerMessage.Joined.class);
        }
        interactions.homes = null;
        interactions.close();
    }

    /** A server of a cluster on which nothing lives. */
    private static class PassingOn implements InteractionHomes {
        final CompletableFuture<Void> asked = new CompletableFuture<>();
        final CompletableFuture<Void> nobody = new CompletableFuture<>();

        @Override
        public void find(InteractionKey key, int passes, Consumer<Home> answer) {
            throw new AssertionError("nobody joins");
        }

        @Override
        public Optional<ServerMessage.Reason> objection() {
            return Optional.empty();
        }

        @Override
        public Optional<HomeClaim> claim(InteractionKey key) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Void> whenNobodyIsPassedOn() {
            asked.complete(null);
            return nobody;
        }

        @Override
        public String server() {
            return "a:1";
        }
    }

    /** {@code etc/org.ducksoup.sfu.cfg} is edited during a study. */
    @Test
    void anotherConfigurationIsThatOfTheNextInteractionAndDisturbsNobody() throws Exception {
        QueuedChannel ann = new QueuedChannel();
        ParticipantSession running = interactions.join(Requests.of(House.KEY, "ann", 2, 60), ann);
        assertThat(servers(ann)).containsExactly("stun:a");

        interactions.modified(Defaults.of(
                SfuConfiguration.class,
                Map.of("iceServers", new String[] {"stun:b"}, "minFreeMebibytes", Integer.MAX_VALUE)));

        QueuedChannel bob = new QueuedChannel();
        interactions.join(Requests.of(House.KEY, "bob", 2, 60), bob);
        assertThat(servers(bob)).as("of an interaction that began before").containsExactly("stun:a");
        InteractionKey next = new InteractionKey("https://lab.example", "study", "next");
        QueuedChannel dan = new QueuedChannel();
        interactions.join(Requests.of(next, "dan", 2, 60), dan);
        assertThat(servers(dan)).containsExactly("stun:b");
        InteractionKey recorded = new InteractionKey("https://lab.example", "study", "recorded");
        QueuedChannel eve = new QueuedChannel();
        recorders.addFactory(
                recording -> {
                    throw new IOException("nothing is recorded in this test");
                },
                Map.of("ducksoup.recorder.name", "muxed"));
        interactions.join(Requests.inMode(Requests.of(recorded, "eve", 2, 60), "muxed", false, false), eve);
        assertThat(eve.next()).isInstanceOfSatisfying(ServerMessage.Refused.class, refused -> assertThat(
                        refused.reason().message())
                .contains("minFreeMebibytes"));

        assertThat(connections.get(0).closed).isFalse();
        assertThat(ann.closed).isNotDone();
        running.leave();
        assertThat(ann.closed.get(5, TimeUnit.SECONDS)).isTrue();
        interactions.close();
    }

    @Test
    void aConfigurationThatCannotBeUsedChangesNothing() throws Exception {
        assertThatThrownBy(() -> interactions.modified(Defaults.of(
                        SfuConfiguration.class,
                        Map.of("iceServers", new String[] {"stun:b"}, "effectLost", "perhaps"))))
                .isInstanceOf(IllegalArgumentException.class);
        QueuedChannel ann = new QueuedChannel();
        interactions.join(request(House.KEY), ann);
        assertThat(servers(ann)).containsExactly("stun:a");
        interactions.close();
    }

    private static List<String> servers(QueuedChannel channel) throws InterruptedException {
        ServerMessage first = channel.next();
        assertThat(first).isInstanceOf(ServerMessage.Joined.class);
        return ((ServerMessage.Joined) first)
                .iceServers().stream().map(server -> server.urls().get(0)).toList();
    }
}
