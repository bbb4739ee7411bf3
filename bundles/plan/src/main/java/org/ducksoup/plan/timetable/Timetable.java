package org.ducksoup.plan.timetable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.ducksoup.plan.text.TimeText;

/** What happens when, as far as it does not depend on what people do. */
public final class Timetable {
    /** As many repetitions of a step that waits for people are shown. */
    private static final int SHOWN = 5;

    /** More repetitions of one step are a mistake, or nobody reads them. */
    private static final int MAX_REPETITIONS = 1000;

    private Timetable() {}

    /** Steps with a time, in the order of time, and then the others in the order of the file. */
    public static List<PlannedStep> of(DrawnPlan drawn) {
        List<PlannedStep> timed = new ArrayList<>();
        List<PlannedStep> waiting = new ArrayList<>();
        for (Step step : drawn.steps()) {
            if (step.trigger() instanceof Trigger.At at) {
                timed(drawn, step, at, timed);
            } else {
                waiting(drawn, step, waiting);
            }
        }
        timed.sort(Comparator.comparing(step -> step.at() == null ? Duration.ZERO : step.at()));
        timed.addAll(waiting);
        return timed;
    }

    private static void timed(DrawnPlan drawn, Step step, Trigger.At at, List<PlannedStep> into) {
        int limit = step.limit() == 0 ? MAX_REPETITIONS : step.limit();
        for (int repetition = 1; repetition <= limit; repetition++) {
            Duration time = drawn.time(step, at, repetition);
            boolean isOver = time.compareTo(drawn.plan().duration()) >= 0;
            if (isOver && repetition > 1) {
                return;
            }
            into.add(
                    new PlannedStep(time, TimeText.shown(time), step.name(), repetition, drawn.acts(step, repetition)));
        }
    }

    private static void waiting(DrawnPlan drawn, Step step, List<PlannedStep> into) {
        int limit = Math.min(SHOWN, step.limit());
        for (int repetition = 1; repetition <= limit; repetition++) {
            Duration delay = drawn.delay(step, repetition);
            String when = words(step.trigger()) + (delay.isZero() ? "" : ", " + TimeText.span(delay) + " later");
            into.add(new PlannedStep(null, when, step.name(), repetition, drawn.acts(step, repetition)));
        }
    }

    /** What a step waits for. */
    public static String words(Trigger trigger) {
        if (trigger instanceof Trigger.Marker marker) {
            return "marker " + marker.name() + (marker.role() == null ? "" : " of " + marker.role());
        } else if (trigger instanceof Trigger.After after) {
            return "after " + after.step();
        } else if (trigger instanceof Trigger.While state) {
            String lasting = state.lasting().isZero() ? "" : " for " + TimeText.span(state.lasting());
            return switch (state.state()) {
                case SPEECH, SILENCE -> state.state().key() + " of " + state.role() + lasting;
                case AWAY, BACK -> state.role() + " " + state.state().key() + lasting;
            };
        }
        return "at a time";
    }
}
