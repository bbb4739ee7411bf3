package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail. The event log says so within two seconds, and the call continues. */
@Tag("waits")
class RecordingDiskTest {
    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        clients = HeadlessClients.open();
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
    }

    @AfterAll
    static void stop() {
        clients.close();
    }

    private static ServerStarter server(Path data, String minFree) {
        return ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_MIN_FREE_MEBIBYTES", minFree)
                .with("DUCKSOUP_DATA_DIR", data.toString());
    }

    private static ParticipantOptions options(String name) {
        return ParticipantOptions.mirror(name, "me")
                .sending(Codec.VP8)
                .lasting(Duration.ofSeconds(60))
                .with("recordingMode", "muxed")
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .playing(stimulus.clips(Codec.VP8));
    }

    /** A file system in memory stands for a disk that is full or read-only. */
    private interface Disk {
        void use(Path mounted) throws Exception;
    }

    private void withSmallDisk(Disk test) throws Exception {
        Path mounted = Files.createDirectory(directory.resolve("disk"));
        String refused = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", mounted.toString());
        assumeThat(refused).as("mounting").isEmpty();
        try {
            test.use(mounted);
        } finally {
            run("umount", "-l", mounted.toString());
        }
    }

    @Test
    void aDiskThatFillsUpEndsTheRecordingAndNotTheCall() throws Exception {
        withSmallDisk(disk -> {
            try (ServerProcess server = server(disk, "0").start();
                    HeadlessParticipant participant = clients.join(server.signaling(), options("full"))) {
                participant.await(Milestone.START);
                participant.hear(Duration.ofMillis(2500));
                long begin = System.nanoTime();
                fill(disk.resolve("ballast"));
                double seconds = awaitFailure(server, begin);
                System.out.printf("disk full: recording_failed after %.2f s%n", seconds);
                assertThat(seconds).isLessThan(2);
                assertCallGoesOn(participant);
                participant.stop();
                participant.await(Milestone.CLOSED);
                Files.delete(disk.resolve("ballast"));
                Path file = RecordedRun.of(disk, "full").media().get(0);
                assertThat(MediaTimes.decodingErrors(file)).isEmpty();
                assertThat(MediaTimes.packets(file, "v:0").size()).isGreaterThan(30);
            }
        });
    }

    @Test
    void aDirectoryThatIsReadOnlyIsToldOfAndTheCallGoesOn() throws Exception {
        withSmallDisk(disk -> {
            run("mount", "-o", "remount,ro", disk.toString());
            try (ServerProcess server = server(disk, "0").start();
                    HeadlessParticipant participant = clients.join(
                            server.signaling(), options("read-only").lasting(Duration.ofSeconds(5)))) {
                long begin = System.nanoTime();
                participant.await(Milestone.START);
                double seconds = awaitFailure(server, begin);
                System.out.printf("disk read-only: recording_failed after %.2f s%n", seconds);
                assertThat(seconds).isLessThan(2);
                assertCallGoesOn(participant);
                JsonNode files = participant.await(Milestone.FILES).payload();
                assertThat(files.path("me")).isEmpty();
                participant.await(Milestone.CLOSED);
            }
        });
    }

    /** A snapshot of a virtual machine: the system's own file system takes nothing for three seconds. */
    @Test
    void aFileSystemThatIsFrozenForASnapshotLosesNothing() throws Exception {
        Path image = directory.resolve("image");
        Path mounted = Files.createDirectory(directory.resolve("snapshot"));
        run("truncate", "-s", "64M", image.toString());
        run("mkfs.ext4", "-q", image.toString());
        String refused = run("mount", "-o", "loop", image.toString(), mounted.toString());
        assumeThat(refused).as("mounting a loop device").isEmpty();
        try (ServerProcess server = server(mounted, "0").start();
                HeadlessParticipant participant =
                        clients.join(server.signaling(), options("snapshot").lasting(Duration.ofSeconds(8)))) {
            participant.await(Milestone.START);
            participant.hear(Duration.ofSeconds(2));
            assertThat(run("fsfreeze", "-f", mounted.toString())).isEmpty();
            assertCallGoesOn(participant);
            participant.hear(Duration.ofSeconds(1));
            assertThat(run("fsfreeze", "-u", mounted.toString())).isEmpty();
            participant.await(Milestone.END);
            RecordedRun recorded = RecordedRun.of(mounted, "snapshot");
            JsonNode manifest = recorded.finalManifest();
            assertThat(server.awaitOutput(line -> line.contains("recording_stalled"), Duration.ofSeconds(10)))
                    .isNotEmpty();
            assertThat(manifest.findValues("gaps")).hasSize(2).allMatch(JsonNode::isEmpty);
            Path file = recorded.media().get(0);
            assertThat(MediaTimes.decodingErrors(file)).isEmpty();
            assertThat(MediaTimes.packets(file, "v:0").size()).isGreaterThan(215);
        } finally {
            run("fsfreeze", "-u", mounted.toString());
            run("umount", "-l", mounted.toString());
        }
    }

    @Test
    void tooLittleRoomRefusesTheJoinWithAReason() {
        try (ServerProcess server = server(directory, "1000000000").start()) {
            try (HeadlessParticipant participant = clients.join(server.signaling(), options("no-room"))) {
                JsonNode refusal = participant.await(Milestone.REFUSED).payload();
                assertThat(refusal.path("kind").asText()).isEqualTo("error-join");
                assertThat(refusal.at("/payload/reason/message").asText()).contains("MiB left", "minFreeMebibytes");
            }
            try (HeadlessParticipant unrecorded =
                    clients.join(server.signaling(), options("unrecorded").with("recordingMode", "none"))) {
                unrecorded.await(Milestone.START);
            }
        }
    }

    private static double awaitFailure(ServerProcess server, long sinceNanos) {
        server.awaitOutput(line -> line.contains("recording_failed"), Duration.ofSeconds(5));
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static void assertCallGoesOn(HeadlessParticipant participant) {
        long video = participant.received(MediaKind.VIDEO);
        long begin = System.nanoTime();
        participant.hear(Duration.ofSeconds(2));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2400));
        assertThat(participant.received(MediaKind.VIDEO) - video).isGreaterThan(50);
        assertThat(participant.lost()).isZero();
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(Files.getFileStore(ballast).getUsableSpace()).isZero();
        }
    }

    private static String run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
