package org.ducksoup.plan.speech;

import org.ducksoup.api.plan.SpeechListener;
import org.jspecify.annotations.Nullable;

/** A detector as the border of the bundle has it. */
public final class Ears implements SpeechListener {
    private final SpeechDetector detector = new SpeechDetector();

    @Override
    public @Nullable Heard onLevel(int level, long nanos) {
        return heard(detector.onLevel(level, nanos));
    }

    @Override
    public @Nullable Heard onTime(long nanos) {
        return heard(detector.onTime(nanos));
    }

    private @Nullable Heard heard(SpeechDetector.Change change) {
        return change == SpeechDetector.Change.NONE
                ? null
                : new Heard(change == SpeechDetector.Change.BEGAN, detector.changedAt());
    }
}
