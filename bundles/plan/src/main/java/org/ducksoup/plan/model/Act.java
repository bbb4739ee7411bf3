package org.ducksoup.plan.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a step does. Roles may be {@link Plan#ALL}. */
public sealed interface Act {
    /** Sets a property at once, for good. */
    record Set(PropertyPath property, Amount to) implements Act {}

    /**
     * Leads a number to another one, linearly.
     *
     * @param attack the way there
     * @param sustain how long it stays there; null for good
     * @param release the way back
     * @param back where to; null for the last value that was meant to stay
     */
    record Ramp(
            PropertyPath property,
            Amount to,
            Duration attack,
            @Nullable Duration sustain,
            Duration release,
            @Nullable Amount back)
            implements Act {}

    /** Takes an effect out of circuit, or puts it in again. */
    record Switch(String role, String effect, boolean in) implements Act {}

    /**
     * Mutes a voice or freezes a picture.
     *
     * @param on false undoes it
     * @param lasting undone after so long; null for good
     */
    record Hold(
            Medium medium,
            String role,
            boolean on,
            @Nullable Duration lasting) implements Act {}

    record Message(String role, String text) implements Act {}

    record End() implements Act {}

    record Extend(Duration by) implements Act {}

    /** What a hold keeps from the others. */
    enum Medium {
        VOICE("mute"),
        PICTURE("freeze");

        private final String key;

        Medium(String key) {
            this.key = key;
        }

        /** Its key in plans. */
        public String key() {
            return key;
        }
    }
}
