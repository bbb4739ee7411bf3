package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser that sends another codec in mid-call without being asked to. */
@Tag("waits")
class CodecChangeTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @Test
    void theOtherGoesOnSeeingAndTheRecordingHasAnotherPart() throws Exception {
        Object[] options = {
            "interactionName",
            "codec-change",
            "size",
            2,
            "duration",
            16,
            "videoFormat",
            "H264",
            "recordingMode",
            "muxed",
            "videoFx",
            "coloreffects preset=sepia",
            "userId"
        };
        try (ParticipantPage ann = running.labPage("", and(options, "ann"));
                ParticipantPage bob = running.labPage("", and(options, "bob"))) {
            ann.await("start");
            bob.seesAndHears("ann");
            ann.evaluate("sendCodec('video/VP8')");
            bob.pause(1500);
            List<ParticipantPage.Received> seen = bob.receivedNow();
            System.out.printf("  after the change: %s%n", seen);
            assertThat(seen).anyMatch(r -> r.isSeen() && r.frames() > 5 && r.isHeard());
            ann.await("closed");
            List<String> files = ann.files().get("ann");
            assertThat(files)
                    .hasSize(4)
                    .filteredOn(file -> file.contains("-p-2"))
                    .hasSize(2);
        }
        RecordedRun run = RecordedRun.of(running.server().directory().resolve("data"), "codec-change");
        List<String> incidents = new ArrayList<>();
        List<String> codecs = new ArrayList<>();
        double[] covered = {0};
        double[] heard = {0};
        run.finalManifest()
                .path("incidents")
                .forEach(incident -> incidents.add(incident.path("reason").asText()));
        run.finalManifest().path("files").forEach(file -> {
            if (file.path("path").asText().contains("-u-ann-")
                    && file.path("path").asText().contains("-dry")) {
                file.path("tracks").forEach(track -> {
                    if (track.path("kind").asText().equals("video")) {
                        codecs.add(track.path("codec").asText());
                        covered[0] += track.path("duration").asDouble();
                    } else {
                        heard[0] += track.path("duration").asDouble();
                    }
                });
            }
        });
        System.out.printf("  %s, %s, %.1f s of video, %.1f s of sound%n", incidents, codecs, covered[0], heard[0]);
        assertThat(incidents).contains("video changed from H264 to VP8");
        assertThat(codecs).hasSize(2).doesNotHaveDuplicates();
        assertThat(covered[0]).isGreaterThan(14);
        assertThat(heard[0]).as("sound, which changes nothing").isGreaterThan(14);
    }

    private static Object[] and(Object[] options, String user) {
        Object[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = user;
        return all;
    }
}
