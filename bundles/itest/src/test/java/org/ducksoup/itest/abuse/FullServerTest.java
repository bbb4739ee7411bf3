package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server refuses more work than it can do and gives a reason. The calls under way continue. */
@Tag("waits")
class FullServerTest {
    private static ParticipantOptions changed(String name) {
        return ParticipantOptions.mirror(name, "me")
                .with("recordingMode", "none")
                .with("videoFx", "coloreffects preset=sepia")
                .muted()
                .lasting(Duration.ofSeconds(600));
    }

    @Test
    void whoFindsNoRoomIsToldAndReadySaysNo() throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .withFile("etc/org.ducksoup.sfu.cfg", "maxMegapixelsPerSecond = 29\n")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            await().untilAsserted(() -> assertThat(server.log())
                    .containsPattern("this server takes \\d+ participants, \\d+ media with effects, 29 mega"));
            HeadlessParticipant neighbour = Neighbour.of(server, clients);
            HeadlessParticipant first = clients.join(server.signaling(), changed("first"));
            first.await(Milestone.JOINED);
            assertThat(ready(server).statusCode()).isEqualTo(200);
            HeadlessParticipant second = clients.join(server.signaling(), changed("second"));
            second.await(Milestone.JOINED);

            HeadlessParticipant third = clients.join(server.signaling(), changed("third"));
            var refused = third.await(Milestone.REFUSED).payload();
            assertThat(refused.path("kind").asText()).isEqualTo("error-full");
            var reason = refused.path("payload");
            assertThat(reason.toString()).contains("this server is full", "29 megapixels", "maxMegapixelsPerSecond");
            assertThat(ready(server).statusCode()).isEqualTo(503);
            assertThat(ready(server).body()).contains("this server is full: it can change 29 megapixels a second");

            first.stop();
            await().atMost(Duration.ofSeconds(10)).until(() -> ready(server).statusCode() == 200);
            HeadlessParticipant fourth = clients.join(server.signaling(), changed("fourth"));
            fourth.await(Milestone.JOINED);
            assertThat(neighbour.lost()).isZero();
            assertThat(neighbour.hasReached(Milestone.CLOSED)).isFalse();
        }
    }

    private static HttpResponse<String> ready(ServerProcess server) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.page("/ready")).build(), HttpResponse.BodyHandlers.ofString());
    }
}
