package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.FigureFile;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A participant in Chromium opens the mirror page of the assembled server, and sees and hears their own camera and
 * microphone.
 */
class MirrorInBrowserTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @ParameterizedTest
    @ValueSource(strings = {"H264", "VP8"})
    void pictureAndSoundComeBack(String format) throws Exception {
        try (MirrorPage page = start(format, "45")) {
            page.awaitState("running");
            MirrorPage.Frames frames = page.steadyState(6);
            MirrorPage.Tone tone = page.tone(1500);
            System.out.printf("mirror %s: %s, %s%n", format, frames, tone);
            assertThat(frames.fps()).isGreaterThanOrEqualTo(25);
            assertThat(frames.longestGap())
                    .as("longest time without a frame, in ms")
                    .isLessThan(500);
            assertThat(tone.hertz()).isCloseTo(TestMedia.TONE_HERTZ, within(5.0));
            assertThat(tone.decibels()).isGreaterThan(-50);
            assertColour(page.colourAt(0.25, 0.3), 0xC0, 0x20, 0x20);
            assertColour(page.colourAt(0.75, 0.3), 0x20, 0x20, 0xC0);
            assertThat(page.positionsOfSquare())
                    .as("positions of the moving square")
                    .hasSizeGreaterThan(3);
            assertThat(page.lateness()).matches("You see yourself (about \\d{2,3}|less than 20) ms later.*");
            if (format.equals("H264")) {
                page.screenshot("mirror");
            }
        }
        assertThat(running.browser().complaints()).isEmpty();
        assertThat(running.awaitOutput(line -> line.contains("video/" + format)))
                .isNotEmpty();
        assertThat(running.awaitOutput(line -> line.contains("interaction_started")))
                .isNotEmpty();
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        try (MirrorPage page = start("H264", "5")) {
            page.awaitState("ended");
            assertThat(page.events()).containsSubsequence("local-stream", "joined", "start", "ending", "files", "end");
        }
    }

    @Test
    void firstFrameComesSoon() {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (MirrorPage page = start("VP8", "20")) {
                times.add(page.firstFrameMillis());
                page.stop();
            }
        }
        times.sort(null);
        double median = (times.get(4) + times.get(5)) / 2;
        System.out.printf("join to first decoded frame, 10 times: median %.0f ms, all %s%n", median, times);
        new FigureFile("mirror").put("join to first decoded frame, median of 10, ms", median);
        assertThat(median).as("join to first decoded frame, ms").isLessThan(1000);
    }

    private static MirrorPage start(String format, String duration) {
        return MirrorPage.start(
                running.browser(),
                running.server(),
                "recordingMode",
                "none",
                "videoFormat",
                format,
                "duration",
                duration);
    }

    private static void assertColour(List<Double> colour, int... expected) {
        for (int i = 0; i < 3; i++) {
            assertThat(colour.get(i)).as("colour %s", colour).isCloseTo(expected[i], within(40.0));
        }
    }
}
