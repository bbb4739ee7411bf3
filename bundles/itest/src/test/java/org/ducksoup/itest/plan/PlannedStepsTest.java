package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.MediaTimes.Level;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.media.MediaClip;
import org.ducksoup.testkit.network.ImpairedUdp;
import org.ducksoup.testkit.network.Impairment;
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
 * Where the steps of a plan are in what was recorded: a tone that becomes louder and softer, a picture that becomes brighter and
 * darker.
 */
class PlannedStepsTest {
    private static final int STEPS = 20;
    private static final int SECONDS = 16;
    private static final int WINDOW = 48;

    /** In the first seconds of a recording, its timeline learns when sound and pictures were captured. */
    private static final int BEGIN = 5;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static MediaClip[] clips;

    @BeforeAll
    static void start() throws Exception {
        Path directory = Path.of("target/steady").toAbsolutePath();
        Files.createDirectories(directory);
        Path tone = directory.resolve("tone.ogg");
        Path grey = directory.resolve("grey.h264");
        Tool.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "sine=f=1000:r=48000:d=2",
                "-c:a",
                "libopus",
                "-b:a",
                "64k",
                "-frame_duration",
                "20",
                tone);
        Stimulus.h264("nullsrc=s=320x240:r=30:d=10,format=gray,geq=lum='90+mod(X+N*3\\,16)',format=yuv420p", grey);
        // A call begins when the first pictures come, and they begin with a key frame. So a clip may begin anew at any
        // half second of a plan, also at its first step. This one does in each run, and not in one of twenty: if that
        // were heard, the test would fail each time.
        MediaClip steadyTone = MediaClip.opus(tone).skipping(50).limitedTo(25);
        clips = new MediaClip[] {steadyTone, MediaClip.h264(grey, 30)};
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withFile("etc/plans/steps.yaml", plan())
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    /** The time of a step: uneven, so that no step is where another one could be taken for it. */
    private static double due(int step) {
        return BEGIN + step * 0.5 + (step * 37 % 11) / 100.0;
    }

    private static String plan() {
        StringBuilder plan = new StringBuilder("""
                title: A tone and a picture in steps
                duration: %d
                roles: [a, b]
                recordingMode: muxed
                effects:
                  a:
                    audioFx: volume volume=1 name=voice
                    videoFx: videobalance brightness=0 name=picture
                conditions:
                  only: {}
                timeline:
                """.formatted(SECONDS));
        for (int i = 0; i < STEPS; i++) {
            plan.append(String.format(
                    Locale.ROOT,
                    "  - step: step-%d%n    when: { at: %.3f }%n    do:%n      - { set: a.voice.volume, to: %s }%n"
                            + "      - { set: a.picture.brightness, to: %s }%n",
                    i,
                    due(i),
                    i % 2 == 0 ? "0.3" : "1",
                    i % 2 == 0 ? "0.3" : "0"));
        }
        return plan.toString();
    }

    /** What happens to the server in a call. */
    private interface Trouble {
        void happen(HeadlessParticipant inTheCall) throws Exception;
    }

    private static RecordedRun call(String name, Trouble trouble) throws Exception {
        return call(ParticipantOptions.planned(name, "ann", "steps", "a").playing(clips), name, trouble);
    }

    private static RecordedRun call(ParticipantOptions anns, String name, Trouble trouble) throws Exception {
        HeadlessParticipant ann = clients.join(server.signaling(), anns);
        HeadlessParticipant bob = clients.join(
                server.signaling(),
                ParticipantOptions.planned(name, "bob", "steps", "b").playing(clips));
        ann.await(Milestone.START);
        trouble.happen(ann);
        ann.await(Milestone.END);
        ann.close();
        bob.close();
        return RecordedRun.of(server.directory().resolve("data"), name);
    }

    /** A line of {@code timeline.csv}. */
    private record Told(String target, double planned, double frame, boolean deviates) {
        static List<Told> of(RecordedRun run, String target) throws IOException {
            List<String> lines = Files.readAllLines(run.directory().resolve("timeline.csv"));
            List<String> columns = List.of(lines.get(0).split(","));
            return lines.stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Told(
                            cells[columns.indexOf("target")],
                            Double.parseDouble(cells[columns.indexOf("planned_s")]),
                            cells[columns.indexOf("frame_s")].isEmpty()
                                    ? Double.NaN
                                    : Double.parseDouble(cells[columns.indexOf("frame_s")]),
                            cells[columns.indexOf("deviation")].equals("1")))
                    .filter(told -> told.target().equals(target))
                    .sorted(Comparator.comparingDouble(Told::planned))
                    .toList();
        }
    }

    /** The frame that the log has for a step is the one that has it in the recording. */
    private static void assertTrueToTheRecording(List<Told> told, List<Double> found, double precision) {
        assertThat(told).hasSize(STEPS);
        System.out.printf(
                "told minus found: %s ms%n",
                shown(IntStream.range(0, Math.min(STEPS, found.size()))
                        .mapToObj(i -> told.get(i).frame() - found.get(i))
                        .toList()));
        for (int i = 0; i < STEPS; i++) {
            assertThat(told.get(i).frame())
                    .as("step %d, planned at %.3f s", i, due(i))
                    .isCloseTo(found.get(i), within(precision));
        }
    }

    /**
     * The process stands still when steps are due. What arrives meanwhile waits, and is late for everybody; the log says for each
     * step where it is in the recording, and that it deviates if it does.
     */
    @Test
    void onAStarvedMachineTheLogSaysWhereTheyAre() throws Exception {
        RecordedRun run = call("starved", ann -> {
            ann.hear(Duration.ofMillis(7_200));
            for (int i = 0; i < 3; i++) {
                Tool.text("kill", "-STOP", Long.toString(server.pid()));
                // Nothing happens that could be waited for: the server stands still.
                Tool.text("sleep", "0.7");
                Tool.text("kill", "-CONT", Long.toString(server.pid()));
                ann.hear(Duration.ofMillis(400));
            }
        });
        int deviations = run.finalManifest().at("/plan/deviations").asInt();
        List<Told> sound = Told.of(run, "voice.volume");
        List<Told> picture = Told.of(run, "picture.brightness");
        System.out.printf(
                "starved: steps of sound at %s ms, of the picture at %s ms; %d deviations%n",
                shown(sound.stream().map(told -> told.frame() - told.planned()).toList()),
                shown(picture.stream()
                        .map(told -> told.frame() - told.planned())
                        .toList()),
                deviations);
        assertThat(deviations).isEqualTo((int) Stream.concat(sound.stream(), picture.stream())
                .filter(Told::deviates)
                .count());
        assertTrueUnlessOvertaken(sound, changes(MediaTimes.levels(wet(run), WINDOW)), 0.020);
        assertTrueUnlessOvertaken(picture, changes(MediaTimes.brightness(wet(run))), 0.034);
    }

    /**
     * A step may come so late that the next one is made in front of the same frame; then there is nothing to be found. Sound that
     * was lost while the process stood still fades out, which looks like a step, for two of the three times at most.
     */
    private static void assertTrueUnlessOvertaken(List<Told> told, List<Double> found, double tolerance) {
        List<Told> missing = new ArrayList<>();
        for (Told step : told) {
            boolean isInTime = Math.abs(step.frame() - step.planned()) <= tolerance + 1e-6;
            assertThat(step.deviates()).as(step.toString()).isNotEqualTo(isInTime);
            boolean isOvertaken = Double.isNaN(step.frame())
                    || told.stream().anyMatch(other -> other != step && Math.abs(other.frame() - step.frame()) < 0.1);
            if (!isOvertaken && found.stream().noneMatch(at -> Math.abs(at - step.frame()) < tolerance)) {
                missing.add(step);
            }
        }
        assertThat(missing).as("found at %s", found).hasSizeLessThanOrEqualTo(2);
    }

    /** The recording has frames where they were captured, a tenth of a second before they arrive. */
    @Test
    void areWhereThePlanHasThemOnALongWay() throws Exception {
        try (ImpairedUdp network =
                new ImpairedUdp(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.udpPort()), 17)) {
            network.impair(Impairment.NONE.delaying(Duration.ofMillis(100)));
            RecordedRun run = call(
                    ParticipantOptions.planned("far", "ann", "steps", "a")
                            .playing(clips)
                            .through(server.udpPort(), network.address().getPort()),
                    "far",
                    ann -> {});
            List<Double> heard = changes(MediaTimes.levels(wet(run), WINDOW));
            List<Double> seen = changes(MediaTimes.brightness(wet(run)));
            assertTrueToTheRecording(Told.of(run, "voice.volume"), heard, 0.015);
            assertTrueToTheRecording(Told.of(run, "picture.brightness"), seen, 0.02);
            System.out.printf("on a long way: %s and %s ms%n", shown(late(heard)), shown(late(seen)));
            assertThat(median(late(heard))).isBetween(-0.020, 0.020);
            assertThat(median(late(seen))).isBetween(-0.034, 0.034);
        }
    }

    @Test
    void areWhereThePlanHasThem() throws Exception {
        RecordedRun run = call("steps-1", ann -> {});
        JsonNode manifest = run.finalManifest();
        List<String> lines = Files.readAllLines(run.directory().resolve("timeline.csv"));
        assertThat(lines).hasSize(1 + 2 * STEPS);
        assertThat(manifest.at("/plan/name").asText()).isEqualTo("steps");
        assertThat(manifest.at("/plan/acts").asInt()).isEqualTo(2 * STEPS);
        Path wet = wet(run);
        List<Double> heard = changes(MediaTimes.levels(wet, WINDOW));
        List<Double> seen = changes(MediaTimes.brightness(wet));
        assertTrueToTheRecording(Told.of(run, "voice.volume"), heard, 0.015);
        assertTrueToTheRecording(Told.of(run, "picture.brightness"), seen, 0.02);
        List<Double> sound = late(heard);
        List<Double> picture = late(seen);
        System.out.printf("steps of sound are late by %s ms%n", shown(sound));
        System.out.printf("steps of the picture are late by %s ms%n", shown(picture));
        // The middle is what the quality target asks of all but one in a hundred.
        assertThat(median(sound)).isBetween(-0.020, 0.020);
        assertThat(median(picture)).isBetween(-0.034, 0.034);
        // A machine that others use as well may be late now and then, and says so.
        List<Told> late = Stream.concat(
                        Told.of(run, "voice.volume").stream(), Told.of(run, "picture.brightness").stream())
                .filter(Told::deviates)
                .toList();
        assertThat(late).hasSizeLessThanOrEqualTo(2);
        assertThat(manifest.at("/plan/deviations").asInt()).isEqualTo(late.size());
    }

    /** Five dyads at a time load the machine. In each, the other participant reloads in the middle. */
    @Test
    @Tag("long")
    void aHundredRunsUnderLoad() throws Exception {
        List<Double> sound = new ArrayList<>();
        List<Double> picture = new ArrayList<>();
        int deviations = 0;
        for (int batch = 0; batch < 20; batch++) {
            List<String> names = new ArrayList<>();
            List<HeadlessParticipant> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String name = "load-" + batch + "-" + i;
                names.add(name);
                all.add(clients.join(
                        server.signaling(),
                        ParticipantOptions.planned(name, "ann", "steps", "a").playing(clips)));
                all.add(clients.join(
                        server.signaling(),
                        ParticipantOptions.planned(name, "bob", "steps", "b").playing(clips)));
            }
            all.forEach(each -> each.await(Milestone.START));
            all.get(1).hear(Duration.ofSeconds(5));
            for (int i = 0; i < 5; i++) {
                all.get(2 * i + 1).close();
                all.set(
                        2 * i + 1,
                        clients.join(
                                server.signaling(),
                                ParticipantOptions.planned(names.get(i), "bob", "steps", "b")
                                        .playing(clips)));
            }
            all.forEach(each -> each.await(Milestone.END));
            all.forEach(HeadlessParticipant::close);
            for (String name : names) {
                RecordedRun run = RecordedRun.of(server.directory().resolve("data"), name);
                JsonNode plan = run.finalManifest().path("plan");
                assertThat(plan.path("acts").asInt())
                        .as("no step is lost or doubled")
                        .isEqualTo(2 * STEPS);
                deviations += plan.path("deviations").asInt();
                Path wet = wet(run);
                List<Double> soundHere = late(changes(MediaTimes.levels(wet, WINDOW)));
                List<Double> pictureHere = late(changes(MediaTimes.brightness(wet)));
                assertThat(soundHere).as(name).hasSize(STEPS);
                assertThat(pictureHere).as(name).hasSize(STEPS);
                sound.addAll(soundHere);
                picture.addAll(pictureHere);
            }
        }
        System.out.printf(
                "100 runs: sound p50 %.1f, p99 %.1f, worst %.1f ms; picture p50 %.1f, p99 %.1f, worst %.1f ms; %d of %d acts are told as deviations%n",
                share(sound, 0.5),
                share(sound, 0.99),
                share(sound, 1),
                share(picture, 0.5),
                share(picture, 0.99),
                share(picture, 1),
                deviations,
                100 * 2 * STEPS);
        // One and two frames.
        assertThat(share(sound, 0.99)).isLessThanOrEqualTo(20);
        assertThat(share(sound, 1)).isLessThan(40);
        assertThat(share(picture, 0.99)).isLessThan(34);
        assertThat(share(picture, 1)).isLessThan(67);
    }

    /** Of the distances in either direction, in ms. */
    private static double share(List<Double> seconds, double share) {
        List<Double> sorted = seconds.stream().map(Math::abs).sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1) * 1000;
    }

    private static Path wet(RecordedRun run) throws IOException {
        return run.media().stream()
                .filter(file -> file.toString().endsWith("-u-ann-c-1-wet.mkv"))
                .findFirst()
                .orElseThrow();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static List<String> shown(List<Double> seconds) {
        return seconds.stream()
                .map(s -> String.format(Locale.ROOT, "%.1f", s * 1000))
                .toList();
    }

    private static List<Double> late(List<Double> found) {
        assertThat(found).as("no step is lost or doubled").hasSize(STEPS);
        return IntStream.range(0, STEPS).mapToObj(i -> found.get(i) - due(i)).toList();
    }

    /** When a level crosses the middle, and stays beyond it for some time. */
    private static List<Double> changes(List<Level> levels) {
        List<Level> later =
                levels.stream().filter(level -> level.seconds() > BEGIN - 1).toList();
        double low = later.stream()
                .mapToDouble(Level::level)
                .sorted()
                .skip(later.size() / 5)
                .findFirst()
                .orElseThrow();
        double high = later.stream()
                .mapToDouble(Level::level)
                .sorted()
                .skip(later.size() * 4L / 5)
                .findFirst()
                .orElseThrow();
        double middle = (low + high) / 2;
        // Nothing is so soft, or so dark, but what is missing.
        later = later.stream().filter(level -> level.level() > low / 2).toList();
        List<Double> changes = new ArrayList<>();
        boolean above = later.get(0).level() > middle;
        for (int i = 0; i < later.size(); i++) {
            boolean now = later.get(i).level() > middle;
            if (now != above && lasts(later, i, middle)) {
                changes.add(later.get(i).seconds());
                above = now;
            }
        }
        return changes;
    }

    /** What a lost packet leaves is shorter. */
    private static boolean lasts(List<Level> levels, int from, double middle) {
        boolean above = levels.get(from).level() > middle;
        double until = levels.get(from).seconds() + 0.1;
        return levels.subList(from, levels.size()).stream()
                .takeWhile(level -> level.seconds() < until)
                .allMatch(level -> level.level() > middle == above);
    }
}
