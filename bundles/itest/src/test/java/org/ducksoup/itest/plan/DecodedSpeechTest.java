package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.MediaTimes.Level;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.media.MediaClip;
import org.ducksoup.testkit.peer.FrameOrigin;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.Transcript;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Test;

/** Browsers that do not say how loud they are: heard by their decoded sound if there is some in each condition, refused otherwise. */
class DecodedSpeechTest {
    private static final String STEPS = """
            duration: 18
            roles: [a, b]
            recordingMode: muxed
            audioOnly: true
            assignment: { by: sequence }
            timeline:
              - step: heard
                when: { speech: a, for: 0.5, limit: 9, refractory: 1 }
                do: { message: b, text: "a speaks" }
              - step: silent
                when: { silence: a, for: 0.7, limit: 9 }
                do: { message: b, text: "a is silent" }
            """;

    /** The effect is softer than speech: who listens behind it hears nothing. */
    private static final String IN_EACH = STEPS + """
            effects:
              a: { audioFx: "volume volume=0.002 name=voice" }
            conditions: { one: {}, other: {} }
            """;

    /** The first interaction gets the condition with the effect, and that may not matter. */
    private static final String IN_ONE = STEPS + """
            conditions:
              one: { effects: { a: { audioFx: "volume volume=0.002 name=voice" } } }
              other: {}
            """;

    private static final Pattern SINCE = Pattern.compile("since ([0-9.]+) s");
    private static final double LOUD = 0.03;

    /** Syllables, four a second, from 2 to 4 s and from 7 to 8 s of ten. */
    private static MediaClip speech() throws IOException, InterruptedException {
        Path directory = Path.of("target/speech").toAbsolutePath();
        Files.createDirectories(directory);
        Path file = directory.resolve("speech.ogg");
        Tool.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "aevalsrc='if(between(t\\,2\\,4)+between(t\\,7\\,8)\\,0.2*(0.6+0.4*sin(2*PI*4*t))*sin(2*PI*300*t)\\,"
                        + "0.0005*(random(0)-0.5))':s=48000:d=10",
                "-c:a",
                "libopus",
                "-b:a",
                "64k",
                "-frame_duration",
                "20",
                file);
        return MediaClip.opus(file).limitedTo(500);
    }

    private static ParticipantOptions options(String user, String plan, String role) {
        return ParticipantOptions.planned(plan + "-1", user, plan, role)
                .withoutVideo()
                .withoutLoudness();
    }

    @Test
    void isHeardInFrontOfAnEffectThatEachConditionHas() throws Exception {
        MediaClip speech = speech();
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .withFile("etc/plans/each.yaml", IN_EACH)
                        .withFile("etc/plans/one.yaml", IN_ONE)
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant deaf = clients.join(server.signaling(), options("ann", "one", "a"));
            deaf.await(Milestone.CLOSED);
            assertThat(said(deaf))
                    .as("what the page hears; the server's log has %s", warnings(server))
                    .contains(
                            "error-join", "speech or silence of role a", "RFC 6464", "audio effect in every condition");

            HeadlessParticipant ann =
                    clients.join(server.signaling(), options("ann", "each", "a").playing(speech));
            HeadlessParticipant bob = clients.join(server.signaling(), options("bob", "each", "b"));
            ann.await(Milestone.START);
            ann.await(Milestone.END);
            ann.close();
            bob.close();
            assertThat(said(bob)).contains("a speaks", "a is silent");

            RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "each-1");
            run.finalManifest();
            List<String> lines = Files.readAllLines(run.directory().resolve("timeline.csv"));
            lines.forEach(System.out::println);
            List<Double> begins = changes(run, true);
            List<Double> ends = changes(run, false);
            double known = roomKnown(run);
            compare(lines, "heard", 0.5, begins, known);
            compare(lines, "silent", 0.7, ends, known);
        }
    }

    private static List<String> warnings(ServerProcess server) {
        return server.log()
                .lines()
                .filter(line -> line.contains("| WARN") || line.contains("| ERROR"))
                .toList();
    }

    private static String said(HeadlessParticipant participant) {
        return participant.transcript().entries().stream()
                .filter(entry -> entry.origin() == FrameOrigin.SERVER)
                .map(Transcript.Entry::text)
                .collect(Collectors.joining("\n"));
    }

    /**
     * When the call has had a second of quiet. It begins anywhere in the clip: a voice that talks from the first moment on is compared
     * with a room that nobody knows yet.
     */
    private static double roomKnown(RecordedRun run) throws IOException {
        double quiet = 0;
        double last = 0;
        for (Level level : MediaTimes.loudness(dry(run))) {
            quiet += level.level() < LOUD ? level.seconds() - last : 0;
            last = level.seconds();
            if (quiet >= 1) {
                return last;
            }
        }
        throw new AssertionError("the clip has no second of quiet");
    }

    /** Each line of a step has its cause where the dry recording has it. */
    private static void compare(List<String> lines, String step, double wanted, List<Double> recorded, double known) {
        List<double[]> found = lines.stream()
                .filter(line -> line.startsWith(step + ","))
                .map(DecodedSpeechTest::times)
                .filter(times -> times[0] > known)
                .toList();
        assertThat(found).as("%s, in the recording at %s", step, recorded).hasSizeGreaterThanOrEqualTo(2);
        for (double[] times : found) {
            double off = recorded.stream()
                    .mapToDouble(second -> times[0] - second)
                    .boxed()
                    .min((one, other) -> Double.compare(Math.abs(one), Math.abs(other)))
                    .orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%s: since %.3f s, %.0f ms from the recording, late by %.1f ms%n",
                    step,
                    times[0],
                    off * 1000,
                    (times[2] - times[1]) * 1000);
            assertThat(off).as("%s since %s s", step, times[0]).isBetween(-0.08, 0.08);
            assertThat(times[1] - times[0]).isCloseTo(wanted, within(0.001));
            assertThat(times[2] - times[1]).as("late").isBetween(0.0, 0.1);
        }
    }

    private static Path dry(RecordedRun run) throws IOException {
        return run.media().stream()
                .filter(file -> file.getFileName().toString().contains("u-ann")
                        && file.getFileName().toString().contains("-dry"))
                .findFirst()
                .orElseThrow();
    }

    /** When the dry voice becomes loud after a third of a second of quiet, or the other way. */
    private static List<Double> changes(RecordedRun run, boolean begins) throws IOException {
        List<Double> changes = new ArrayList<>();
        double lastLoud = -1;
        boolean any = false;
        for (Level level : MediaTimes.loudness(dry(run))) {
            if (level.level() < LOUD) {
                continue;
            }
            if (level.seconds() - lastLoud > 0.34) {
                if (any && !begins) {
                    changes.add(lastLoud + 0.01);
                } else if (begins) {
                    changes.add(level.seconds());
                }
            }
            any = true;
            lastLoud = level.seconds();
        }
        if (!begins) {
            changes.add(lastLoud + 0.01);
        }
        return changes;
    }

    /** When it began, when the act was due, and when it was done. */
    private static double[] times(String line) {
        // The cause is in quotes, because it has a comma.
        String[] fields = line.replaceAll("\"[^\"]*\"", "").split(",");
        Matcher since = SINCE.matcher(line);
        assertThat(since.find()).as(line).isTrue();
        return new double[] {
            Double.parseDouble(since.group(1)), Double.parseDouble(fields[3]), Double.parseDouble(fields[4])
        };
    }
}
