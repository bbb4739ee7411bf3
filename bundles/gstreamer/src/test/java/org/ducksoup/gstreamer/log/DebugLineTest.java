package org.ducksoup.gstreamer.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.ducksoup.api.server.ServerEvent;
import org.junit.jupiter.api.Test;

final class DebugLineTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T10:00:00Z");
    private static final String LOG = """
            0:00:01.000000002  4711 0x55736b433200 WARN     GST_ELEMENT_FACTORY gstelementfactory.c:467:gst_element_factory_make: no such element factory "nosuch"!
            1:02:03.500000000  4711 0x55736b433200 ERROR           videodecoder gstvideodecoder.c:2507:gst_video_decoder_chain:<avdec_h264-0:sink> lost: a:b <c>
              and more of it
            1:02:03.600000000  4711 (nil) FIXME                   default x.cc:1::<a b> odd
            """;

    @Test
    void readsWhatGStreamerWrites() {
        assertThat(DebugLine.all(LOG))
                .containsExactly(
                        new DebugLine(
                                Duration.ofSeconds(1, 2),
                                2,
                                "GST_ELEMENT_FACTORY",
                                "gstelementfactory.c:gst_element_factory_make:467",
                                null,
                                "no such element factory \"nosuch\"!"),
                        new DebugLine(
                                Duration.ofSeconds(3723, 500_000_000),
                                1,
                                "videodecoder",
                                "gstvideodecoder.c:gst_video_decoder_chain:2507",
                                "avdec_h264-0:sink",
                                "lost: a:b <c>\n  and more of it"),
                        new DebugLine(Duration.ofSeconds(3723, 600_000_000), 3, "default", "x.cc::1", "a b", "odd"));
    }

    @Test
    void whatIsNoLineIsNone() {
        assertThat(DebugLine.all("")).isEmpty();
        assertThat(DebugLine.all("\n\nnonsense\n")).isEmpty();
    }

    @Test
    void aLongTextIsCut() {
        String head = "0:00:01.000000002  4711 0x1 LOG  c f.c:1:g: ";
        assertThat(DebugLine.all(head + "x".repeat(100_000)).get(0).text()).hasSize(4001);
    }

    @Test
    void aFaceTrackerTellsOfAParticipant() {
        DebugLine line = new DebugLine(
                Duration.ofMillis(1500),
                2,
                "mozza",
                "mozza.cpp:transform:9",
                "fx",
                "user-id: n-exp-r-trial 1-u-ann, frame: 77, TRACKER_OK");
        assertThat(line.event(BEGAN, true))
                .isEqualTo(
                        new ServerEvent.VideoTracked(BEGAN.plusMillis(1500), 2, "exp", "trial 1", "ann", "77", true));
        assertThat(line.event(BEGAN, false))
                .isEqualTo(new ServerEvent.GStreamerLogged(
                        BEGAN.plusMillis(1500), 2, "mozza", "mozza.cpp:transform:9", "fx", line.text()));
        DebugLine lost = new DebugLine(line.elapsed(), 2, "mozza", "m", null, "user-id: n-a-i-b-u-c, nothing");
        assertThat(lost.event(BEGAN, true))
                .isEqualTo(new ServerEvent.VideoTracked(BEGAN.plusMillis(1500), 2, "a", "b", "c", "", false));
        DebugLine debug = new DebugLine(line.elapsed(), 5, "mozza", "m", null, line.text());
        assertThat(debug.event(BEGAN, true)).isInstanceOf(ServerEvent.GStreamerLogged.class);
    }
}
