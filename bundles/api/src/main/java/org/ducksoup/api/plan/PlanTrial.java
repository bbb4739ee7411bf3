package org.ducksoup.api.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One role of a plan that an operator may try alone, once: an interaction of one participant, which takes no place of the plan's
 * assignment.
 *
 * @param code what the join says in place of plan and role; whoever has it can begin the trial
 * @param valid how long the code can be used
 * @param condition the condition of the trial
 * @param seed of all its draws
 * @param lines the timetable of this condition and seed, those with a time first, in its order
 */
public record PlanTrial(
        String code, Duration valid, PlanSummary plan, String role, String condition, long seed, List<Line> lines) {
    public PlanTrial {
        lines = List.copyOf(lines);
    }

    /**
     * @param at since the start of the interaction; null if it depends on what people do
     * @param when the time, or what the step waits for
     * @param repetition from 1
     * @param awaits the role that the step waits for and that nobody plays, so that it never happens; null if it may happen
     */
    public record Line(
            @Nullable Duration at,
            String when,
            String step,
            int repetition,
            List<Act> acts,
            @Nullable String awaits) {
        public Line {
            acts = List.copyOf(acts);
        }
    }

    /**
     * @param text for people
     * @param done whether it happens in the trial; acts on other roles are left out
     */
    public record Act(String text, boolean done) {}
}
