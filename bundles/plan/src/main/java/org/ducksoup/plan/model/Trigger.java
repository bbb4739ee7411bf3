package org.ducksoup.plan.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a step waits for. */
public sealed interface Trigger {
    /**
     * A time since the start of the interaction.
     *
     * @param every the time between repetitions; null if the step happens once
     */
    record At(Amount time, @Nullable Duration every) implements Trigger {}

    /**
     * A marker of a page or of an operator.
     *
     * @param role of the page; null for a marker of anybody
     */
    record Marker(String name, @Nullable String role) implements Trigger {}

    /** Another step was carried out. */
    record After(String step) implements Trigger {}

    /**
     * A role is in a state for so long.
     *
     * @param lasting how long; zero means at once
     * @param hysteresis interruptions shorter than this do not count
     */
    record While(State state, String role, Duration lasting, Duration hysteresis) implements Trigger {}

    /** What a role may be in. */
    enum State {
        SPEECH("speech"),
        SILENCE("silence"),
        AWAY("leaves"),
        BACK("returns");

        private final String key;

        State(String key) {
            this.key = key;
        }

        /** Its key in plans. */
        public String key() {
            return key;
        }

        /** The state that excludes this one. */
        public State opposite() {
            return switch (this) {
                case SPEECH -> SILENCE;
                case SILENCE -> SPEECH;
                case AWAY -> BACK;
                case BACK -> AWAY;
            };
        }
    }
}
