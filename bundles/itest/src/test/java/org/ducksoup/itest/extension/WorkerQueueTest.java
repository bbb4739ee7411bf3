package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A whole session joins at once, and one process for effects is kept ready, as by default. The others are started one after the other.
 */
@Tag("waits")
class WorkerQueueTest {
    private static final int PARTICIPANTS = 8;

    @Test
    void everybodyGetsTheirEffect() {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .withFile("etc/org.ducksoup.gstreamer.cfg", "workersFor = all\n")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            List<HeadlessParticipant> all = new ArrayList<>();
            for (int i = 0; i < PARTICIPANTS; i++) {
                all.add(clients.join(
                        server.signaling(),
                        ParticipantOptions.mirror("queue-" + i, "me")
                                .with("recordingMode", "none")
                                .with("audioFx", "volume volume=0.5")
                                .lasting(Duration.ofSeconds(30))));
            }
            for (HeadlessParticipant participant : all) {
                participant.await(Milestone.FIRST_AUDIO_PACKET, Duration.ofSeconds(25));
                System.out.printf(
                        "sound with an effect %d ms after the join%n",
                        participant
                                .await(Milestone.FIRST_AUDIO_PACKET)
                                .sinceJoin()
                                .toMillis());
            }
            all.get(0).hear(Duration.ofSeconds(1));
            assertThat(all).allMatch(participant -> participant.received(MediaKind.AUDIO) > 10);
            assertThat(server.output(line -> line.contains("effect_lost"))).isEmpty();
            all.forEach(HeadlessParticipant::close);
        }
    }
}
