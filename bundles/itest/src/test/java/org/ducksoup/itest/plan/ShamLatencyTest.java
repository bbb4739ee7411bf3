package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How late a voice and a picture are behind their effects, in a condition and in its two kinds of sham. The recordings of the calls tell: their
 * indexes have the moments at which each frame came and left, and a click and a flash a second show what the effect moves without
 * saying so.
 */
@Tag("long")
class ShamLatencyTest {
    private static final int BLOCKS = 5;

    /** After this time the delay of the first packets is corrected. */
    private static final double SETTLED = 4;

    private static final double MILLIS = 2;

    /**
     * The element {@code pitch} takes more of what it stretches at a time: at 1.4 its sound leaves 20 ms later than at 1, and stands
     * 13 ms earlier in its own time. The rest of 7 ms tells a sham with neutral values; it must not get worse. A sham out of
     * circuit has neither.
     */
    private static final double PITCH_MILLIS = 10;

    private static final String PASSING = "leaves the effect after";
    private static final String MOVED = "is moved within its time by";
    private static final String SUM = "is late by";

    /** The voice is changed by an effect that stretches time, and by one that does not. */
    private static final String PLAN = """
            title: As late as the other
            duration: 12
            roles: [a, b]
            width: 320
            height: 240
            frameRate: 30
            videoFormat: VP8
            effects:
              a: { audioFx: "pitch pitch=1.4 name=voice", videoFx: "videobalance brightness=0.1 name=light" }
              b: { audioFx: "equalizer-3bands band1=6 name=voice", videoFx: "gamma gamma=1.5 name=greys" }
            conditions:
              active: {}
              sham:
                shamOf: active
                neutral: { a.voice.pitch: 1, a.light.brightness: 0, b.voice.band1: 0, b.greys.gamma: 1 }
              circuit: { shamOf: active, by: circuit }
            assignment: { by: blocks, blockSize: 3, seed: 4 }
            timeline: []
            """;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @BeforeAll
    static void start() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withFile("etc/plans/late.yaml", PLAN)
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    /** In milliseconds, by condition and medium: one median for each call. */
    private static final Map<String, List<Double>> FOUND = new HashMap<>();

    @Test
    void isThatOfTheCondition() throws Exception {
        for (int i = 0; i < 3 + 3 * BLOCKS; i++) {
            String interaction = "late-" + i;
            try (HeadlessParticipant a = join(interaction, "a");
                    HeadlessParticipant b = join(interaction, "b")) {
                b.await(Milestone.START);
                a.await(Milestone.END);
            }
            // The first calls of a server are slower.
            if (i > 2) {
                measure(interaction);
            }
        }
        SoftAssertions softly = new SoftAssertions();
        for (String sham : List.of("sham", "circuit")) {
            for (String user : List.of("a", "b")) {
                for (String medium : List.of("audio", "video")) {
                    compare(sham, user, medium, PASSING);
                    compare(sham, user, medium, MOVED);
                    double later = compare(sham, user, medium, SUM);
                    boolean isNeutralPitch = sham.equals("sham") && user.equals("a") && medium.equals("audio");
                    softly.assertThat(later)
                            .as("%s of %s, %s", medium, user, sham)
                            .isBetween(-MILLIS, isNeutralPitch ? PITCH_MILLIS : MILLIS);
                }
            }
        }
        softly.assertAll();
    }

    private static HeadlessParticipant join(String interaction, String role) {
        return clients.join(
                server.signaling(),
                ParticipantOptions.planned(interaction, role, "late", role)
                        .sending(Codec.VP8)
                        .playing(stimulus.clips(Codec.VP8)));
    }

    /**
     * A voice that is encoded anew waits 27 or 46 ms for the end of its frame, by chance, in each call. So where the medians differ
     * because one condition had more calls of the one kind, the earliest or the latest calls must agree.
     */
    private static double compare(String kind, String user, String medium, String what) {
        List<Double> active = FOUND.getOrDefault(String.join(" ", "active", user, medium, what), List.of());
        List<Double> sham = FOUND.getOrDefault(String.join(" ", kind, user, medium, what), List.of());
        double difference = Stream.of(0.5, 0.0, 1.0)
                .map(share -> at(active, share) - at(sham, share))
                .min(Comparator.comparingDouble(Math::abs))
                .orElseThrow();
        double medians = at(active, 0.5) - at(sham, 0.5);
        double counts = medium.equals("audio") ? difference : medians;
        System.out.printf(
                "%s of %s %s %.2f ms, in %s %.2f ms: %+.2f ms, %+.2f counts (%s; %s)%n",
                medium, user, what, at(active, 0.5), kind, at(sham, 0.5), medians, counts, shown(active), shown(sham));
        return counts;
    }

    private static double at(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        assertThat(sorted).isNotEmpty();
        double place = share * (sorted.size() - 1);
        return (sorted.get((int) Math.floor(place)) + sorted.get((int) Math.ceil(place))) / 2;
    }

    private static String shown(List<Double> values) {
        return String.join(
                " ", values.stream().map(value -> String.format("%.1f", value)).toList());
    }

    private static void measure(String interaction) throws IOException {
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), interaction);
        String code = run.finalManifest().at("/plan/condition").asText();
        String condition = Files.readAllLines(
                        server.directory().resolve("plan-state").resolve("late.key.csv"))
                .stream()
                .filter(line -> line.startsWith(code + ","))
                .map(line -> line.substring(code.length() + 1))
                .findFirst()
                .orElseThrow();
        for (String user : List.of("a", "b")) {
            Path dry = file(run, user, "dry");
            Path wet = file(run, user, "wet");
            note(condition, user, "audio", passing(run, dry, wet, "audio"), moved(clicks(dry), clicks(wet)));
            note(
                    condition,
                    user,
                    "video",
                    passing(run, dry, wet, "video"),
                    moved(MediaTimes.flashes(dry), MediaTimes.flashes(wet)));
        }
    }

    /** Pictures stand in a grid of equal distances, which is another one in each call; the sum does not depend on it. */
    private static void note(String condition, String user, String medium, double passing, double moved) {
        Map<String, Double> values = Map.of(PASSING, passing, MOVED, moved, SUM, passing + moved);
        values.forEach((what, value) -> FOUND.computeIfAbsent(
                        String.join(" ", condition, user, medium, what), unused -> new ArrayList<>())
                .add(value));
    }

    private static double passing(RecordedRun run, Path dry, Path wet, String medium) throws IOException {
        return lateness(run, wet, medium) - lateness(run, dry, medium);
    }

    private static Path file(RecordedRun run, String user, String tap) throws IOException {
        return run.media().stream()
                .filter(file -> file.toString().endsWith("-u-" + user + "-c-1-" + tap + ".mkv"))
                .findFirst()
                .orElseThrow();
    }

    /** From the moment at which a frame was captured to that at which it came, or left the effect. */
    private static double lateness(RecordedRun run, Path file, String medium) throws IOException {
        Path index = run.directory().resolve("index").resolve(file.getFileName() + ".csv");
        return at(
                Files.readAllLines(index).stream()
                        .skip(1)
                        .map(line -> line.split(","))
                        .filter(fields -> fields[0].equals(medium) && !fields[4].isEmpty())
                        .filter(fields -> Double.parseDouble(fields[4]) > SETTLED * 1e9)
                        .map(fields -> (Double.parseDouble(fields[5]) - Double.parseDouble(fields[4])) / 1e6)
                        .toList(),
                0.5);
    }

    private static List<Double> clicks(Path file) throws IOException {
        return MediaTimes.wholeClicks(file).stream()
                .map(MediaTimes.Click::middle)
                .toList();
    }

    private static double moved(List<Double> dry, List<Double> wet) {
        List<Double> settled = wet.stream().filter(time -> time > SETTLED).toList();
        assertThat(settled).hasSizeGreaterThan(5);
        return MediaTimes.distances(settled, dry).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow()
                * 1000;
    }
}
