package org.ducksoup.gstreamer.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

/** How the jitter buffer's latency follows the network, in virtual time. */
final class RepairTimeTest {
    private static final long MILLI = 1_000_000;

    private final RepairTime video = new RepairTime(MediaKind.VIDEO, 90_000);
    private long now = 1_000_000_000_000L;
    private int sequence = 65_500;
    private int timestamp = -100;

    /** @param jitterMillis of each packet's arrival */
    private void frames(int count, Random random, int jitterMillis) {
        for (int i = 0; i < count; i++) {
            now += 33 * MILLI;
            timestamp += 2970;
            video.onPacket(sequence & 0xffff, timestamp, now + (long) (random.nextDouble() * jitterMillis * MILLI));
            sequence++;
        }
    }

    @Test
    void beginsAtAUsualValueAndShrinksOnACleanNetwork() {
        assertThat(video.millis()).isEqualTo(100);
        frames(900, new Random(1), 1);
        assertThat(video.millis()).isEqualTo(40);
    }

    @Test
    void growsWithJitterAndForgetsIt() {
        frames(900, new Random(1), 60);
        int shaken = video.millis();
        assertThat(shaken).isBetween(55, 120);
        frames(900, new Random(1), 1);
        assertThat(video.millis()).isEqualTo(40);
    }

    @Test
    void coversWhatARetransmissionTakes() {
        frames(600, new Random(1), 1);
        assertThat(video.millis()).isLessThan(60);
        int lost = sequence++;
        timestamp += 2970;
        now += 33 * MILLI;
        frames(5, new Random(1), 0);
        // 4 frames after the gap showed
        video.onPacket(lost & 0xffff, timestamp - 5 * 2970, now + 30 * MILLI);
        assertThat(video.millis()).isBetween(190, 215);
        frames(1800, new Random(1), 0);
        assertThat(video.millis()).as("a minute later").isEqualTo(40);
    }

    /** A browser sends everything again that was lost in an outage, and takes its time. The next loss is an ordinary one. */
    @Test
    void whatIsSentAgainAfterAnOutageIsNoMeasure() {
        frames(600, new Random(1), 1);
        int first = sequence;
        int lost = 36;
        sequence += lost;
        timestamp += lost * 2970;
        now += lost * 33 * MILLI;
        frames(12, new Random(1), 0);
        for (int i = 0; i < lost; i++) {
            video.onPacket((first + i) & 0xffff, timestamp - (48 - i) * 2970, now + i * MILLI);
        }
        assertThat(video.millis()).isLessThan(60);
    }

    @Test
    void hasBounds() {
        for (int i = 0; i < 20; i++) {
            frames(1, new Random(1), 0);
            int lost = sequence++;
            timestamp += 2970;
            now += 33 * MILLI;
            frames(1, new Random(1), 0);
            video.onPacket(lost & 0xffff, timestamp - 2970, now + 800 * MILLI);
            now += 800 * MILLI;
        }
        assertThat(video.millis()).isEqualTo(400);
        RepairTime audio = new RepairTime(MediaKind.AUDIO, 48_000);
        assertThat(audio.millis()).isEqualTo(40);
        for (int i = 0; i < 1500; i++) {
            audio.onPacket(i, i * 960, i * 20 * MILLI);
        }
        assertThat(audio.millis()).isEqualTo(20);
    }

    @Test
    void packetsThatCameTwiceOrFromNowhereAreNoRepair() {
        frames(900, new Random(1), 0);
        for (int i = 0; i < 100; i++) {
            video.onPacket((sequence - 20) & 0xffff, timestamp - 20 * 2970, now + i * MILLI);
            video.onPacket((sequence - 20_000) & 0xffff, timestamp, now + i * MILLI);
        }
        assertThat(video.millis()).isEqualTo(40);
    }
}
