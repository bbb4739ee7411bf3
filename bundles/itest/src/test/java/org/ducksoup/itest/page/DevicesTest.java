package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to cameras, microphones and pages during a call: what the page is told, what the run's log says, and what the
 * manifest says.
 */
@Tag("waits")
class DevicesTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    /** The device list loses the camera, and the track ends, as browsers do it. */
    private static final String UNPLUG = """
            const { mediaDevices } = navigator;
            window.listed ??= mediaDevices.enumerateDevices.bind(mediaDevices);
            mediaDevices.enumerateDevices = async () => (await window.listed()).filter(({ kind }) => kind !== "videoinput");
            const [camera] = window.localStream.getVideoTracks();
            camera.enabled = true;
            camera.stop();
            camera.dispatchEvent(new Event("ended"));
            """;

    private static final String PLUG_IN = """
            navigator.mediaDevices.enumerateDevices = window.listed;
            navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
            """;

    private static final String BREAK_THE_MICROPHONE = """
            navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("in use", "NotReadableError"));
            const [microphone] = window.localStream.getAudioTracks();
            microphone.stop();
            microphone.dispatchEvent(new Event("ended"));
            """;

    private static final String HIDE_AND_SHOW = """
            for (const state of ["hidden", "visible"]) {
              Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }
            """;

    @Test
    void anUnpluggedCameraIsToldOfAndTakenAgainWhenItIsBack() throws Exception {
        try (ParticipantPage ann = mirror("/lab.html?", "unplugged", 9, "videoFx", "coloreffects preset=sepia")) {
            double start = startOf(ann);
            ann.pause(2000);
            run(ann, UNPLUG);
            assertThat(asMap(ann.await("device-lost")))
                    .containsEntry("kind", "video")
                    .containsEntry("reason", "unplugged")
                    .extractingByKey("message")
                    .asString()
                    .contains("plug it in again");
            ann.pause(1000);
            assertThat(ann.events()).doesNotContain("device-back");
            run(ann, PLUG_IN);
            assertThat(asMap(ann.await("device-back"))).containsEntry("reason", "reopened");
            ann.seesAndHears("ann");
            assertThat(ann.evaluate("localFrames(window.localStream, 2000)"))
                    .as("the participant's own picture, from the stream that the page has")
                    .isEqualTo(true);
            double lost = timeOf(ann, "device-lost") - start;
            double back = timeOf(ann, "device-back") - start;
            ann.await("closed");
            RecordedRun run = run("unplugged");
            JsonNode manifest = run.finalManifest();
            assertThat(incidents(manifest))
                    .containsExactly("device_lost video: unplugged", "device_back video: reopened");
            assertThat(manifest.at("/incidents/0/time").asDouble()).isCloseTo(lost, within(0.3));
            assertThat(manifest.at("/incidents/1/time").asDouble()).isCloseTo(back, within(0.3));
            assertThat(log(run))
                    .anyMatch(line -> line.contains("client_device_lost") && line.contains("unplugged"))
                    .anyMatch(line -> line.contains("client_device_back") && line.contains("reopened"));
            for (String tap : List.of("-dry", "-wet")) {
                double missing = RecordedRun.longestVideoGap(manifest, tap);
                System.out.printf("  unplugged from %.2f s to %.2f s, gap of %.2f s in %s%n", lost, back, missing, tap);
                assertThat(missing).isBetween(back - lost - 0.3, back - lost + 2);
            }
        }
    }

    @Test
    void aPermissionThatIsWithdrawnIsToldOf() throws Exception {
        try (ParticipantPage ann = mirror("/lab.html?", "revoked", 8)) {
            ann.permission("microphone", "granted");
            ann.permission("camera", "granted");
            ann.await("start");
            ann.permission("camera", "denied");
            try {
                assertThat(asMap(ann.await("device-lost")))
                        .containsEntry("kind", "video")
                        .containsEntry("reason", "revoked")
                        .extractingByKey("message")
                        .asString()
                        .contains("Access to the camera was withdrawn");
            } finally {
                ann.permission("camera", "granted");
            }
            assertThat(asMap(ann.await("device-back"))).containsEntry("reason", "reopened");
            ann.seesAndHears("ann");
            ann.await("closed");
            RecordedRun run = run("revoked");
            // Chromium also ends the microphone that was captured together with the camera. It is taken again at once.
            assertThat(incidents(run.finalManifest()))
                    .filteredOn(incident -> incident.contains("video"))
                    .containsExactly("device_lost video: revoked", "device_back video: reopened");
            assertThat(log(run)).anyMatch(line -> line.contains("client_device_lost") && line.contains("revoked"));
        }
    }

    @Test
    void aDeviceThatCannotBeOpenedAgainIsToldOf() throws Exception {
        try (ParticipantPage ann = mirror("/lab.html?", "not-reopened", 4)) {
            ann.await("start");
            run(ann, BREAK_THE_MICROPHONE);
            assertThat(asMap(ann.await("device-lost", 1))).containsEntry("reason", "stopped");
            assertThat(asMap(ann.await("device-lost", 2)))
                    .containsEntry("kind", "audio")
                    .containsEntry("reason", "not-reopened")
                    .extractingByKey("message")
                    .asString()
                    .contains("reload the page");
            ann.await("closed");
            RecordedRun run = run("not-reopened");
            assertThat(incidents(run.finalManifest()))
                    .containsExactly("device_lost audio: stopped", "device_lost audio: not-reopened");
            assertThat(log(run)).anyMatch(line -> line.contains("not-reopened"));
        }
    }

    @Test
    void aMutedMicrophoneAndAHiddenPageAreInLogAndManifest() throws Exception {
        try (ParticipantPage ann = mirror("/lab.html?", "muted", 4)) {
            double start = startOf(ann);
            ann.pause(500);
            run(ann, "window.localStream.getAudioTracks()[0].dispatchEvent(new Event('mute'))");
            run(ann, "window.localStream.getAudioTracks()[0].dispatchEvent(new Event('unmute'))");
            run(ann, HIDE_AND_SHOW);
            assertThat(asMap(ann.await("device-muted")))
                    .containsEntry("kind", "audio")
                    .containsEntry("reason", "muted");
            double muted = timeOf(ann, "device-muted") - start;
            ann.await("closed");
            RecordedRun run = run("muted");
            JsonNode manifest = run.finalManifest();
            assertThat(incidents(manifest))
                    .containsExactly(
                            "device_muted audio: muted",
                            "device_unmuted audio: unmuted",
                            "page_hidden as the page says",
                            "page_shown as the page says");
            assertThat(manifest.at("/incidents/0/time").asDouble()).isCloseTo(muted, within(0.3));
            assertThat(log(run))
                    .anyMatch(line -> line.contains("client_device_muted"))
                    .anyMatch(line -> line.contains("client_page_hidden"))
                    .anyMatch(line -> line.contains("client_page_shown"));
        }
    }

    @Test
    void aCameraThatGivesNoFramesAnyMoreIsToldOf() throws Exception {
        try (ParticipantPage ann = mirror("/still.html?", "frames-stop", 9)) {
            double start = startOf(ann);
            ann.pause(500);
            double stopped = ((Number) ann.evaluate("((window.cameraGives = false), performance.now())")).doubleValue();
            Map<String, Object> muted = asMap(ann.await("device-muted"));
            assertThat(muted).containsEntry("kind", "video");
            run(ann, "window.cameraGives = true");
            ann.await("device-unmuted");
            ann.seesAndHears("ann");
            ann.await("closed");
            RecordedRun run = run("frames-stop");
            JsonNode manifest = run.finalManifest();
            System.out.printf(
                    "  stopped at %.2f s: %s, %s%n", (stopped / 1000) - start, muted, manifest.path("incidents"));
            assertThat(incidents(manifest)).hasSize(2);
            assertThat(manifest.at("/incidents/0/kind").asText()).isEqualTo("device_muted");
            assertThat(manifest.at("/incidents/0/time").asDouble())
                    .as("when the frames stopped, and not when that was noticed")
                    .isCloseTo(stopped / 1000 - start, within(1.3));
            assertThat(log(run)).anyMatch(line -> line.contains("client_device_muted"));
            assertThat(RecordedRun.longestVideoGap(manifest, "-dry")).isGreaterThan(2);
        }
    }

    /** A camera that never gives a frame. Without it the call cannot begin. */
    @Test
    void aCameraWithoutFramesKeepsACallFromBeginning() {
        try (ParticipantPage ann = mirror("/still.html?dead=1", "dead-camera", 4)) {
            assertThat(asMap(ann.await("error-aborted")))
                    .containsEntry("key", "video")
                    .containsEntry("value", "ann");
            assertThat(asMap(ann.await("device-muted"))).containsEntry("kind", "video");
            assertThat(ann.events().indexOf("device-muted"))
                    .isLessThan(ann.events().indexOf("error-aborted"));
            await().untilAsserted(() -> assertThat(running.output(line -> line.contains("dead-camera")))
                    .anyMatch(line -> line.contains("client_device_muted"))
                    .anyMatch(line -> line.contains("media_missing")));
        }
    }

    @Test
    void browserSystemAndTheRealSettingsAreInTheManifest() throws Exception {
        try (ParticipantPage ann = mirror(
                "/lab.html?", "settings", 4, "contentHint", "detail", "degradationPreference", "maintain-resolution")) {
            ann.await("start");
            assertThat(ann.evaluate("window.localStream.getVideoTracks()[0].contentHint"))
                    .isEqualTo("detail");
            run(ann, "window.localStream.getVideoTracks()[0].applyConstraints({ width: 160, height: 120 })");
            ann.await("closed");
            RecordedRun run = run("settings");
            JsonNode connection = run.finalManifest().at("/participants/0/connections/0");
            System.out.printf("  %s%n  %s%n", connection.path("browser"), connection.path("captured"));
            assertThat(connection.at("/browser/name").asText()).startsWith("Chromium ");
            assertThat(connection.at("/browser/system").asText()).startsWith("Linux");
            List<JsonNode> pictures = new ArrayList<>();
            connection.path("captured").forEach(entry -> {
                if (entry.path("type").asText().equals("video")) {
                    pictures.add(entry);
                }
            });
            assertThat(pictures).hasSize(2);
            assertThat(pictures.get(0).path("label").asText()).isNotEmpty();
            assertThat(pictures.get(0).at("/settings/width").asInt()).isEqualTo(320);
            assertThat(pictures.get(1).at("/settings/width").asInt()).isEqualTo(160);
            assertThat(pictures.get(0).path("settings").has("deviceId")).isFalse();
            assertThat(log(run))
                    .as("it knows degradationPreference")
                    .noneMatch(line -> line.contains("sender refused"))
                    .anyMatch(line -> line.contains("client_browser"))
                    .anyMatch(line -> line.contains("client_track_settings"));
        }
    }

    private static ParticipantPage mirror(String page, String name, int seconds, Object... more) {
        List<Object> all =
                new ArrayList<>(List.of("interactionName", name, "userId", "ann", "size", 1, "duration", seconds));
        all.addAll(List.of("recordingMode", "muxed"));
        all.addAll(List.of(more));
        return ParticipantPage.open(running.browser(), running.meeting().labUrl(page, all.toArray()));
    }

    private static void run(ParticipantPage page, String statements) {
        page.evaluate("(() => { " + statements + " })()");
    }

    /** When the call started, in seconds of the page's clock. */
    private static double startOf(ParticipantPage page) {
        page.await("start");
        return timeOf(page, "start");
    }

    private static double timeOf(ParticipantPage page, String kind) {
        Object millis = page.evaluate("window.ducksoupEvents.find(({ kind }) => kind === '" + kind + "').t");
        return ((Number) millis).doubleValue() / 1000;
    }

    private static RecordedRun run(String interaction) throws IOException {
        return RecordedRun.of(running.server().directory().resolve("data"), interaction);
    }

    private static List<String> log(RecordedRun run) throws IOException {
        return Files.readAllLines(run.directory().resolve("events.jsonl"));
    }

    private static List<String> incidents(JsonNode manifest) {
        List<String> all = new ArrayList<>();
        manifest.path("incidents")
                .forEach(incident -> all.add(incident.path("kind").asText() + " "
                        + incident.path("reason").asText()));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object payload) {
        return (Map<String, Object>) payload;
    }
}
