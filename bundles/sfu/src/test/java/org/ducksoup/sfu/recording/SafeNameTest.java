package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeNameTest {
    @Test
    void aSafeNameIsItself() {
        assertThat(SafeName.of("dyad-17_B")).isEqualTo("dyad-17_B");
    }

    @Test
    void namesInOtherScriptsStayApart() {
        assertThat(SafeName.of("王芳")).isNotEqualTo(SafeName.of("李娜")).matches("[0-9a-f]{8}");
        assertThat(SafeName.of("a b")).isNotEqualTo(SafeName.of("ab")).startsWith("ab-");
    }

    @Test
    void nothingLeadsOutOfTheDirectory() {
        for (String name : new String[] {"../..", "/etc/passwd", "a/../b", "..", ".", "", "a\0b", "x".repeat(300)}) {
            assertThat(SafeName.of(name)).matches("[A-Za-z0-9_-]{1,50}");
        }
    }
}
