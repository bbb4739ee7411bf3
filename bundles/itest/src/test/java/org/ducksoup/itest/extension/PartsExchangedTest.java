package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.FigureFile;
import org.ducksoup.itest.tool.NextVersion;
import org.ducksoup.itest.tool.Pauses;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.Arrival;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of docs/adr/0003-hot-swap.md under real media: parts of the server are replaced during calls. */
class PartsExchangedTest {
    private static final Duration UNDISTURBED = Duration.ofMillis(300);
    private static final Duration EFFECT_BACK = Duration.ofSeconds(3);
    private static final double RECORDING_GAP_SECONDS = 0.5;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FigureFile FIGURES = new FigureFile("parts-exchanged");

    @TempDir
    Path directory;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @BeforeAll
    static void start() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withFile("etc/org.ducksoup.sfu.cfg", "gracePeriodSeconds = 1\n")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static void update(String bundle) throws Exception {
        Path module =
                bundle.equals("front") ? Project.ROOT.resolve("front") : Project.ROOT.resolve("bundles/" + bundle);
        Path jar = module.resolve("target/org.ducksoup." + bundle + "-1.0.0-SNAPSHOT.jar");
        server.console("bundle:update org.ducksoup." + bundle + " file:" + jar.toRealPath());
    }

    private static ParticipantOptions options(String interaction, String user, int size) {
        return ParticipantOptions.of(interaction, user, size)
                .with("recordingMode", "muxed")
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .with("frameRate", Stimulus.RATE)
                .lasting(Duration.ofSeconds(120))
                .playing(stimulus.clips(Codec.VP8));
    }

    /** A participant joins as soon as the server is back, as a page that tries again does. */
    static HeadlessParticipant joinWhenReady(
            ServerProcess server, HeadlessClients clients, ParticipantOptions options) {
        List<HeadlessParticipant> tried = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    HeadlessParticipant next = clients.join(server.signaling(), options);
                    tried.add(next);
                    await().atMost(Duration.ofSeconds(5))
                            .until(() -> next.hasReached(Milestone.JOINED) || next.hasReached(Milestone.CLOSED));
                    return next.hasReached(Milestone.JOINED);
                });
        return tried.get(tried.size() - 1);
    }

    /** Replaces a part, and checks that the medium of a participant is not disturbed by it. */
    private static void exchange(String bundle, HeadlessParticipant listener, Pauses pauses, MediaKind... undisturbed)
            throws Exception {
        pauses.take(MediaKind.AUDIO);
        pauses.take(MediaKind.VIDEO);
        update(bundle);
        listener.hear(Duration.ofSeconds(2));
        Map<MediaKind, Duration> longest = new HashMap<>();
        for (MediaKind kind : MediaKind.values()) {
            longest.put(kind, pauses.take(kind));
            FIGURES.put(
                    bundle + ", longest pause of " + kind.token() + ", ms",
                    longest.get(kind).toMillis());
        }
        System.out.printf(
                "%s exchanged: longest pause of audio %d ms, of video %d ms%n",
                bundle,
                longest.get(MediaKind.AUDIO).toMillis(),
                longest.get(MediaKind.VIDEO).toMillis());
        for (MediaKind kind : undisturbed) {
            assertThat(longest.get(kind))
                    .as("%s while %s is replaced", kind, bundle)
                    .isLessThan(UNDISTURBED);
        }
        if (undisturbed.length < MediaKind.values().length) {
            assertThat(longest.get(MediaKind.AUDIO)).isLessThan(EFFECT_BACK);
        }
    }

    /** Two bundles at once, by the features file of a next version. Nobody in a call notices. */
    @Test
    void aFeaturesFileBringsTheNextVersionOfTwoBundles() throws Exception {
        Path features = NextVersion.features(directory, "congestion", "stats");
        try (HeadlessParticipant me = joinWhenReady(server, clients, options("next-version", "me", 1))) {
            me.await(Milestone.FIRST_KEY_FRAME);
            me.await(Milestone.FIRST_AUDIO_PACKET);
            Pauses pauses = new Pauses(me);
            me.hear(Duration.ofSeconds(1));
            pauses.take(MediaKind.AUDIO);
            pauses.take(MediaKind.VIDEO);
            server.console("feature:repo-add " + features.toUri() + "; feature:install --upgrade ducksoup-congestion/"
                    + NextVersion.VERSION + " ducksoup-stats/" + NextVersion.VERSION);
            me.hear(Duration.ofSeconds(2));
            for (MediaKind kind : MediaKind.values()) {
                Duration longest = pauses.take(kind);
                System.out.printf(
                        "next version of two bundles: longest pause of %s %d ms%n", kind.token(), longest.toMillis());
                FIGURES.put("next version, longest pause of " + kind.token() + ", ms", longest.toMillis());
                assertThat(longest).isLessThan(UNDISTURBED);
            }
            assertThat(me.hasReached(Milestone.END)).isFalse();
            me.stop();
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "next-version");
        assertThat(run.finalManifest().at("/software/changes"))
                .extracting(change -> change.path("bundle").asText() + " "
                        + change.path("version").asText())
                .contains(
                        "org.ducksoup.stats " + NextVersion.VERSION, "org.ducksoup.congestion " + NextVersion.VERSION);
    }

    @Test
    void aCallGoesOnWhileItsPartsAreReplaced() throws Exception {
        String voice = "pitch pitch=0.8 name=fx";
        try (HeadlessParticipant ann = clients.join(
                        server.signaling(), options("dyad", "ann", 2).with("audioFx", voice));
                HeadlessParticipant bob = clients.join(server.signaling(), options("dyad", "bob", 2))) {
            bob.await(Milestone.FIRST_KEY_FRAME);
            bob.await(Milestone.FIRST_AUDIO_PACKET);
            ann.send("client_control", "{\"name\":\"fx\",\"property\":\"pitch\",\"value\":1.3}");
            Pauses pauses = new Pauses(bob);
            bob.hear(Duration.ofSeconds(1));
            exchange("congestion", bob, pauses, MediaKind.values());
            exchange("stats", bob, pauses, MediaKind.values());
            exchange("front", bob, pauses, MediaKind.values());
            exchangeRecording(bob, pauses);
            exchange("gstreamer", bob, pauses, MediaKind.VIDEO);
            assertThat(bob.lost(MediaKind.VIDEO)).isZero();
            assertThat(ann.lost()).isZero();
            assertThat(bob.hasReached(Milestone.END)).isFalse();
            ann.stop();
            bob.stop();
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "dyad");
        JsonNode manifest = run.finalManifest();
        assertThat(manifest.path("state").asText()).isEqualTo("complete");
        checkFiles(manifest);
        checkEvents(run);
        assertThat(server.log()).doesNotContain("does not fit any more");
    }

    /** In mode {@code reenc} the recorded video comes from a pipeline, too. */
    @Test
    void videoThatIsEncodedAgainForTheRecordingGoesOn() throws Exception {
        ParticipantOptions options = options("encoded-again", "me", 1).with("recordingMode", "reenc");
        try (HeadlessParticipant me = joinWhenReady(server, clients, options)) {
            me.await(Milestone.FIRST_KEY_FRAME);
            me.hear(Duration.ofSeconds(3));
            update("gstreamer");
            me.hear(Duration.ofSeconds(4));
            me.stop();
        }
        JsonNode manifest = RecordedRun.of(server.directory().resolve("data"), "encoded-again")
                .finalManifest();
        double gap = RecordedRun.longestVideoGap(manifest, "-dry");
        List<Double> ends = new ArrayList<>();
        for (JsonNode track : manifest.at("/files/0/tracks")) {
            ends.add(track.path("offset").asDouble() + track.path("duration").asDouble());
        }
        System.out.printf("gstreamer exchanged: %.2f s of encoded video are missing, tracks end at %s s%n", gap, ends);
        FIGURES.put("gstreamer, video missing that is encoded again, ms", gap * 1000);
        assertThat(gap).isLessThan(EFFECT_BACK.toMillis() / 1e3);
        assertThat(ends).hasSize(2);
        assertThat(ends.get(0)).isCloseTo(ends.get(1), within(0.5));
        assertThat(manifest.path("incidents"))
                .extracting(incident -> incident.path("kind").asText(), incident -> incident.path("cause")
                        .asText())
                .contains(tuple("recording_failed", ""), tuple("recording_resumed", "encoder_lost"));
        // A pause below 0.2 s is not listed as a gap, and the exchange may take less.
        List<String> reasons = manifest.at("/files/0/tracks").findValuesAsText("reason");
        assertThat(reasons).as("why something is missing in the file").allMatch("encoder_lost"::equals);
        assertThat(reasons.isEmpty()).as("no gap is listed").isEqualTo(gap == 0);
    }

    private static void exchangeRecording(HeadlessParticipant listener, Pauses pauses) throws Exception {
        pauses.take(MediaKind.AUDIO);
        pauses.take(MediaKind.VIDEO);
        server.console("bundle:stop org.ducksoup.recording");
        try (HeadlessParticipant late = clients.join(server.signaling(), options("late", "me", 1))) {
            JsonNode refused = late.await(Milestone.REFUSED).payload();
            assertThat(refused.path("kind").asText()).isEqualTo("error-join");
            assertThat(refused.at("/payload/reason/key").asText()).isEqualTo("recordingMode");
        }
        server.console("bundle:start org.ducksoup.recording");
        listener.hear(Duration.ofSeconds(2));
        for (MediaKind kind : MediaKind.values()) {
            Duration longest = pauses.take(kind);
            FIGURES.put("recording, longest pause of " + kind.token() + ", ms", longest.toMillis());
            assertThat(longest).isLessThan(UNDISTURBED);
        }
    }

    /** Each file goes on in a second part, with hardly a gap between them. */
    private static void checkFiles(JsonNode manifest) {
        Map<String, JsonNode> files = new HashMap<>();
        manifest.path("files").forEach(file -> files.put(file.path("path").asText(), file));
        double longest = 0;
        int parts = 0;
        for (Map.Entry<String, JsonNode> second : files.entrySet()) {
            if (second.getKey().contains("-p-2")) {
                parts++;
                JsonNode first = files.get(second.getKey().replace("-p-2", ""));
                for (JsonNode track : second.getValue().path("tracks")) {
                    for (JsonNode before : first.path("tracks")) {
                        if (before.path("kind").equals(track.path("kind"))) {
                            double end = before.path("offset").asDouble()
                                    + before.path("duration").asDouble();
                            longest = Math.max(longest, track.path("offset").asDouble() - end);
                        }
                    }
                }
            }
        }
        System.out.printf("%d files go on in a second part, after %.3f s at most%n", parts, longest);
        FIGURES.put("recording, longest gap between parts, ms", longest * 1000);
        assertThat(parts).as("dry and wet of ann, dry of bob").isEqualTo(3);
        assertThat(longest).isLessThan(RECORDING_GAP_SECONDS);
        assertThat(manifest.path("incidents"))
                .extracting(incident -> incident.path("kind").asText())
                .contains("recorder_lost", "recording_resumed", "effect_lost", "effect_restarted");
        assertThat(manifest.at("/software/changes"))
                .extracting(change -> change.path("bundle").asText())
                .contains("org.ducksoup.stats", "org.ducksoup.recording", "org.ducksoup.gstreamer");
    }

    /** The log of the interaction has a sample of each second, and every line once. */
    private static void checkEvents(RecordedRun run) throws IOException {
        List<String> lines = Files.readAllLines(run.directory().resolve("events.jsonl"));
        assertThat(lines).filteredOn(line -> line.contains("_in_bitrate")).doesNotHaveDuplicates();
        List<String> messages = new ArrayList<>();
        long last = 0;
        long longest = 0;
        for (String line : lines) {
            JsonNode event = JSON.readTree(line);
            String message = event.path("message").asText();
            messages.add(message + " " + event.path("bundle").asText());
            if (message.equals("video_in_bitrate")
                    && event.path("user").asText().equals("bob")) {
                long at = Long.parseLong(event.path("sinceStart").asText().replace("ms", ""));
                longest = last == 0 ? 0 : Math.max(longest, at - last);
                last = at;
            }
        }
        System.out.printf("%d lines of events, samples at most %d ms apart%n", lines.size(), longest);
        FIGURES.put("stats, longest time between samples, ms", longest);
        assertThat(longest).isBetween(900L, 1900L);
        assertThat(messages).filteredOn("interaction_created "::equals).hasSize(1);
        assertThat(messages).filteredOn("peer_joined "::equals).hasSize(2);
        assertThat(messages)
                .contains(
                        "interaction_created ",
                        "interaction_served_by ",
                        "bundle_stopped org.ducksoup.stats",
                        "bundle_started org.ducksoup.stats",
                        "recorder_lost ",
                        "recording_resumed ",
                        "effect_restarted ",
                        "interaction_deleted ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transport", "sfu"})
    void whatEndsEndsInOrderAndIsTold(String bundle) throws Exception {
        String interaction = "end-" + bundle;
        long length;
        try (HeadlessParticipant me = joinWhenReady(server, clients, options(interaction, "me", 1))) {
            me.await(Milestone.FIRST_KEY_FRAME);
            me.hear(Duration.ofSeconds(3));
            update(bundle);
            Arrival end = me.await(Milestone.END);
            assertThat(end.payload().at("/reason/key").asText()).isEqualTo("server");
            assertThat(end.payload().at("/reason/value").asText()).isEqualTo("shutdown");
            assertThat(me.await(Milestone.FILES).payload().path("me")).hasSize(1);
            length = me.nanos(Milestone.END) - me.nanos(Milestone.START);
        }
        JsonNode manifest =
                RecordedRun.of(server.directory().resolve("data"), interaction).finalManifest();
        for (JsonNode track : manifest.at("/files/0/tracks")) {
            double missing = length / 1e9
                    - track.path("offset").asDouble()
                    - track.path("duration").asDouble();
            System.out.printf(
                    "%s exchanged: %s ends %.0f ms before the call%n",
                    bundle, track.path("kind").asText(), missing * 1000);
            FIGURES.put(bundle + ", missing at the end of " + track.path("kind").asText() + ", ms", missing * 1000);
            assertThat(missing).isLessThan(0.3);
        }
        try (HeadlessParticipant next = joinWhenReady(server, clients, options("after-" + bundle, "me", 1))) {
            next.await(Milestone.FIRST_KEY_FRAME);
        }
    }

    /** The player resumes such a call with its media untouched. */
    @ParameterizedTest
    @ValueSource(strings = {"signaling", "web"})
    void socketsCloseAsThoseOfAServerThatRestarts(String bundle) throws Exception {
        try (HeadlessParticipant me = joinWhenReady(server, clients, options("socket-" + bundle, "me", 1))) {
            me.await(Milestone.FIRST_KEY_FRAME);
            update(bundle);
            assertThat(me.await(Milestone.CLOSED).payload().path("code").asInt())
                    .isEqualTo(1012);
            assertThat(me.hasReached(Milestone.END)).isFalse();
        }
    }
}
