package org.ducksoup.gstreamer.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Opus in packets of 20 ms; the pipeline's time zero is the arrival of the first. */
final class OverdueSoundTest {
    private static final int RATE = 48_000;
    private static final int FRAME = 960;
    private static final int FIRST_TIMESTAMP = -3 * FRAME;

    private final OverdueSound sound = OverdueSound.ofEffects(RATE);

    @Test
    void whatIsLeftOfTheTimeBeforeAnOutageIsOverdue() {
        push(0, 10);
        push(60, 1);
        assertThat(sound.contains(9 * FRAME)).isTrue();
        assertThat(sound.contains(15 * FRAME)).isTrue();
        assertThat(sound.contains(60 * FRAME)).isFalse();
        assertThat(sound.contains(61 * FRAME)).isFalse();
    }

    @Test
    void onceTheOutageIsPassedNothingIsOverdueUntilTheNext() {
        push(0, 10);
        push(60, 1);
        assertThat(sound.contains(60 * FRAME)).isFalse();
        // Half of the numbers of a timestamp later, an old limit would be ahead.
        assertThat(sound.contains(60 * FRAME + Integer.MIN_VALUE)).isFalse();
        push(61, 10);
        push(90, 1);
        assertThat(sound.contains(70 * FRAME)).isTrue();
    }

    @Test
    void afterAFewLostPacketsEverythingIsHeard() {
        push(0, 10);
        push(18, 10);
        assertThat(sound.contains(9 * FRAME)).isFalse();
    }

    @Test
    void soundThatItselfCameLateIsHeard() {
        push(0, 10);
        for (int i = 10; i < 60; i++) {
            pushAt(i, i, 60);
        }
        assertThat(sound.contains(9 * FRAME)).isFalse();
    }

    @Test
    void afterAPauseOfTheSenderEverythingIsHeard() {
        push(0, 10);
        pushAt(10, 60, 60);
        assertThat(sound.contains(9 * FRAME)).isFalse();
    }

    @Test
    void aPacketThatIsOvertakenIsNoOutage() {
        push(0, 10);
        pushAt(11, 11, 11);
        pushAt(10, 10, 40);
        pushAt(12, 12, 41);
        assertThat(sound.contains(9 * FRAME)).isFalse();
    }

    @Test
    void numbersBeginAnew() {
        for (int i = 65_530; i < 65_536; i++) {
            pushAt(i, i, i);
        }
        pushAt(65_600, 65_600, 65_600);
        assertThat(sound.contains(65_535 * FRAME)).isTrue();
        assertThat(sound.contains(65_600 * FRAME)).isFalse();
    }

    @Test
    void ofPicturesNothingIsOverdue() {
        OverdueSound pictures = OverdueSound.never();
        pictures.onPushed(0, 0, 0, 0);
        pictures.onPushed(50, 90_000, 1_000_000_000, 1_000_000_000);
        assertThat(pictures.contains(0)).isFalse();
    }

    private void push(int from, int count) {
        for (int i = from; i < from + count; i++) {
            pushAt(i, i, i);
        }
    }

    private void pushAt(int number, int frame, int arrival) {
        long nanos = arrival * 20_000_000L;
        sound.onPushed(number & 0xffff, FIRST_TIMESTAMP + frame * FRAME, 77 + nanos, nanos);
    }
}
