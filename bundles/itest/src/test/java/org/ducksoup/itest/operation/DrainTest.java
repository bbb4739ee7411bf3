package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.WebhookReceiver;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGTERM with time for interactions to finish. {@code RecordingCrashTest} tests the end without such a time. */
@Tag("waits")
class DrainTest {
    private static ServerStarter starter() {
        return ServerProcess.of(Project.ASSEMBLY).compilingLittle().with("DUCKSOUP_ICE_SERVERS", "false");
    }

    @Test
    void aRunningInteractionFinishesAndNoneBegins() throws Exception {
        try (ServerProcess server =
                        starter().with("DUCKSOUP_DRAIN_SECONDS", "60").start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant running = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror("running", "ann").lasting(Duration.ofSeconds(6)));
            running.await(Milestone.FIRST_KEY_FRAME);
            assertThat(readiness(server)).isEqualTo(200);

            Thread term = new Thread(() -> server.stop(Duration.ofSeconds(40)));
            long begin = System.nanoTime();
            term.start();
            await().pollInterval(Duration.ofMillis(20)).until(() -> readiness(server) != 200);
            Duration notReadyAfter = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(readiness(server)).isEqualTo(503);

            HeadlessParticipant late = clients.join(server.signaling(), ParticipantOptions.mirror("late", "bob"));
            var refused = late.await(Milestone.REFUSED).payload();
            assertThat(refused.path("kind").asText()).isEqualTo("error-peer-connection");
            assertThat(refused.path("payload").path("reason").path("message").asText())
                    .contains("about to stop", "load the page again");

            assertThat(running.await(Milestone.FILES).payload().path("ann")).isNotEmpty();
            running.await(Milestone.END);
            long received = running.received(MediaKind.VIDEO);
            term.join();
            assertThat(server.isAlive()).isFalse();
            System.out.printf(
                    "drain: not ready after %d ms, ended %d ms after SIGTERM; the call got %d video packets and lost %d%n",
                    notReadyAfter.toMillis(),
                    Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                    received,
                    running.lost(MediaKind.VIDEO));
            // 100 packets a second, up to the last one.
            assertThat(received).isGreaterThan(450);
            await().untilAsserted(() -> assertThat(server.log()).contains("1 interactions may continue for 60 s"));
        }
    }

    /** The end of the server does not keep the experiment's server from hearing of it. */
    @Test
    void whatIsLeftWhenTheTimeIsOverEndsInOrder() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            ServerStarter told = starter()
                    .with("DUCKSOUP_WEBHOOK_URLS", receiver.url())
                    .with("DUCKSOUP_WEBHOOK_SECRET", "a secret of the server and its receivers");
            ends(told.with("DUCKSOUP_DRAIN_SECONDS", "2"), Duration.ofSeconds(2), Duration.ofSeconds(8));
            assertThat(receiver.requests())
                    .anyMatch(request -> request.body().contains("\"type\":\"interaction.ended\"")
                            && request.body().contains("\"reason\":\"shutdown\""));
        }
    }

    private static void ends(ServerStarter starter, Duration from, Duration to) {
        try (ServerProcess server = starter.start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant participant = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror("running", "ann").lasting(Duration.ofSeconds(600)));
            participant.await(Milestone.FIRST_KEY_FRAME);
            long begin = System.nanoTime();
            Thread term = new Thread(() -> server.stop(Duration.ofSeconds(40)));
            term.start();
            assertThat(participant.await(Milestone.FILES).payload().path("ann")).isNotEmpty();
            participant.await(Milestone.END);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf("files and end %d ms after SIGTERM%n", took.toMillis());
            assertThat(took).isBetween(from, to);
            term.join();
            assertThat(server.isAlive()).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int readiness(ServerProcess server) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.page("/ready")).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
