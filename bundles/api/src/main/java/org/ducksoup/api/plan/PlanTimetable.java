package org.ducksoup.api.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens when in an interaction of a plan. The same plan, condition and seed have the same timetable for ever.
 *
 * @param lines those with a time first, in its order
 */
public record PlanTimetable(String condition, long seed, List<Line> lines) {
    public PlanTimetable {
        lines = List.copyOf(lines);
    }

    /**
     * @param at since the start of the interaction; null if it depends on what people do
     * @param when the time, or what the step waits for
     * @param repetition from 1
     * @param acts what happens, a text for each
     */
    public record Line(@Nullable Duration at, String when, String step, int repetition, List<String> acts) {
        public Line {
            acts = List.copyOf(acts);
        }
    }
}
