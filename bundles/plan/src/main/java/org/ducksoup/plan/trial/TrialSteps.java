package org.ducksoup.plan.trial;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.ducksoup.plan.timetable.DrawnAct;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.ducksoup.plan.timetable.PlannedStep;
import org.ducksoup.plan.timetable.Timetable;
import org.jspecify.annotations.Nullable;

/** What of a plan happens where one role is played and nobody plays the others. */
final class TrialSteps {
    private final Plan plan;
    private final String role;

    TrialSteps(Plan plan, String role) {
        this.plan = plan;
        this.role = role;
    }

    /**
     * The plan without the steps that wait for somebody who is not there. Left in it, each wait for silence would be over at
     * once. All roles stay in it, so that all draws are those of the plan.
     */
    Plan possible() {
        return plan.withTimeline(
                plan.timeline().stream().filter(step -> awaits(step) == null).toList());
    }

    /** The role that a step waits for and that nobody plays, be it by way of other steps; null if the step may happen. */
    @Nullable
    String awaits(Step step) {
        return awaits(step, new HashSet<>());
    }

    private @Nullable String awaits(Step step, Set<String> seen) {
        if (step.trigger() instanceof Trigger.While state) {
            return others(state.role());
        } else if (step.trigger() instanceof Trigger.Marker marker) {
            return marker.role() == null ? null : others(marker.role());
        } else if (step.trigger() instanceof Trigger.After after && seen.add(step.name())) {
            return plan.timeline().stream()
                    .filter(each -> each.name().equals(after.step()))
                    .map(each -> awaits(each, seen))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    private @Nullable String others(String awaited) {
        return awaited.equals(role) ? null : awaited;
    }

    /** The whole timetable, with what of it happens. */
    List<PlanTrial.Line> lines(String condition, long seed) {
        var steps = plan.steps(condition).stream().collect(Collectors.toMap(Step::name, Function.identity()));
        return Timetable.of(new DrawnPlan(plan, condition, seed)).stream()
                .map(planned -> {
                    Step step = steps.get(planned.step());
                    return line(planned, step == null ? null : awaits(step));
                })
                .toList();
    }

    private PlanTrial.Line line(PlannedStep planned, @Nullable String awaits) {
        Stream<PlanTrial.Act> acts =
                planned.acts().stream().map(act -> new PlanTrial.Act(act.sentence(), awaits == null && concerns(act)));
        return new PlanTrial.Line(
                planned.at(), planned.when(), planned.step(), planned.repetition(), acts.toList(), awaits);
    }

    private boolean concerns(DrawnAct act) {
        String concerned = act.role();
        return concerned == null || concerned.equals(role);
    }
}
