package org.ducksoup.signaling.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTextTest {
    @Test
    void showsNothingThatMovesACursor() {
        assertThat(WireText.shown("a\u001b[2J\u009bb\n")).isEqualTo("a?[2J?b?");
    }

    @Test
    void cutsWithoutHalvesOfCharacters() {
        assertThat(WireText.cut("ab😀", 4)).isEqualTo("ab😀");
        assertThat(WireText.cut("ab😀", 3)).isEqualTo("ab?…");
        assertThat(WireText.cut("a\ud83d", 5)).isEqualTo("a?");
    }

    @Test
    void takesNoNameThatIsLongBeforeNormalising() {
        assertThat(WireText.name("e\u0301".repeat(100))).contains("é".repeat(100));
        assertThat(WireText.name("e\u0301".repeat(101))).isEmpty();
        assertThat(WireText.name("x".repeat(1_000_000))).isEmpty();
    }
}
