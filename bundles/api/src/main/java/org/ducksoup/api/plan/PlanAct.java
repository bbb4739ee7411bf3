package org.ducksoup.api.plan;

import java.time.Duration;
import org.ducksoup.api.pipeline.PropertyValue;

/** Something that a plan does to an interaction, with every value drawn. */
public sealed interface PlanAct {
    /**
     * Sets a property of an effect.
     *
     * @param role whose effect
     * @param effect the {@code name=} in the effect's text
     * @param over the linear way to the value; zero means at once
     */
    record Control(String role, String effect, String property, PropertyValue value, Duration over)
            implements PlanAct {}

    /** Takes an effect out of circuit, or puts it in again. */
    record Switch(String role, String effect, boolean in) implements PlanAct {}

    /** Mutes a participant's voice for the others, or undoes it. */
    record Mute(String role, boolean on) implements PlanAct {}

    /** Freezes a participant's picture for the others, or undoes it. */
    record Freeze(String role, boolean on) implements PlanAct {}

    /** Sends a text to a participant's page. */
    record Message(String role, String text) implements PlanAct {}

    /** Ends the interaction in order. */
    record End() implements PlanAct {}

    /** Moves the end. */
    record Extend(Duration by) implements PlanAct {}
}
