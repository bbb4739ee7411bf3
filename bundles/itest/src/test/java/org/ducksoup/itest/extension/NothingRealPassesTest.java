package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Pauses;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.itest.tool.recording.Tape;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three calls whose effects hide everything: the picture is one grey, and there is no sound. Their processes crash, hang, and
 * live. Whoever gets a flash or a click got a real face or a real voice.
 */
class NothingRealPassesTest {
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration MAX_LOSS = Duration.ofSeconds(2);
    private static final Duration UNDISTURBED = Duration.ofMillis(300);
    /** The grey is 118; between the darkest and the brightest of the real picture are more than 200. */
    private static final int DARKEST = 105;

    private static final int BRIGHTEST = 131;
    private static final double SILENCE = 0.002;
    /** Of three calls with two media each. */
    private static final int WORKERS = 6;

    @TempDir
    private Path directory;

    /** One call, and what arrives in it. */
    private record Call(String name, HeadlessParticipant me, Pauses pauses, Map<MediaKind, Tape> tapes) {
        static Call begin(ServerProcess server, HeadlessClients clients, Stimulus stimulus, String name) {
            HeadlessParticipant me = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror(name, "me")
                            .with("recordingMode", "muxed")
                            .with("audioFx", "volume volume=0")
                            .with("videoFx", "videobalance contrast=0 brightness=0.4")
                            .with("width", Stimulus.WIDTH)
                            .with("height", Stimulus.HEIGHT)
                            .with("frameRate", Stimulus.RATE)
                            .lasting(CALL)
                            .playing(stimulus.clips(Codec.VP8)));
            await().until(() -> me.tracks().size() == 2);
            Map<MediaKind, Tape> tapes = new EnumMap<>(MediaKind.class);
            for (ReceivedTrack track : me.tracks()) {
                Tape tape = new Tape(track.codec());
                tapes.put(track.kind(), tape);
                track.copyTo(tape);
            }
            return new Call(name, me, new Pauses(me), tapes);
        }
    }

    @Test
    void aRealFaceOrVoiceNeverPassesWhateverHappensToTheProcessThatHidesIt() throws Exception {
        Stimulus stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        Path data;
        List<Call> calls = new ArrayList<>();
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .withFile(
                                "etc/org.ducksoup.gstreamer.cfg",
                                "workersFor = all\nworkersPer = medium\nworkers = " + WORKERS + "\n")
                        .withConsole()
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            data = server.directory().resolve("data");
            // Each medium takes one at its join, and a busy machine needs a while for six.
            await().atMost(Duration.ofSeconds(60)).until(() -> workers(server).size() >= WORKERS);
            for (String name : List.of("crashes", "hangs", "lives")) {
                calls.add(Call.begin(server, clients, stimulus, name));
            }
            calls.forEach(call -> call.me().hear(Duration.ofSeconds(1)));
            // The next join makes this machine busy. What counts comes from here on.
            calls.forEach(call -> List.of(MediaKind.values()).forEach(call.pauses()::take));
            signal(server, "SEGV", "crashes/me, audio", "crashes/me, video");
            signal(server, "STOP", "hangs/me, video");
            calls.forEach(call -> call.me().await(Milestone.FILES, CALL.multipliedBy(2)));
            check(calls, data);
        }
    }

    private static JsonNode workers(ServerProcess server) throws Exception {
        return JsonMapper.builder().build().readTree(server.console("ducksoup:workers --json"));
    }

    private static void signal(ServerProcess server, String signal, String... media) throws Exception {
        JsonNode workers = workers(server);
        for (String medium : media) {
            List<String> pids = new ArrayList<>();
            workers.forEach(worker -> {
                if (worker.path("media").toString().contains(medium)) {
                    pids.add(worker.path("pid").asText());
                }
            });
            assertThat(pids).as("process of %s", medium).hasSize(1);
            assertThat(Tool.text("kill", "-" + signal, pids.get(0))).isEmpty();
        }
    }

    private void check(List<Call> calls, Path data) throws Exception {
        for (Call call : calls) {
            System.out.printf(
                    "%s: longest pause of sound %d ms, of the picture %d ms%n",
                    call.name(),
                    call.pauses().longest(MediaKind.AUDIO).toMillis(),
                    call.pauses().longest(MediaKind.VIDEO).toMillis());
            for (MediaKind kind : MediaKind.values()) {
                checkHidden(call.tapes().get(kind).write(directory.resolve(call.name())), kind);
            }
            RecordedRun run = RecordedRun.of(data, call.name());
            run.finalManifest();
            for (Path file : run.media()) {
                assertThat(MediaTimes.decodingErrors(file))
                        .as("errors in %s", file)
                        .isEmpty();
                if (file.toString().endsWith("-wet.mkv")) {
                    checkHidden(file, MediaKind.VIDEO);
                    checkHidden(file, MediaKind.AUDIO);
                } else {
                    assertThat(MediaTimes.flashes(file)).as("the real picture").hasSizeGreaterThan(15);
                    assertThat(MediaTimes.clicks(file)).as("the real sound").hasSizeGreaterThan(15);
                }
            }
        }
        Call crashes = calls.get(0);
        Call hangs = calls.get(1);
        Call lives = calls.get(2);
        assertThat(incidents(data, crashes))
                .containsExactlyInAnyOrder("effect_lost", "effect_lost", "effect_restarted", "effect_restarted");
        assertThat(incidents(data, hangs)).containsExactly("effect_lost", "effect_restarted");
        assertThat(incidents(data, lives)).isEmpty();
        for (MediaKind kind : MediaKind.values()) {
            assertThat(crashes.pauses().longest(kind)).isBetween(Duration.ofMillis(50), MAX_LOSS);
            assertThat(lives.pauses().longest(kind)).isLessThan(UNDISTURBED);
        }
        assertThat(hangs.pauses().longest(MediaKind.VIDEO)).isBetween(Duration.ofMillis(200), MAX_LOSS);
        assertThat(hangs.pauses().longest(MediaKind.AUDIO)).isLessThan(UNDISTURBED);
        assertThat(lives.me().lost()).isZero();
        assertThat(hangs.me().lost(MediaKind.AUDIO)).isZero();
    }

    private static List<String> incidents(Path data, Call call) throws IOException {
        return RecordedRun.of(data, call.name())
                .finalManifest()
                .path("incidents")
                .findValuesAsText("kind");
    }

    private static void checkHidden(Path file, MediaKind kind) throws IOException {
        if (kind == MediaKind.AUDIO) {
            List<MediaTimes.Level> loudness = MediaTimes.loudness(file);
            assertThat(loudness).as("sound of %s", file).hasSizeGreaterThan(1000);
            assertThat(loudness).as("sound of %s", file).allMatch(moment -> moment.level() < SILENCE);
            return;
        }
        List<Integer> levels = MediaTimes.luminance(file);
        assertThat(levels)
                .as("darkest and brightest of each picture of %s", file)
                .hasSizeGreaterThan(200);
        assertThat(levels)
                .as("darkest and brightest of each picture of %s", file)
                .allMatch(level -> level >= DARKEST && level <= BRIGHTEST);
    }
}
