package org.ducksoup.sfu.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.plan.SpeechListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the absence of sound is silence. */
class EarTest {
    private final List<String> heard = new ArrayList<>();
    private final AtomicLong packets = new AtomicLong();

    /** Speech at each level, silence whenever time passes. */
    private static final SpeechListener LISTENER = new SpeechListener() {
        @Override
        public @Nullable Heard onLevel(int level, long nanos) {
            return level < 127 ? new Heard(true, nanos) : null;
        }

        @Override
        public Heard onTime(long nanos) {
            return new Heard(false, nanos);
        }
    };

    private void note(SpeechListener.Heard change) {
        heard.add((change.speaking() ? "speech " : "silence ") + change.sinceNanos());
    }

    @Test
    void aBrowserThatSendsNothingIsSilent() {
        Ear ear = Ear.ofPackets(LISTENER, this::note);
        ear.onLevel(20, 1);
        ear.onLevel(127, 2);
        ear.onTime(3);
        ear.onTime(4);
        assertThat(heard).containsExactly("speech 1", "silence 3", "silence 4");
    }

    /** An effect is lost, or the jitter buffer waits for a packet: what was said is not known, and nobody became silent. */
    @Test
    void decodedSoundThatIsMissingIsNoSilenceAsLongAsPacketsArrive() {
        Ear ear = Ear.ofDecoded(LISTENER, packets::get, this::note);
        packets.set(5);
        ear.onLevel(20, 1);
        ear.onTime(2);
        packets.set(10);
        ear.onTime(3);
        assertThat(heard).containsExactly("speech 1");
        ear.onTime(4);
        assertThat(heard).containsExactly("speech 1", "silence 4");
        packets.set(11);
        ear.onTime(5);
        assertThat(heard).hasSize(2);
    }
}
