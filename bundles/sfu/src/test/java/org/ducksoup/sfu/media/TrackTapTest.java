package org.ducksoup.sfu.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class TrackTapTest {
    private record Heard(List<Long> at) implements TapListener {
        @Override
        public void onPacket(RtpPacket lent, long arrivalNanos) {
            at.add(arrivalNanos);
        }

        @Override
        public void onBypass(RtpPacket lent, long arrivalNanos) {}
    }

    /** A browser changes its video codec: the next recording listens to the sound before the last one has ended. */
    @Test
    void aRecordingThatEndsDoesNotSilenceTheNextOne() {
        TrackTap tap = new TrackTap((lent, arrivalNanos) -> {});
        Heard first = new Heard(new ArrayList<>());
        Heard second = new Heard(new ArrayList<>());
        tap.record(first);
        tap.onPacket(new RtpPacket(), 1);
        tap.record(second);
        tap.onPacket(new RtpPacket(), 2);
        tap.stop(first);
        tap.onPacket(new RtpPacket(), 3);
        tap.stop(second);
        tap.onPacket(new RtpPacket(), 4);
        assertThat(first.at).containsExactly(1L);
        assertThat(second.at).containsExactly(2L, 3L);
    }

    /** What an effect gives up late is recorded, and nobody listens to it. */
    @Test
    void whatComesTooLateForListenersIsRecorded() {
        List<Long> passed = new ArrayList<>();
        TrackTap tap = new TrackTap((lent, arrivalNanos) -> passed.add(arrivalNanos));
        tap.recordersOnly().onPacket(new RtpPacket(), 1);
        Heard recorder = new Heard(new ArrayList<>());
        tap.record(recorder);
        tap.recordersOnly().onPacket(new RtpPacket(), 2);
        tap.onPacket(new RtpPacket(), 3);
        assertThat(recorder.at).containsExactly(2L, 3L);
        assertThat(passed).containsExactly(3L);
    }
}
