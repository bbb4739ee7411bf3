package org.ducksoup.api.interaction;

import java.time.Duration;

/**
 * A stretch of a run's timeline that is missing in files.
 *
 * @param from its begin, since {@link InteractionEvent.Run#origin}
 * @param to its end, since the same
 * @param cause what kept it out of the files
 */
public record RecordingGap(Duration from, Duration to, Cause cause) {
    /** What kept media that had arrived out of a file. */
    public enum Cause {
        /** The disk did not answer for longer than memory lasts, or failed. */
        DISK("disk"),
        /** The recorder's bundle was away for longer than memory lasts. */
        RECORDER_LOST("recorder_lost"),
        /** The pipeline that encodes dry video again was away. */
        ENCODER_LOST("encoder_lost");

        private final String token;

        Cause(String token) {
            this.token = token;
        }

        /** Its name in log and manifest. */
        public String token() {
            return token;
        }
    }
}
