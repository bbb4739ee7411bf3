package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.itest.tool.recording.Tape;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the sender reports that a receiver gets, a flash and a click of one instant are of one instant. */
class LipSyncTest {
    private static Stimulus stimulus;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeStimulus() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
    }

    /** In mode {@code free} no frame is moved to a constant rate, so that all error is the clock's. */
    private static ParticipantOptions options(String name, String userId) {
        return ParticipantOptions.of(name, userId, 2)
                .sending(Codec.VP8)
                .lasting(Duration.ofSeconds(60))
                .with("recordingMode", "free")
                .playing(stimulus.clips(Codec.VP8));
    }

    /** The first pipelines of a server take longest to start. */
    @Test
    void processedTracksAreInStepAfterAColdStart() throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            double processed = error(
                    server,
                    clients,
                    options("processed", "ann")
                            .with("audioFx", "pitch pitch=0.8")
                            .with("videoFx", "coloreffects preset=xpro"),
                    "processed");
            double plain = error(server, clients, options("plain", "ann"), "plain");
            System.out.printf(
                    "click after flash by the sender reports: %.1f ms with effects, %.1f ms without%n",
                    processed * 1000, plain * 1000);
            assertThat(plain).isCloseTo(0, within(0.02));
            assertThat(processed).isCloseTo(0, within(0.02));
        }
    }

    /** @return seconds from each flash to its click, the median */
    private double error(ServerProcess server, HeadlessClients clients, ParticipantOptions speaker, String name)
            throws Exception {
        try (HeadlessParticipant ann = clients.join(server.signaling(), speaker);
                HeadlessParticipant bob = clients.join(server.signaling(), options(name, "bob"))) {
            ann.await(Milestone.START);
            bob.await(Milestone.START);
            bob.await(Milestone.FIRST_AUDIO_PACKET);
            bob.await(Milestone.FIRST_KEY_FRAME);
            Map<MediaKind, Tape> tapes = new EnumMap<>(MediaKind.class);
            for (ReceivedTrack track : bob.tracks()) {
                Tape tape = new Tape(track.codec());
                tapes.put(track.kind(), tape);
                track.copyTo(tape);
                track.requestKeyFrame();
            }
            bob.hear(Duration.ofSeconds(9));
            Tape sound = tapes.get(MediaKind.AUDIO);
            Tape picture = tapes.get(MediaKind.VIDEO);
            List<Double> clicks = MediaTimes.clicks(sound.write(directory.resolve(name))).stream()
                    .map(sound::captured)
                    .toList();
            List<Double> flashes = MediaTimes.flashes(picture.write(directory.resolve(name))).stream()
                    .map(picture::captured)
                    .toList();
            List<Double> distances = MediaTimes.distances(clicks, flashes);
            System.out.printf("%s: %d clicks, %d flashes, %s%n", name, clicks.size(), flashes.size(), distances);
            assertThat(distances).hasSizeGreaterThan(5);
            return distances.stream().sorted().toList().get(distances.size() / 2);
        }
    }
}
