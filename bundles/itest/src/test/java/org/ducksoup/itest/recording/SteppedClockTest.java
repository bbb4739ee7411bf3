package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The wall clock of a running server is set forward by 0.7 s and back by an hour during a recorded call. Files, the
 * times of controls, the remaining time and the duration stay where they are.
 */
class SteppedClockTest {
    private static final String NAME = "stepped-clock";
    private static final int SECONDS = 14;

    /** A control counts from the nearest frame on, and windows of 10 ms are looked at. */
    private static final double NEAREST_SECONDS = 0.04;

    /** A step is much larger. A busy machine may handle a message as late. */
    private static final double HANDLING_SECONDS = 0.15;

    /** Between the levels of the tone at volume 1 and 5. */
    private static final double LOUD = 0.02;

    /** In windows of 10 ms. */
    private static final int LONGER_THAN_A_CLICK = 6;

    private static Stimulus stimulus;

    @BeforeAll
    static void makeStimulus() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
    }

    private static ParticipantOptions options(String userId) {
        return ParticipantOptions.of(NAME, userId, 2)
                .sending(Codec.H264)
                .lasting(Duration.ofSeconds(SECONDS))
                .with("recordingMode", "muxed")
                .with("audioFx", "volume volume=1.0 name=voice")
                .playing(stimulus.clips(Codec.H264));
    }

    /** Changes the volume between two clicks, which are half a second after each second of the clip. */
    private static double control(HeadlessParticipant of, double volume) {
        await("a pause between clicks")
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Math.abs(Math.floorMod(System.nanoTime(), 1_000_000_000L) - 800_000_000L) < 50_000_000L);
        of.send(
                "client_control",
                "{\"name\":\"voice\",\"property\":\"volume\",\"value\":" + volume + ",\"duration\":0}");
        return System.nanoTime() / 1e9;
    }

    @Test
    void nothingMoves() throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .withMovableWallClock()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant ann = clients.join(server.signaling(), options("ann"));
            HeadlessParticipant bob = clients.join(server.signaling(), options("bob"));
            long start = ann.nanos(Milestone.START);
            bob.await(Milestone.START);
            ann.hear(Duration.ofSeconds(4));
            List<Double> sent = new ArrayList<>(List.of(control(ann, 5)));
            ann.hear(Duration.ofMillis(1000));

            server.stepWallClock(Duration.ofMillis(700));
            sent.add(control(ann, 1));
            ann.hear(Duration.ofMillis(1000));
            bob.close();
            HeadlessParticipant again = clients.join(server.signaling(), options("bob"));
            double remaining = again.await(Milestone.START).payload().asDouble();
            double left = SECONDS - (again.nanos(Milestone.START) - start) / 1e9;
            again.hear(Duration.ofMillis(1000));

            server.stepWallClock(Duration.ofHours(-1));
            sent.add(control(ann, 5));
            ann.await(Milestone.END);
            double lasted = (ann.nanos(Milestone.END) - start) / 1e9;
            ann.close();
            again.close();

            System.out.printf("stepped clock: remaining %.2f of %.2f s, lasted %.2f s%n", remaining, left, lasted);
            assertThat(remaining).as("remaining").isCloseTo(left, within(0.6));
            assertThat(lasted).as("duration").isCloseTo(SECONDS, within(0.5));
            RecordedRun run = RecordedRun.of(server.directory().resolve("data"), NAME);
            checkTimes(run, sent);
            checkFiles(run);
        }
    }

    private static void checkTimes(RecordedRun run, List<Double> sent) throws IOException {
        JsonNode manifest = run.finalManifest();
        Instant started = Instant.parse(manifest.at("/interaction/startedAt").asText());
        Instant ended = Instant.parse(manifest.at("/interaction/endedAt").asText());
        assertThat(Duration.between(started, ended).toMillis()).isCloseTo(SECONDS * 1000L, within(50L));
        List<Double> controls = numbers(manifest.path("controls"), "time");
        assertThat(controls).hasSize(3);
        List<Double> logged = new ArrayList<>();
        for (String line : Files.readAllLines(run.directory().resolve("events.jsonl"))) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("message").asText().equals("client_fx_control")) {
                logged.add(Double.parseDouble(event.path("sinceStart").asText().replace("ms", "")) / 1000);
            }
        }
        // In a call's first second a click may last longer: its first packets may be late, and are concealed.
        List<Double> heard = changes(file(run, "ann", 1, "wet")).stream()
                .filter(time -> time > controls.get(0) - 2)
                .toList();
        System.out.printf("stepped clock: controls at %s, logged at %s, heard at %s%n", controls, logged, heard);
        assertThat(logged).hasSize(3);
        assertThat(heard).hasSize(3);
        for (int i = 0; i < controls.size(); i++) {
            assertThat(logged.get(i)).as("log").isCloseTo(controls.get(i), within(0.020));
            assertThat(heard.get(i) - controls.get(i)).as("heard").isBetween(-NEAREST_SECONDS, NEAREST_SECONDS);
            assertThat(controls.get(i) - controls.get(0))
                    .as("sent")
                    .isCloseTo(sent.get(i) - sent.get(0), within(HANDLING_SECONDS));
        }
    }

    private static void checkFiles(RecordedRun run) throws IOException {
        List<Double> ann = MediaTimes.clicks(file(run, "ann", 1, "dry"));
        for (Path file : List.of(file(run, "ann", 1, "wet"), file(run, "bob", 1, "dry"), file(run, "bob", 2, "dry"))) {
            List<Double> apart = MediaTimes.distances(MediaTimes.clicks(file), ann);
            System.out.printf("stepped clock: clicks of %s are apart %s%n", file.getFileName(), apart);
            assertThat(apart).as("clicks of %s", file).hasSizeGreaterThan(3);
            assertThat(apart).as("clicks of %s", file).allSatisfy(seconds -> assertThat(seconds)
                    .isCloseTo(0, within(0.020)));
        }
    }

    private static Path file(RecordedRun run, String user, int connection, String tap) throws IOException {
        String end = "-u-" + user + "-c-" + connection + "-" + tap + ".mkv";
        return run.media().stream()
                .filter(file -> file.toString().endsWith(end))
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> numbers(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> entry.path(member).asDouble())
                .toList();
    }

    /** When the quiet tone between the clicks becomes louder, or quiet again, and stays so for longer than a click. */
    private static List<Double> changes(Path file) throws IOException {
        List<MediaTimes.Level> windows = MediaTimes.loudness(file);
        List<Double> changes = new ArrayList<>();
        boolean loud = false;
        for (int i = 0; i + LONGER_THAN_A_CLICK <= windows.size(); i++) {
            boolean wanted = !loud;
            boolean changed = windows.subList(i, i + LONGER_THAN_A_CLICK).stream()
                    .allMatch(window -> window.level() > LOUD == wanted);
            if (changed) {
                changes.add(windows.get(i).seconds());
                loud = wanted;
            }
        }
        return changes;
    }
}
