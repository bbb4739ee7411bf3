package org.ducksoup.plan.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.pipeline.PropertyValue;
import org.jspecify.annotations.Nullable;

/**
 * A plan: what happens to whom, and when. Immutable; an interaction keeps the one that it began with.
 *
 * @param name of the file, without its extension
 * @param sha256 of the file's bytes, in hexadecimal digits: the plan's identity
 * @param title for researchers; may be empty
 * @param duration of the interaction
 * @param roles one for each participant
 * @param control whose effects pages may control
 * @param seed of every interaction; null for one that is drawn for each
 * @param conditions by name, in the order of the file
 * @param orders values that are shuffled for each interaction, by name
 */
public record Plan(
        String name,
        String sha256,
        String title,
        Duration duration,
        List<String> roles,
        PlanMedia media,
        JoinGrant.Control control,
        @Nullable Long seed,
        Map<String, Condition> conditions,
        Map<String, List<PropertyValue>> orders,
        List<Step> timeline,
        Assignment assignment,
        ExclusionRules exclusions) {
    /** In place of a role: every one. */
    public static final String ALL = "all";

    /** JavaScript and JSON keep whole numbers up to here. */
    public static final long MAX_SEED = (1L << 53) - 1;

    public Plan {
        roles = List.copyOf(roles);
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        orders = Map.copyOf(orders);
        timeline = List.copyOf(timeline);
    }

    /** A condition that this plan has. */
    public Condition condition(String condition) {
        return Objects.requireNonNull(conditions.get(condition), condition);
    }

    /** The steps that happen in a condition. */
    public List<Step> steps(String condition) {
        return timeline.stream().filter(step -> step.isIn(condition)).toList();
    }

    /** The same plan with some of its steps. */
    public Plan withTimeline(List<Step> steps) {
        return new Plan(
                name,
                sha256,
                title,
                duration,
                roles,
                media,
                control,
                seed,
                conditions,
                orders,
                steps,
                assignment,
                exclusions);
    }

    /** The roles that a name in the plan stands for. */
    public List<String> roles(String name) {
        return name.equals(ALL) ? roles : List.of(name);
    }
}
