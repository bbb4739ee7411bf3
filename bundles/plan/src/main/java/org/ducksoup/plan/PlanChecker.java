package org.ducksoup.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.api.effect.EffectTexts;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.PlanDesk.Choice;
import org.ducksoup.api.plan.PlanFinding;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTimetable;
import org.ducksoup.plan.check.EffectReview;
import org.ducksoup.plan.check.LikelyMistakes;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.reading.PlanReader;
import org.ducksoup.plan.text.Problem;
import org.ducksoup.plan.timetable.DrawnAct;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.ducksoup.plan.timetable.PlannedStep;
import org.ducksoup.plan.timetable.Timetable;

/** Checks a plan's text from all sides, and makes a timetable. */
final class PlanChecker {
    private static final long USUAL_SEED = 1;

    private final EffectsHere effects;

    PlanChecker(EffectsHere effects) {
        this.effects = effects;
    }

    CheckedPlan check(String name, byte[] bytes, Choice choice) throws OperationException {
        PlanReader.Result result = PlanReader.read(name, bytes);
        Plan plan = result.plan();
        if (plan == null) {
            return new CheckedPlan(name, result.sha256(), null, findings(result.problems()), null);
        }
        DrawnPlan drawn = drawn(plan, choice);
        List<PlanFinding> findings = new ArrayList<>();
        LikelyMistakes.of(plan).forEach(warning -> findings.add(finding(warning, false)));
        LikelyMistakes.of(drawn).forEach(warning -> findings.add(finding(warning, false)));
        effects.texts().ifPresentOrElse(texts -> check(plan, texts, findings), () -> findings.add(unchecked()));
        findings.sort(Comparator.comparing(PlanFinding::line).thenComparing(PlanFinding::column));
        return new CheckedPlan(name, plan.sha256(), summary(plan, List.of()), findings, timetable(drawn));
    }

    private void check(Plan plan, EffectTexts texts, List<PlanFinding> findings) {
        EffectReview check = new EffectReview(plan, texts, effects.effects()).run();
        check.errors().forEach(error -> findings.add(finding(error, true)));
        check.warnings().forEach(warning -> findings.add(finding(warning, false)));
    }

    private static PlanFinding unchecked() {
        return new PlanFinding(
                false,
                1,
                1,
                "effects",
                "",
                "The effects were not checked, because the bundle org.ducksoup.sfu is not active; bundle:list says why.");
    }

    static DrawnPlan drawn(Plan plan, Choice choice) throws OperationException {
        String condition = choice.condition();
        if (condition == null) {
            condition = plan.conditions().keySet().iterator().next();
        } else if (!plan.conditions().containsKey(condition)) {
            throw new OperationException(
                    OperationException.Cause.UNKNOWN,
                    "condition",
                    "plan " + plan.name() + " has no condition " + condition + "; it has "
                            + String.join(", ", plan.conditions().keySet()));
        }
        Long seed = choice.seed() == null ? plan.seed() : choice.seed();
        if (seed != null && (seed < 0 || seed > Plan.MAX_SEED)) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "seed",
                    "seed " + seed + " is not from 0 to " + Plan.MAX_SEED + ", which is 2^53 - 1");
        }
        return new DrawnPlan(plan, condition, seed == null ? USUAL_SEED : seed);
    }

    static PlanSummary summary(Plan plan, List<Problem> problems) {
        return new PlanSummary(
                plan.name(),
                plan.sha256(),
                plan.title(),
                plan.duration(),
                plan.roles(),
                List.copyOf(plan.conditions().keySet()),
                plan.assignment().method().token(),
                findings(problems));
    }

    static List<PlanFinding> findings(List<Problem> problems) {
        return problems.stream().map(problem -> finding(problem, true)).toList();
    }

    private static PlanFinding finding(Problem problem, boolean isError) {
        return new PlanFinding(
                isError,
                problem.place().line(),
                problem.place().column(),
                problem.key(),
                problem.value(),
                problem.sentence());
    }

    private static PlanTimetable timetable(DrawnPlan drawn) {
        return new PlanTimetable(
                drawn.condition().name(),
                drawn.seed(),
                Timetable.of(drawn).stream()
                        .map(step -> line(step, drawn.condition().outOfCircuit()))
                        .toList());
    }

    private static PlanTimetable.Line line(PlannedStep step, boolean outOfCircuit) {
        return new PlanTimetable.Line(
                step.at(),
                step.when(),
                step.step(),
                step.repetition(),
                step.acts().stream().map(act -> sentence(act, outOfCircuit)).toList());
    }

    /** Values of effects that nobody hears or sees are marked. */
    private static String sentence(DrawnAct act, boolean outOfCircuit) {
        boolean isHidden = outOfCircuit && (act instanceof DrawnAct.Set || act instanceof DrawnAct.Ramp);
        return act.sentence() + (isHidden ? " (out of circuit)" : "");
    }
}
