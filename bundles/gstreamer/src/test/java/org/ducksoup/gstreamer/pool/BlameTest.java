package org.ducksoup.gstreamer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BlameTest {
    private static final Map<String, String> FILES = Map.of(
            "tracker", "/workers/plugins/1/libgsttracker.so",
            "robot", "/workers/plugins/2/libgstrobot.so");

    @Test
    void thePluginInWhichItCrashedIsSuspectedAndNoOther() {
        String reason = "signal SIGSEGV in libgsttracker.so";
        assertThat(Blame.suspects(Set.of("tracker", "robot", "pitch"), Set.of("tracker", "robot"), FILES, reason))
                .containsExactly("tracker");
        assertThat(Blame.suspects(Set.of("robot"), Set.of("tracker", "robot"), FILES, reason))
                .as("of another medium in the same process")
                .isEmpty();
    }

    /** A library that a plug-in uses, a hang, or memory. */
    @Test
    void withoutANameAllAreSuspectedThatWereNotMeasured() {
        for (String reason : Set.of("signal SIGSEGV in libopencv_core.so.406", "hang: it does not answer", "memory")) {
            assertThat(Blame.suspects(Set.of("robot", "pitch"), Set.of("tracker", "robot"), FILES, reason))
                    .containsExactly("robot");
            assertThat(Blame.suspects(Set.of("pitch"), Set.of("tracker"), FILES, reason))
                    .isEmpty();
        }
    }

    /** All native effects may run in workers, if the operator says so. */
    @Test
    void whereNoOtherEffectWasAMeasuredOneIsSuspected() {
        assertThat(Blame.suspects(Set.of("pitch"), Set.of(), FILES, "signal SIGSEGV in libgstsoundtouch.so"))
                .containsExactly("pitch");
    }
}
