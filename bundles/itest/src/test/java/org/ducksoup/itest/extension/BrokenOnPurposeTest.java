package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.itest.tool.LabJar;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labs may do wrong, and what the page, the operator's log and the manifest say of it. No call is harmed. */
class BrokenOnPurposeTest {
    private static final String NOTHING = "";
    private static final Duration CALL = Duration.ofSeconds(11);

    /**
     * One way to be broken. Its class is {@code org.example.broken.Broken$TYPE}, and pages ask for it by the interaction's name.
     *
     * @param refusal in the page's {@code error-join}; nothing if the call takes place
     * @param log in a line of the log or of the container's log
     * @param incident in the manifest; nothing if there is to be none
     */
    private record Broken(String type, boolean recorder, String refusal, String log, String incident) {
        static Broken effect(String type, String refusal, String log, String incident) {
            return new Broken(type, false, refusal, log, incident);
        }

        static Broken recorder(String type, String log, String incident) {
            return new Broken(type, true, NOTHING, log, incident);
        }

        /** {@code check-hangs} for {@code CheckHangs}. */
        String name() {
            return type.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }
    }

    private static final List<Broken> TABLE = List.of(
            Broken.effect("ProfileThrows", NOTHING, "a bug in profile", NOTHING),
            Broken.effect("CheckRefuses", "strength is from 0 to 1", "join_refused", NOTHING),
            Broken.effect("CheckThrows", "could not be made", "a bug in check", NOTHING),
            Broken.effect("CheckHangs", "took too long", "join_refused", NOTHING),
            Broken.effect("CreateThrows", NOTHING, "the model is not there", "effect_lost"),
            Broken.effect("CreateReturnsNull", NOTHING, "create returned null", "effect_lost"),
            Broken.effect("CreateIsSlow", NOTHING, "effect create-is-slow took", NOTHING),
            Broken.effect("CreateHangs", NOTHING, "the effect has not started within 5 s", "effect_lost"),
            Broken.effect("FramesWithoutProcessor", NOTHING, "needs a processor", "effect_lost"),
            Broken.effect("ElementsUnknown", NOTHING, "no-such-element", "effect_lost"),
            Broken.effect("ElementsPasted", NOTHING, "into launch text", "effect_lost"),
            Broken.effect("FrameThrows", NOTHING, "a bug in process", "effect_lost"),
            Broken.effect("FrameHangs", NOTHING, "effect too long", "effect_lost"),
            Broken.effect("FrameIsSlow", NOTHING, "effect_slow", "effect_slow"),
            Broken.effect("CloseThrows", NOTHING, "effect close-throws failed when it was closed", NOTHING),
            Broken.effect("CloseHangs", NOTHING, "pipeline has not ended within 5 s", NOTHING),
            Broken.recorder("OpenHangs", "recording_stalled", "recording_stalled"),
            Broken.recorder("CloseOfRecorderHangs", "does not answer at the end", "recording_failed"),
            Broken.recorder("OpenReturnsNull", "open returned null", "recording_failed"),
            Broken.recorder("OpenThrows", "a bug in open", "recording_failed"),
            Broken.recorder("WriteThrows", "a bug in write", "recording_failed"),
            Broken.recorder("WriteHangs", "recording_stalled", "recording_stalled"),
            Broken.recorder("CloseOfRecorderThrows", "a bug in the recorder's close", "recording_failed"));

    /** What the operator's log says of each of them. */
    private static final Map<String, String> ESTIMATORS = Map.of(
            "EstimatorThrows",
                    "the bandwidth estimator EstimatorThrows: java.lang.IllegalStateException: a bug in targetBitrate",
            "EstimatorReturnsNull", "targetBitrate returned null",
            "EstimatorIsNull", "create returned null",
            "EstimatorHangs", "the bandwidth estimator EstimatorHangs has not answered",
            "EstimatorNeverBegins", "the bandwidth estimator EstimatorNeverBegins has not answered");

    @TempDir
    private static Path directory;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;
    private static String console;

    @BeforeAll
    static void start() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
        LabJar lab = new LabJar("org.example.broken");
        TABLE.forEach(broken -> lab.component(
                "org.example.broken.Broken$" + broken.type(),
                broken.recorder() ? RecorderFactory.class : EffectFactory.class,
                broken.recorder() ? "ducksoup.recorder.name" : "ducksoup.effect.name",
                broken.name()));
        ESTIMATORS
                .keySet()
                .forEach(type -> lab.component(
                        "org.example.broken.Broken$" + type,
                        BandwidthEstimatorFactory.class,
                        "ducksoup.estimator.name",
                        type));
        lab.component("org.example.broken.Broken$ObserverThrows", InteractionObserver.class, "", null);
        lab.component("org.example.broken.Broken$ObserverHangs", InteractionObserver.class, "", null);
        lab.component("org.example.broken.Broken$Nothing", EffectFactory.class, "", null);
        lab.component("org.example.broken.Broken$NoRecorder", RecorderFactory.class, "", null);
        Path source = Path.of("src/test/resources/broken/Broken.java").toAbsolutePath();
        console = server.console("bundle:install -s file:" + lab.pack(directory, source));
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static ParticipantOptions call(Broken broken) {
        ParticipantOptions options = ParticipantOptions.mirror(broken.name(), "me")
                .with("audioOnly", true)
                .with("recordingMode", broken.recorder() ? broken.name() : "muxed")
                .lasting(CALL)
                .playing(stimulus.clips(Codec.VP8));
        // Only one of them pastes it into launch text.
        return broken.recorder()
                ? options
                : options.with("audioFx", broken.name() + " factor=\"1 ! filesink location=/tmp/x\" name=fx");
    }

    /** All at once: each in a call of its own. */
    @Test
    void eachIsToldAndHarmsNoCall() throws Exception {
        Map<String, HeadlessParticipant> participants = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try {
            for (Broken broken : TABLE) {
                participants.put(broken.name(), clients.join(server.signaling(), call(broken)));
            }
            for (Broken broken : TABLE) {
                HeadlessParticipant me = participants.get(broken.name());
                if (broken.refusal().isEmpty()) {
                    me.await(Milestone.END);
                } else {
                    check(wrong, broken, "page", me.await(Milestone.REFUSED).toString(), broken.refusal());
                }
            }
        } finally {
            participants.values().forEach(HeadlessParticipant::close);
        }
        await().untilAsserted(() -> assertThat(server.log()).contains("has not ended within 5 s"));
        for (Broken broken : TABLE) {
            // The log names the interaction, and the container's log the effect or the recorder.
            check(wrong, broken, "log", logOf(broken.name()), broken.log());
            if (broken.refusal().isEmpty()) {
                check(wrong, broken, "manifest", incidents(broken.name()), broken.incident());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** They hear of every call of this test, and no call is harmed. */
    @Test
    void observersThatThrowOrHangAreInTheLogOfTheOperator() {
        try (HeadlessParticipant me = clients.join(server.signaling(), mirror("observed"))) {
            me.await(Milestone.END);
        }
        await().untilAsserted(() -> assertThat(server.log())
                .contains(
                        "the observer org.example.broken.Broken$ObserverThrows failed at",
                        "the observer org.example.broken.Broken$ObserverHangs has not returned for 10 s"));
        assertThat(server.log().split("ObserverThrows failed at", -1))
                .as("once a minute, and not at every event")
                .hasSizeLessThan(8);
    }

    /** All interactions share a few threads, and each of these estimators is asked in two calls at once. */
    @Test
    void estimatorsHarmNoCall() throws Exception {
        try {
            for (Map.Entry<String, String> estimator : ESTIMATORS.entrySet()) {
                choose(estimator.getKey());
                List<HeadlessParticipant> several = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    several.add(clients.join(
                            server.signaling(), mirror(estimator.getKey() + i).lasting(Duration.ofSeconds(3))));
                }
                several.forEach(me -> me.await(Milestone.END));
                several.forEach(HeadlessParticipant::close);
                await().untilAsserted(() -> assertThat(server.log()).contains(estimator.getValue()));
                System.out.printf("broken on purpose: the log says \"%s\"%n", estimator.getValue());
            }
        } finally {
            choose("loss");
        }
    }

    private static void choose(String estimator) throws Exception {
        Files.writeString(
                server.directory().resolve("etc").resolve("org.ducksoup.sfu.cfg"), "estimator = " + estimator + "\n");
        await().atMost(Duration.ofSeconds(40))
                .until(() -> server.console("ducksoup:settings sfu").contains(" " + estimator + " "));
    }

    private static ParticipantOptions mirror(String interaction) {
        return ParticipantOptions.mirror(interaction, "me")
                .with("recordingMode", "none")
                .lasting(CALL);
    }

    /** Nobody can ask for these, so only the operator can be told. */
    @Test
    void partsWithoutANameAreInTheLogOfTheOperator() {
        await().untilAsserted(() ->
                assertThat(server.log()).contains("as @EffectName gives it", "as @RecorderName gives it"));
        assertThat(console).isNotNull();
    }

    private static void check(List<String> wrong, Broken broken, String where, String text, String expected) {
        System.out.printf("broken on purpose: %s: the %s says \"%s\"%n", broken.name(), where, expected);
        boolean fits = expected.isEmpty() ? text.equals("[]") : text.contains(expected);
        if (!fits) {
            wrong.add(broken.name() + ": the " + where + " does not say \"" + expected + "\": " + text);
        }
    }

    private static String logOf(String interaction) {
        return String.join("\n", server.output(line -> line.contains("interaction=" + interaction + " "))) + "\n"
                + server.log();
    }

    private static String incidents(String interaction) throws IOException {
        JsonNode manifest =
                RecordedRun.of(server.directory().resolve("data"), interaction).finalManifest();
        return manifest.path("incidents").toString();
    }
}
