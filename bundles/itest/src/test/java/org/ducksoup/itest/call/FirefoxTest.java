package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.ducksoup.itest.tool.browser.Firefox;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mirror in Debian's Firefox. It has not downloaded its codec for H264, so it answers with VP8 to every offer. */
@Tag("waits")
class FirefoxTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary().with("DUCKSOUP_UDP_ADDRESSES", addresses());

    @BeforeAll
    static void start() throws Exception {
        firefox = new Firefox();
    }

    @AfterAll
    static void stop() throws Exception {
        firefox.close();
    }

    private static Firefox firefox;

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void seesAndHearsItselfAndTheFileHasWhatWasNegotiated(String format) throws Exception {
        String name = "firefox-" + format;
        firefox.navigate(running.meeting()
                .labUrl(
                        "/lab.html?",
                        "interactionName",
                        name,
                        "userId",
                        "ann",
                        "size",
                        1,
                        "duration",
                        12,
                        "videoFormat",
                        format,
                        "recordingMode",
                        "muxed"));
        firefox.evaluate("awaitEvent('start')");
        firefox.evaluate("awaitEvent('track', 2)");
        JsonObject arrived = arrivedSoon();
        System.out.printf("  Firefox, %s asked: %s%n", format, arrived);
        assertThat(arrived.get("frames").getAsInt()).isGreaterThan(5);
        assertThat(arrived.get("audioPackets").getAsInt()).isGreaterThan(25);
        JsonObject files = firefox.evaluate("awaitEvent('files')").getAsJsonObject();
        firefox.evaluate("awaitEvent('closed')");
        assertThat(kinds())
                .containsSubsequence("local-stream", "joined", "start", "track", "track", "ending", "files", "end")
                .as("its devices are well")
                .noneMatch(kind -> kind.startsWith("device-"));
        JsonNode connection = RecordedRun.of(running.server().directory().resolve("data"), name)
                .finalManifest()
                .at("/participants/0/connections/0");
        System.out.printf("  %s%n  %s%n", connection.path("browser"), connection.path("captured"));
        assertThat(connection.at("/browser/name").asText()).startsWith("Firefox ");
        assertThat(connection.path("captured"))
                .extracting(track -> track.path("type").asText())
                .contains("audio", "video");
        Path file = running.server()
                .directory()
                .resolve("data")
                .resolve(files.getAsJsonArray("ann").get(0).getAsString());
        assertThat(videoCodec(file)).isEqualTo("vp8");
        assertThat(running.awaitOutput(line -> line.contains("in_track_received") && line.contains(name)))
                .anyMatch(line -> line.contains("video/VP8"))
                .noneMatch(line -> line.contains("video/H264"));
    }

    /** Somebody clicks "stop sharing" beside the address. */
    @Test
    void devicesThatTheBrowserEndsAreToldOfAndTakenAgain() throws Exception {
        String name = "firefox-ended";
        firefox.navigate(running.meeting()
                .labUrl(
                        "/lab.html?",
                        "interactionName",
                        name,
                        "userId",
                        "ann",
                        "size",
                        1,
                        "duration",
                        9,
                        "recordingMode",
                        "muxed"));
        firefox.evaluate("awaitEvent('start')");
        firefox.evaluate("awaitEvent('track', 2)");
        firefox.endDevices();
        JsonObject lost = firefox.evaluate("awaitEvent('device-lost')").getAsJsonObject();
        assertThat(lost.get("reason").getAsString()).isEqualTo("stopped");
        firefox.evaluate("awaitEvent('device-back', 2)");
        JsonObject arrived = arrivedSoon();
        System.out.printf("  Firefox, after its devices had ended: %s%n", arrived);
        assertThat(arrived.get("frames").getAsInt()).isGreaterThan(5);
        assertThat(arrived.get("audioPackets").getAsInt()).isGreaterThan(25);
        firefox.evaluate("awaitEvent('closed')");
        JsonNode manifest = RecordedRun.of(running.server().directory().resolve("data"), name)
                .finalManifest();
        assertThat(manifest.path("incidents"))
                .extracting(incident -> incident.path("kind").asText() + " "
                        + incident.path("reason").asText())
                .contains(
                        "device_lost audio: stopped",
                        "device_lost video: stopped",
                        "device_back audio: reopened",
                        "device_back video: reopened");
    }

    /** Chromium would send H264, which this Firefox does not decode. */
    @Test
    void seesChromiumAlthoughThatPrefersAnotherCodec() {
        Object[] options = {
            "interactionName",
            "mixed",
            "size",
            2,
            "duration",
            25,
            "recordingMode",
            "none",
            "videoFormat",
            "H264",
            "userId"
        };
        try (ParticipantPage ann = running.labPage("", and(options, "ann"))) {
            firefox.navigate(running.meeting().labUrl("/lab.html?", and(options, "fox")));
            firefox.evaluate("awaitEvent('start')");
            ann.seesAndHears("fox");
            JsonObject arrived = arrivedSoon();
            System.out.printf("  Firefox, from Chromium: %s%n", arrived);
            assertThat(arrived.get("frames").getAsInt()).isGreaterThan(5);
            assertThat(running.awaitOutput(line -> line.contains(" codec_requested ") && line.contains("mixed")))
                    .singleElement()
                    .asString()
                    .contains("ann", "VP8");
            firefox.evaluate("player.stop()");
        }
    }

    /** This Firefox decodes VP8 alone, and that Chromium H264 alone. */
    @Test
    void whereNoCodecIsCommonBothPagesAreTold() {
        Object[] options = {
            "interactionName", "no-common-codec", "size", 2, "duration", 25, "videoFormat", "H264", "userId"
        };
        String onlyH264 = """
                (() => {
                  const { createAnswer } = RTCPeerConnection.prototype;
                  RTCPeerConnection.prototype.createAnswer = function (...options) {
                    const known = RTCRtpReceiver.getCapabilities("video").codecs;
                    const left = known.filter(({ mimeType }) => !/VP8|VP9|AV1|H265/i.test(mimeType));
                    for (const transceiver of this.getTransceivers()) {
                      if (transceiver.receiver.track.kind === "video") transceiver.setCodecPreferences(left);
                    }
                    return createAnswer.apply(this, options);
                  };
                })();
                """;
        try (ParticipantPage ann = ParticipantPage.open(
                running.browser(), running.meeting().labUrl("/lab.html?", and(options, "ann")), onlyH264)) {
            firefox.navigate(running.meeting().labUrl("/lab.html?", and(options, "fox")));
            JsonObject told = firefox.evaluate("awaitEvent('error-aborted')").getAsJsonObject();
            System.out.printf("  Firefox is told %s, Chromium %s%n", told, ann.await("error-aborted"));
            assertThat(told.get("key").getAsString()).isEqualTo("codec");
            assertThat(ann.await("error-aborted"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("key", "codec");
            assertThat(ann.events()).doesNotContain("start");
            assertThat(running.awaitOutput(line -> line.contains("media_missing") && line.contains("no-common-codec")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("codec"));
        }
    }

    private static Object[] and(Object[] options, String user) {
        Object[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = user;
        return all;
    }

    /**
     * The check measures the values that this browser gives, and names those that it does not give. Without a sound
     * card there may be no sound.
     */
    @Test
    @Tag("long")
    void checksBeforeACall() throws Exception {
        running.lab().put("/check.html", """
                <!doctype html><title>Check</title>
                <script src="${DUCKSOUP}/assets/scripts/lib/ducksoup-preflight.js"></script>
                """);
        firefox.navigate(running.lab().origin() + "/check.html");
        JsonObject report = firefox.evaluate("DuckSoupPreflight.run({ peerOptions: { signalingUrl: '"
                        + running.lab().signaling() + "', videoFormat: 'VP8', userId: 'fox' } })")
                .getAsJsonObject();
        System.out.println("  Firefox checks: " + report);
        JsonObject network = report.getAsJsonObject("figures").getAsJsonObject("network");
        assertThat(network.get("sent").getAsInt()).isPositive();
        assertThat(network.get("roundTrip").getAsInt()).isBetween(0, 500);
        JsonObject camera = report.getAsJsonObject("figures").getAsJsonObject("camera");
        assertThat(camera.get("framesPerSecond").getAsDouble()).isGreaterThan(5);
        assertThat(report.getAsJsonArray("checks")
                        .get(0)
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("pass");
    }

    /** Firefox sends from this machine's address and not from loopback, even if its preferences allow loopback. */
    private static String addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address)
                    .sorted(Comparator.comparing(InetAddress::isLoopbackAddress).reversed())
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(","));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Measures after the first picture has arrived, which takes a browser some time. */
    private static JsonObject arrivedSoon() {
        JsonObject arrived = new JsonObject();
        // The first picture of a Firefox that has just started takes seconds where the machine is busy.
        for (int i = 0; i < 10; i++) {
            arrived = firefox.evaluate("arrived(1000)").getAsJsonObject();
            if (arrived.get("frames").getAsInt() > 5) {
                return arrived;
            }
        }
        return arrived;
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        for (JsonElement kind :
                firefox.evaluate("ducksoupEvents.map(({ kind }) => kind)").getAsJsonArray()) {
            kinds.add(kind.getAsString());
        }
        return kinds;
    }

    private static String videoCodec(Path file) throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=codec_name",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .start();
        String codec = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        probe.waitFor();
        return codec;
    }
}
