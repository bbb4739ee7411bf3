package org.ducksoup.plan.model;

import java.util.Map;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.plan.PlanAssignment;
import org.jspecify.annotations.Nullable;

/**
 * A condition of the experiment.
 *
 * @param name for researchers only
 * @param shamOf the condition whose graph this one has, with neutral values or out of circuit; null if it is no sham
 * @param effects of each role that has some
 * @param neutral of a sham: the value that each property keeps, whatever the timeline says
 * @param outOfCircuit of a sham: its effects run as those of its condition do, and nothing of them is heard or seen
 */
public record Condition(
        String name,
        @Nullable String shamOf,
        Map<String, RoleEffects> effects,
        Map<PropertyPath, PropertyValue> neutral,
        boolean outOfCircuit) {
    public Condition {
        effects = Map.copyOf(effects);
        neutral = Map.copyOf(neutral);
    }

    public RoleEffects effects(String role) {
        return effects.getOrDefault(role, RoleEffects.NONE);
    }

    /** What the effects of a role begin with. */
    public PlanAssignment.Effects beginning(String role) {
        RoleEffects there = effects(role);
        return new PlanAssignment.Effects(there.beginningAudioFx(), there.beginningVideoFx(), outOfCircuit);
    }
}
