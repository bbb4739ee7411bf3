package org.ducksoup.plan.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ducksoup.plan.text.Place;
import org.jspecify.annotations.Nullable;

/**
 * A step of a timeline.
 *
 * @param name unique in its plan
 * @param only conditions in which it happens; empty for all
 * @param delay from the trigger to the acts, drawn for each repetition
 * @param jitter the time is moved by up to so much, in either direction
 * @param limit how often it happens at most; 0 for as often as its trigger says
 * @param refractory triggers that come sooner after the last one do not count
 * @param from triggers before do not count
 * @param until triggers after do not count; null for no such time
 * @param place in the plan's text
 */
public record Step(
        String name,
        Set<String> only,
        Trigger trigger,
        @Nullable Amount delay,
        Duration jitter,
        int limit,
        Duration refractory,
        Duration from,
        @Nullable Duration until,
        List<Act> acts,
        Place place) {
    public Step {
        only = Set.copyOf(only);
        acts = List.copyOf(acts);
    }

    public boolean isIn(String condition) {
        return only.isEmpty() || only.contains(condition);
    }

    /** Whether it may happen more than once. */
    public boolean repeats() {
        return limit != 1;
    }
}
