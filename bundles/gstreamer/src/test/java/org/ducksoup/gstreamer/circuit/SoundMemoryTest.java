package org.ducksoup.gstreamer.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SoundMemoryTest {
    private static final int BLOCK = 960;

    private final SoundMemory memory = new SoundMemory();

    private static short[] counted(long from, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (from + i);
        }
        return samples;
    }

    private void add(long place) {
        memory.add(place, counted(place, BLOCK), BLOCK);
    }

    @Test
    void placesAreExactForHours() {
        for (long samples = 0; samples < 48_000L * 3600 * 30; samples += 48_000L * 600 + 7) {
            assertThat(SoundMemory.place(Math.round(samples * 1e9 / 48_000))).isEqualTo(samples);
        }
    }

    @Test
    void theLastTwoSecondsAreThere() {
        for (int i = 0; i < 250; i++) {
            add((long) i * BLOCK);
        }
        short[] read = new short[1000];
        for (long place : new long[] {150L * BLOCK, 199L * BLOCK + 3, 250L * BLOCK - 1000}) {
            assertThat(memory.read(place, read, 1000, 1)).isTrue();
            assertThat(read).isEqualTo(counted(place, 1000));
        }
        assertThat(memory.read(150L * BLOCK - 1, read, 1000, 1)).isFalse();
    }

    /** What was not heard yet never stands in for something else, but for what is rounded. */
    @Test
    void whatIsNotThereIsNotRead() {
        short[] read = new short[BLOCK];
        assertThat(memory.read(0, read, BLOCK, 1)).isFalse();
        add(0);
        assertThat(memory.read(1, read, BLOCK, 1)).isTrue();
        assertThat(memory.read(SoundMemory.SLACK_FRAMES + 1, read, BLOCK, 1)).isFalse();
        add(10L * BLOCK);
        assertThat(memory.read(0, read, BLOCK, 1)).as("before a gap").isFalse();
        assertThat(memory.read(10L * BLOCK, read, BLOCK, 1)).isTrue();
    }

    /** A timestamp that is rounded leaves no sample out and repeats none. */
    @Test
    void soundThatGoesOnIsCounted() {
        add(0);
        memory.add(BLOCK + 2, counted(BLOCK, BLOCK), BLOCK);
        short[] read = new short[BLOCK];
        assertThat(memory.read(BLOCK / 2, read, BLOCK, 1)).isTrue();
        assertThat(read).isEqualTo(counted(BLOCK / 2, BLOCK));
    }

    @Test
    void channelsAreMixedAndDoubled() {
        short[] read = new short[4];
        memory.add(0, new short[] {1, 2}, 2);
        assertThat(memory.read(0, read, 2, 2)).isTrue();
        assertThat(read).containsExactly(1, 1, 2, 2);
        memory.setChannels(2);
        memory.add(2, new short[] {10, 20, -30, -10}, 2);
        assertThat(memory.read(2, read, 2, 1)).isTrue();
        assertThat(read).startsWith(15, -20);
    }

    @Test
    void delaysOfPitchAreInterpolated() {
        assertThat(PitchDelay.millis(1)).isZero();
        assertThat(PitchDelay.millis(1.45)).isCloseTo(-13.55, within(0.01));
        assertThat(PitchDelay.millis(0.05)).isEqualTo(18.2);
        assertThat(PitchDelay.millis(20)).isEqualTo(-42.9);
    }
}
