package org.ducksoup.plan.timetable;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a timetable.
 *
 * @param at since the start; null if it depends on what people do
 * @param when what it waits for, in words
 * @param repetition from 1
 */
public record PlannedStep(@Nullable Duration at, String when, String step, int repetition, List<DrawnAct> acts) {
    public PlannedStep {
        acts = List.copyOf(acts);
    }
}
