package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.recording.Recording;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects heard and seen in Chromium, and the recordings of these calls. */
class EffectsAndRecordingTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    private static final int SECONDS = 16;

    /** Covers every pair of values of format, voice and face. */
    @ParameterizedTest
    @CsvSource({"H264, false, false", "H264, true, true", "VP8, true, false", "VP8, false, true"})
    void everyPair(String format, boolean voice, boolean face) throws Exception {
        whatComesBackAndWhatIsRecorded(format, voice, face);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"H264, true, false", "H264, false, true", "VP8, false, false", "VP8, true, true"})
    void theOtherHalfOfAllTriples(String format, boolean voice, boolean face) throws Exception {
        whatComesBackAndWhatIsRecorded(format, voice, face);
    }

    private static void whatComesBackAndWhatIsRecorded(String format, boolean voice, boolean face) throws Exception {
        try (MirrorPage page = MirrorPage.start(running.browser(), running.server(), options(format, voice, face))) {
            double firstFrame = page.firstFrameMillis();
            page.awaitState("running");
            long begin = System.nanoTime();
            Duration cpu = running.server().cost().cpuTime();
            MirrorPage.Sent early = page.framesSent();
            MirrorPage.Frames frames = page.steadyState(3, 2);
            double cores =
                    (double) running.server().cost().cpuTime().minus(cpu).toNanos() / (System.nanoTime() - begin);
            long resident = running.server().cost().residentBytes() >> 20;
            MirrorPage.Tone tone = page.tone(1500);
            List<Double> colour = page.colourAt(0.25, 0.3);
            page.pause(1500);
            MirrorPage.Sent late = page.framesSent();
            page.awaitState("ended");
            System.out.printf(
                    "%s voice=%s face=%s: first frame after %.0f ms, %s, %s, colour %s, %.2f cores, %d MB%n",
                    format, voice, face, firstFrame, frames, tone, colour, cores, resident);

            assertThat(frames.fps()).isGreaterThanOrEqualTo(25);
            assertThat(frames.longestGap()).isLessThan(500);
            assertThat(tone.hertz()).isCloseTo(voice ? 352 : TestMedia.TONE_HERTZ, within(8.0));
            // The red of the camera has a blue value of 20 of 255; xpro raises it to 47.
            if (face) {
                assertThat(colour.get(2)).isBetween(36.0, 60.0);
            } else {
                assertThat(colour.get(2)).isLessThan(32);
            }
            Recording recording = Recording.of(running.server().directory().resolve("data"), page.files());
            recording.check(voice, face, SECONDS);
            // At each of the two moments one or two frames are under way.
            int sent = late.frames() - early.frames();
            long recorded = recording.dryFrames(early.seconds(), late.seconds());
            System.out.printf("  frames sent %d, recorded %d%n", sent, recorded);
            assertThat(recorded).isCloseTo(sent, within((long) (3 + sent / 100)));
        }
    }

    private static String[] options(String format, boolean voice, boolean face) {
        List<String> options = new ArrayList<>(
                List.of("recordingMode", "muxed", "videoFormat", format, "duration", Integer.toString(SECONDS)));
        if (voice) {
            options.addAll(List.of("audioFx", "pitch pitch=0.8 name=voice"));
        }
        if (face) {
            options.addAll(List.of("videoFx", "coloreffects preset=xpro name=face"));
        }
        return options.toArray(String[]::new);
    }

    /** A ramp that the page asks for is audible in the returned sound, and not only visible in a property. */
    @Test
    void aPitchRampIsHeard() {
        try (MirrorPage page = MirrorPage.start(
                running.browser(),
                running.server(),
                "recordingMode",
                "none",
                "videoFormat",
                "VP8",
                "duration",
                "30",
                "audioFx",
                "pitch pitch=1.0 name=voice")) {
            page.awaitState("running");
            page.pause(1500);
            double before = page.tone(1500).hertz();
            page.controlEffect("voice", "pitch", "0.5", 2000);
            page.pause(700);
            double during = page.tone(800).hertz();
            page.pause(1500);
            double after = page.tone(1500).hertz();
            page.stop();
            System.out.printf("pitch ramp from 1.0 to 0.5 heard as %.0f, %.0f, %.0f Hz%n", before, during, after);
            assertThat(before).isCloseTo(440, within(8.0));
            assertThat(during).isBetween(225.0, 435.0);
            assertThat(after).isCloseTo(220, within(8.0));
            assertThat(running.awaitOutput(line -> line.contains("client_fx_control")))
                    .isNotEmpty();
        }
    }
}
