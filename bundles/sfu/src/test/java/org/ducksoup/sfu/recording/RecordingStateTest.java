package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.recording.RecordedTrack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is missing after a recording was held up, and why. The times are milliseconds here. */
class RecordingStateTest {
    private static final long MILLIS = 1_000_000;

    private final List<String> told = new ArrayList<>();
    private final RecordingState state = new RecordingState(new SessionRecording.Listener() {
        @Override
        public void onStalled(String reason) {
            told.add("stalled");
        }

        @Override
        public void onRecorderLost(String reason) {
            told.add("recorder lost");
        }

        @Override
        public void onResumed(@Nullable Span missing, RecordingGap.Cause cause) {
            told.add(
                    missing == null
                            ? "resumed"
                            : "resumed, %d to %d missing: %s"
                                    .formatted(missing.fromNanos() / MILLIS, missing.toNanos() / MILLIS, cause));
        }

        @Override
        public void onFailed(String reason, boolean isFinal) {
            told.add(isFinal ? "failed for good" : "failed");
        }

        @Override
        public void onKeyFrameNeeded(RecordedTrack track) {}
    });

    private void kept(long millis, long begunMillis) {
        state.kept(millis * MILLIS, OptionalLong.of(begunMillis * MILLIS));
    }

    @Test
    void aDiskThatFailsIsTheCause() {
        kept(1000, 0);
        state.failed(new IOException("no space left"), 1500 * MILLIS);
        kept(9000, 8000);
        assertThat(told).containsExactly("failed", "resumed, 1000 to 8000 missing: DISK");
    }

    @Test
    void aRecorderThatIsAwayForTooLongIsTheCause() {
        kept(1000, 0);
        state.recorderLost("its bundle was stopped", 1500 * MILLIS);
        kept(9000, 8000);
        assertThat(told).containsExactly("recorder lost", "resumed, 1000 to 8000 missing: RECORDER_LOST");
    }

    @Test
    void theNextGapHasItsOwnCause() {
        kept(1000, 0);
        state.recorderLost("its bundle was stopped", 1500 * MILLIS);
        kept(2000, 1010);
        state.caughtUp(new Span(3000 * MILLIS, 4000 * MILLIS));
        assertThat(told).containsExactly("recorder lost", "resumed", "resumed, 3000 to 4000 missing: DISK");
    }

    @Test
    void whatHappensFirstIsTheCause() {
        kept(1000, 0);
        state.failed(new IOException("no space left"), 1500 * MILLIS);
        state.recorderLost("its bundle was stopped", 1600 * MILLIS);
        kept(9000, 8000);
        assertThat(told).containsExactly("failed", "resumed, 1000 to 8000 missing: DISK");
    }
}
