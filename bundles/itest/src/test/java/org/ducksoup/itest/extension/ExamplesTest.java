package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.LabJar;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.Loudness;
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
import org.junit.jupiter.api.io.TempDir;

/** The examples of labs' code are installed in each way, used in calls and removed, in a running server. */
@Tag("waits")
class ExamplesTest {
    private static final Path JAR =
            Project.ROOT.resolve("bundles/examples/target/org.ducksoup.examples-1.0.0-SNAPSHOT.jar");
    private static final String BUNDLE = "org.ducksoup.examples";

    private static final List<String> MARKERS = new CopyOnWriteArrayList<>();
    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;
    private static HttpServer receiver;

    @BeforeAll
    static void start() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/markers", exchange -> {
            MARKERS.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        String markers = "http://localhost:" + receiver.getAddress().getPort() + "/markers";
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withFile("etc/org.example.markers.cfg", "url = " + markers + "\n")
                .withFile("etc/org.ducksoup.sfu.cfg", "estimator = fixed\n")
                .withFile(
                        "etc/org.apache.felix.fileinstall-deploy.cfg",
                        "felix.fileinstall.dir = ${karaf.data}/deploy\nfelix.fileinstall.poll = 500\n")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
        receiver.stop(0);
    }

    private static ParticipantOptions mirror(String interaction, String mode, String audioFx) {
        return ParticipantOptions.mirror(interaction, "me")
                .with("recordingMode", mode)
                .with("audioFx", audioFx)
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .with("frameRate", Stimulus.RATE)
                .lasting(Duration.ofSeconds(60))
                .playing(stimulus.clips(Codec.VP8));
    }

    /** The log lines of an interaction, as soon as there are enough of them. */
    private static void awaitEvent(String interaction, String message) {
        server.awaitOutput(line -> line.contains(interaction) && line.contains(message), Duration.ofSeconds(10));
    }

    @Test
    void theFeatureBringsThemAll() throws Exception {
        try (HeadlessParticipant early = clients.join(server.signaling(), mirror("early", "none", "gain name=fx"))) {
            assertThat(early.await(Milestone.REFUSED).toString()).contains("gain");
        }
        server.console("feature:install ducksoup-examples");
        assertThat(server.console("ducksoup:effects")).contains("gain ", "color ", "telephone ");
        assertThat(server.console("ducksoup:effect gain")).contains("factor", "how much louder", "A voice softer");
        assertThat(server.console("ducksoup:recorders")).contains("timing");
        assertThat(server.console("ducksoup:observers")).contains("MarkersObserver");
        assertThat(server.console("ducksoup:estimators --json")).contains("\"fixed\"");

        try (HeadlessParticipant wrong = clients.join(server.signaling(), mirror("wrong", "none", "gain factor=9"))) {
            assertThat(wrong.await(Milestone.REFUSED).toString()).contains("from 0 to 4");
        }
        aVoiceIsSofter();
        elementsRunInAProcessOfTheirOwn();
        timesOfFramesAreRecorded();
        assertThat(server.log()).doesNotContain("effect_lost", "bandwidth estimator failed");
        server.console("feature:uninstall ducksoup-examples");
        assertThat(server.console("ducksoup:effects")).doesNotContain("gain ");
    }

    private static void aVoiceIsSofter() throws Exception {
        ParticipantOptions softer = mirror("softer", "muxed", "gain factor=0.5 name=fx ! telephone")
                .with("videoFx", "color amount=0 name=gray")
                .lasting(Duration.ofSeconds(5));
        try (HeadlessParticipant me = clients.join(server.signaling(), softer)) {
            me.await(Milestone.FIRST_KEY_FRAME);
            me.send("client_control", "{\"name\":\"gray\",\"property\":\"amount\",\"value\":0.5}");
            me.send("client_control", "{\"name\":\"gray\",\"property\":\"amount\",\"value\":9}");
            awaitEvent("softer", "amount = 9: it must be a number from 0 to 2");
            me.await(Milestone.FILES);
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "softer");
        assertThat(run.finalManifest().path("controls"))
                .as("only what was applied")
                .hasSize(1);
        double difference = Loudness.difference(run);
        System.out.printf("half the samples' values: %.2f dB%n", difference);
        assertThat(difference).isCloseTo(-6.02, within(1.0));
        await().untilAsserted(() -> assertThat(MARKERS)
                .filteredOn(marker -> marker.endsWith("interaction=softer"))
                .extracting(marker -> marker.substring("marker=".length(), marker.indexOf('&')))
                .containsExactly("InteractionStarted", "EffectControlled", "InteractionEnded"));
    }

    private static void elementsRunInAProcessOfTheirOwn() throws Exception {
        ParticipantOptions phone =
                mirror("phone", "muxed", "telephone volume=0.5 name=fx").lasting(Duration.ofSeconds(5));
        try (HeadlessParticipant me = clients.join(server.signaling(), phone)) {
            me.await(Milestone.FIRST_AUDIO_PACKET);
            me.send("client_control", "{\"name\":\"fx\",\"property\":\"volume\",\"value\":0.25}");
            assertThat(server.console("ducksoup:workers")).contains("phone/me, audio");
            me.await(Milestone.FILES);
        }
        double difference =
                Loudness.difference(RecordedRun.of(server.directory().resolve("data"), "phone"));
        System.out.printf("a quarter of the volume, on a telephone: %.2f dB%n", difference);
        assertThat(difference).isCloseTo(-12.04, within(2.0));
    }

    private static void timesOfFramesAreRecorded() throws Exception {
        ParticipantOptions timing = mirror("timing", "timing", "").lasting(Duration.ofSeconds(4));
        try (HeadlessParticipant me = clients.join(server.signaling(), timing)) {
            assertThat(me.await(Milestone.FILES).payload().toString()).contains("-timing.csv");
        }
        List<Path> media =
                RecordedRun.of(server.directory().resolve("data"), "timing").media();
        assertThat(media).hasSize(1);
        assertThat(Files.readAllLines(media.get(0)))
                .hasSizeGreaterThan(100)
                .anyMatch(line -> line.startsWith("DRY,VIDEO,"));
    }

    @Test
    void aBundleComesAndGoesByTheConsole() throws Exception {
        server.console("bundle:install -s file:" + JAR);
        try (HeadlessParticipant me = clients.join(server.signaling(), mirror("away", "none", "gain name=fx"))) {
            me.await(Milestone.FIRST_AUDIO_PACKET);
            server.console("bundle:stop " + BUNDLE);
            awaitEvent("away", "effect_lost");
            server.console("bundle:start " + BUNDLE);
            awaitEvent("away", "effect_restarted");
            me.stop();
        }
        server.console("bundle:uninstall " + BUNDLE);
        assertThat(server.console("ducksoup:effects")).doesNotContain("gain ");
    }

    @Test
    void aJarInTheDeployDirectoryIsInstalledUntilItIsDeleted() throws Exception {
        Path deployed = server.directory().resolve("karaf-data/deploy/examples.jar");
        Files.createDirectories(deployed.getParent());
        Files.copy(JAR, deployed);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.console("ducksoup:effects").contains("gain "));
        Files.delete(deployed);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !server.console("ducksoup:effects").contains("gain "));
    }

    /** The other lab's effect is told apart from the first one, and takes over when that goes. An effect of the server stays. */
    @Test
    void twoLabsHaveAnEffectOfOneName(@TempDir Path directory) throws Exception {
        LabJar other = new LabJar("org.example.other")
                .component("org.example.broken.Broken$Nothing", EffectFactory.class, "ducksoup.effect.name", "gain")
                .component(
                        "org.example.broken.Broken$CloseThrows", EffectFactory.class, "ducksoup.effect.name", "pitch");
        Path source = Path.of("src/test/resources/broken/Broken.java").toAbsolutePath();
        server.console("bundle:install -s file:" + JAR);
        try (HeadlessParticipant me =
                clients.join(server.signaling(), mirror("two", "none", "gain factor=0.5 name=fx"))) {
            me.await(Milestone.FIRST_AUDIO_PACKET);
            server.console("bundle:install -s file:" + other.pack(directory, source));
            await().untilAsserted(() -> assertThat(server.log())
                    .containsPattern(
                            "two bundles have an? effect named gain: org.ducksoup.examples .* and org.example.other"
                                    + " 1.0.0; that of org.ducksoup.examples .* is used")
                    .contains("the effect named pitch of the bundle org.example.other 1.0.0 is not used"));
            assertThat(server.console("ducksoup:effect gain"))
                    .containsPattern("org.ducksoup.examples .* in use")
                    .containsPattern("org.example.other .* shadowed");
            server.console("bundle:uninstall " + BUNDLE);
            awaitEvent("two", "effect_restarted");
            await().untilAsserted(() -> assertThat(server.log())
                    .contains("the effect named gain is that of org.example.other 1.0.0 from now on"));
            me.stop();
        } finally {
            server.console("bundle:uninstall org.example.other");
        }
        assertThat(server.console("ducksoup:effects")).doesNotContain("gain ").contains("pitch ");
    }

    /** The server's own bundles can be replaced during a call, too; here the one that estimates bandwidth. */
    @Test
    void theEstimatorIsExchangedWhileACallGoesOn() throws Exception {
        ParticipantOptions options = mirror("exchanged", "none", "");
        try (HeadlessParticipant me = clients.join(server.signaling(), options)) {
            me.await(Milestone.FIRST_KEY_FRAME);
            me.hear(Duration.ofSeconds(2));
            int told = targets().size();
            server.console("bundle:stop org.ducksoup.congestion");
            me.hear(Duration.ofSeconds(2));
            server.console("bundle:start org.ducksoup.congestion");
            me.hear(Duration.ofSeconds(3));
            List<String> targets = targets();
            System.out.printf(
                    "estimator exchanged: %d video and %d audio packets, %d lost; told of bitrates %d times before, %d after%n",
                    me.received(MediaKind.VIDEO), me.received(MediaKind.AUDIO), me.lost(), told, targets.size() - told);
            assertThat(me.lost()).isZero();
            assertThat(me.received(MediaKind.AUDIO)).isGreaterThan(300);
            assertThat(targets).as("nothing was in the way before, or after").hasSize(told);
            me.stop();
        }
        assertThat(server.console("service:list org.ducksoup.api.congestion.BandwidthEstimatorFactory"))
                .contains("loss", "gcc");
        assertThat(server.log()).doesNotContain("a bandwidth estimator failed");
    }

    private static List<String> targets() {
        return server.output(line -> line.contains("exchanged") && line.contains("target_bitrate_updated"));
    }
}
