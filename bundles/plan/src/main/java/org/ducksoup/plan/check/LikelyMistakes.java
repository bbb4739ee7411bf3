package org.ducksoup.plan.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.text.Problem;
import org.ducksoup.plan.text.TimeText;
import org.ducksoup.plan.timetable.DrawnAct;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.ducksoup.plan.timetable.PlannedStep;
import org.ducksoup.plan.timetable.Timetable;

/** What is legal in a plan, and most likely a mistake. */
public final class LikelyMistakes {
    private LikelyMistakes() {}

    /** Those that need no timetable. */
    public static List<Problem> of(Plan plan) {
        List<Problem> found = new ArrayList<>();
        for (Condition sham : plan.conditions().values()) {
            if (sham.shamOf() != null && !sham.shamOf().isEmpty()) {
                shams(plan, sham, sham.shamOf(), found);
            }
        }
        return found;
    }

    /** A sham that lacks a step can be told from its condition. */
    private static void shams(Plan plan, Condition condition, String active, List<Problem> found) {
        String sham = condition.name();
        for (Step step : plan.timeline()) {
            if (step.isIn(sham) != step.isIn(active)) {
                String there = step.isIn(active) ? active : sham;
                found.add(problem(
                        step,
                        "happens in " + there + " and not in " + (there.equals(sham) ? active : sham),
                        "is better a step of both, because a sham does the same "
                                + (condition.outOfCircuit() ? "out of circuit" : "with neutral values"),
                        "write both names in only"));
            }
        }
    }

    /** Those of one timetable. */
    public static List<Problem> of(DrawnPlan drawn) {
        List<Problem> found = new ArrayList<>();
        Map<String, Step> steps =
                drawn.steps().stream().collect(Collectors.toMap(Step::name, step -> step, (one, other) -> one));
        Map<PropertyPath, Busy> busy = new LinkedHashMap<>();
        Set<String> told = new TreeSet<>();
        for (PlannedStep planned : Timetable.of(drawn)) {
            Step step = steps.get(planned.step());
            Duration at = planned.at();
            if (step == null || at == null) {
                continue;
            }
            if (at.compareTo(drawn.plan().duration()) >= 0 && told.add(step.name() + " late")) {
                found.add(problem(
                        step,
                        "is planned at " + TimeText.shown(at) + ", when the interaction is over",
                        "are times below its duration of "
                                + TimeText.shown(drawn.plan().duration()),
                        "make the time shorter or the duration longer"));
            }
            for (DrawnAct act : planned.acts()) {
                overlap(act, at, step, busy, told, found);
            }
        }
        return found;
    }

    /** A property that is on its way until then. */
    private record Busy(Duration until, String step) {}

    private static void overlap(
            DrawnAct act, Duration at, Step step, Map<PropertyPath, Busy> busy, Set<String> told, List<Problem> found) {
        PropertyPath path;
        Duration until = at;
        if (act instanceof DrawnAct.Set set) {
            path = set.property();
        } else if (act instanceof DrawnAct.Ramp ramp) {
            path = ramp.property();
            until = at.plus(ramp.attack());
            if (ramp.sustain() != null) {
                until = until.plus(ramp.sustain()).plus(ramp.release());
            }
        } else {
            return;
        }
        Busy before = busy.get(path);
        if (before != null && at.compareTo(before.until()) < 0 && told.add(step.name() + " " + path)) {
            found.add(problem(
                    step,
                    "changes " + path + " at " + TimeText.shown(at) + ", while step " + before.step()
                            + " leads it until " + TimeText.shown(before.until()),
                    "is better one after the other, because the newest act counts and ends the one before",
                    "move one of the two steps"));
        }
        if (before == null || until.compareTo(before.until()) > 0) {
            busy.put(path, new Busy(until, step.name()));
        }
    }

    static Problem problem(Step step, String what, String allowed, String remedy) {
        return new Problem(step.place(), "step", step.name(), what, "allowed " + allowed, remedy);
    }
}
