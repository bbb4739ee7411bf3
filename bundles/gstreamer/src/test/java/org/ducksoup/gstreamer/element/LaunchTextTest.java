package org.ducksoup.gstreamer.element;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LaunchTextTest {
    @Test
    void theElementsOfATextAreFoundWithoutParsingIt() {
        assertThat(LaunchText.elements(
                        "audiocheblimit mode=high-pass cutoff=300 poles=4 ! volume name=out ! audio/x-raw,channels=1"))
                .containsExactlyInAnyOrder("audiocheblimit", "volume");
        assertThat(LaunchText.elements(
                        "tee name=t t. ! queue ! mix.sink_0 t.src_1 ! (identity !fakefilter) ! adder name=mix"))
                .containsExactlyInAnyOrder("tee", "queue", "identity", "fakefilter", "adder");
    }

    /** What is quoted is a value, whatever it looks like. */
    @Test
    void quotedValuesAreNoElements() {
        assertThat(LaunchText.elements("textoverlay text=\"a ! filesink \\\" location=x\" ! x font='Sans ! y'"))
                .containsExactlyInAnyOrder("textoverlay", "x");
    }

    /** A word too many means a worker where none was needed, and one too few the opposite. */
    @Test
    void whatIsInDoubtCounts() {
        assertThat(LaunchText.elements("volume volume = loud")).contains("volume", "loud");
    }
}
