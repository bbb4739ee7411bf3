package org.ducksoup.plan.reading;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.plan.model.Act;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Row;
import org.ducksoup.plan.text.Section;

/** Holds a step against the conditions in which it happens. */
final class StepCheck {
    private final Known known;

    StepCheck(Known known) {
        this.known = known;
    }

    void step(Step step, Section section) {
        for (Condition condition : known.conditionsByName().values()) {
            // A condition with a problem of its own would cause others here that are none.
            if (step.isIn(condition.name()) && known.problems().isEmpty()) {
                step.acts().forEach(act -> act(act, condition, section));
                if (step.trigger() instanceof Trigger.At at) {
                    covered(at.time(), condition, section);
                }
                if (step.delay() != null) {
                    covered(step.delay(), condition, section);
                }
            }
        }
    }

    private void act(Act act, Condition condition, Section section) {
        if (act instanceof Act.Set set) {
            property(set.property(), condition, section);
            covered(set.to(), condition, section);
        } else if (act instanceof Act.Ramp ramp) {
            property(ramp.property(), condition, section);
            covered(ramp.to(), condition, section);
            if (ramp.back() != null) {
                covered(ramp.back(), condition, section);
            }
            for (String role : roles(ramp.property().role())) {
                initial(ramp.property().of(role), condition, section);
            }
        } else if (act instanceof Act.Switch circuit) {
            effect(circuit.role(), circuit.effect(), condition, section);
        }
    }

    private List<String> roles(String role) {
        return role.equals(Plan.ALL) ? known.roles() : List.of(role);
    }

    private boolean effect(String role, String effect, Condition condition, Section section) {
        for (String each : roles(role)) {
            Set<String> names = condition.effects(each).outlines().keySet();
            if (!names.contains(effect)) {
                problem(
                        section,
                        "needs an effect called " + effect + " of role " + each + ", and condition " + condition.name()
                                + " has none",
                        names.isEmpty() ? "are effects with a name=" : "are here " + String.join(", ", names),
                        "add it to the role's effects, or write in only: where the step happens");
                return false;
            }
        }
        return true;
    }

    private void property(PropertyPath path, Condition condition, Section section) {
        if (!effect(path.role(), path.effect(), condition, section)
                || condition.shamOf() == null
                || condition.outOfCircuit()) {
            return;
        }
        for (String role : roles(path.role())) {
            if (!condition.neutral().containsKey(path.of(role))) {
                problem(
                        section,
                        "sets " + path.of(role) + ", for which sham " + condition.name() + " has no neutral value",
                        "is one for each property that the timeline sets",
                        "add neutral: {" + path.of(role) + ": …} to the sham");
                return;
            }
        }
    }

    /** A participant who comes back in the middle of a ramp gets the value of that moment. */
    private void initial(PropertyPath path, Condition condition, Section section) {
        if (condition.effects(path.role()).initial(path.effect(), path.property()) == null
                && known.problems().isEmpty()) {
            problem(
                    section,
                    "begins a ramp of " + path + ", whose first number condition " + condition.name() + " does not say",
                    "are ramps from a known number",
                    "write it in the effect's text, or as values: {" + path.inRole() + ": …}");
        }
    }

    private void covered(Amount amount, Condition condition, Section section) {
        if (amount instanceof Amount.ByCondition byCondition) {
            boolean isThere = byCondition.amounts().containsKey(condition.name())
                    || (condition.shamOf() != null && byCondition.amounts().containsKey(condition.shamOf()));
            if (!isThere) {
                problem(
                        section,
                        "has no value for condition " + condition.name(),
                        "is one for each condition in which the step happens",
                        "add it, or write in only: where the step happens");
            }
        }
    }

    private void problem(Section section, String what, String allowed, String remedy) {
        Item named = section.get("step");
        known.problems().conflict(named == null ? section : named, what, allowed, remedy);
    }

    /** Steps that wait for each other would never happen, or for ever. */
    void circles(List<Step> steps, Row row) {
        Map<String, Step> byName =
                steps.stream().collect(Collectors.toMap(Step::name, Function.identity(), (first, second) -> first));
        for (Step step : steps) {
            Set<String> seen = new HashSet<>();
            Step at = step;
            while (at != null && at.trigger() instanceof Trigger.After after && seen.add(at.name())) {
                at = byName.get(after.step());
            }
            if (at != null
                    && at.name().equals(step.name())
                    && !seen.isEmpty()
                    && at.trigger() instanceof Trigger.After) {
                Item item = item(row, step.name());
                known.problems()
                        .conflict(
                                item,
                                "waits for itself",
                                "are chains of steps that begin with another trigger",
                                "let one of " + String.join(", ", sorted(seen)) + " wait for something else");
                return;
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static Item item(Row row, String name) {
        return row.items().stream()
                .flatMap(item ->
                        item instanceof Section section ? Stream.ofNullable(section.get("step")) : Stream.empty())
                .filter(item -> item.text().equals(name))
                .findFirst()
                .orElse(row);
    }
}
