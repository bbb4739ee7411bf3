package org.ducksoup.plan.timetable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.draw.Draws;
import org.ducksoup.plan.model.Act;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.jspecify.annotations.Nullable;

/** A plan for one interaction: its condition and its seed decide every value and every time. */
public final class DrawnPlan {
    private final Plan plan;
    private final Condition condition;
    private final long seed;
    private final Draws draws;

    public DrawnPlan(Plan plan, String condition, long seed) {
        this.plan = plan;
        this.condition = plan.condition(condition);
        this.seed = seed;
        draws = new Draws(seed);
    }

    public Plan plan() {
        return plan;
    }

    public Condition condition() {
        return condition;
    }

    public long seed() {
        return seed;
    }

    public List<Step> steps() {
        return plan.steps(condition.name());
    }

    /**
     * When a repetition of a step that waits for a time happens, since the start.
     *
     * @param repetition from 1
     */
    public Duration time(Step step, Trigger.At at, int repetition) {
        // The first time is drawn once: repetitions are a fixed time apart, but for the jitter.
        Duration first = seconds(at.time(), step, 1, "at");
        Duration every = at.every() == null ? Duration.ZERO : at.every();
        return jittered(first.plus(every.multipliedBy(repetition - 1L)), step, repetition);
    }

    /** How long after its trigger a repetition of a step happens. */
    public Duration delay(Step step, int repetition) {
        Duration delay = step.delay() == null ? Duration.ZERO : seconds(step.delay(), step, repetition, "delay");
        return jittered(delay, step, repetition);
    }

    private Duration jittered(Duration time, Step step, int repetition) {
        if (step.jitter().isZero()) {
            return time;
        }
        double most = step.jitter().toMillis() / 1e3;
        Duration moved = time.plus(duration(draws.between(name(step, repetition, "jitter"), -most, most)));
        return moved.isNegative() ? Duration.ZERO : moved;
    }

    private Duration seconds(Amount amount, Step step, int repetition, String what) {
        return value(amount, step, repetition, what) instanceof PropertyValue.DoubleValue number
                ? duration(number.value())
                : Duration.ZERO;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    /** The acts of a repetition, each for one role. */
    public List<DrawnAct> acts(Step step, int repetition) {
        List<DrawnAct> drawn = new ArrayList<>();
        for (int i = 0; i < step.acts().size(); i++) {
            Act act = step.acts().get(i);
            String number = Integer.toString(i + 1);
            if (act instanceof Act.Set set) {
                PropertyValue to = value(set.to(), step, repetition, number + "/to");
                for (PropertyPath path : paths(set.property())) {
                    drawn.add(new DrawnAct.Set(path, neutral(path, to)));
                }
            } else if (act instanceof Act.Ramp ramp) {
                drawn.addAll(ramps(ramp, step, repetition, number));
            } else {
                drawn.addAll(simple(act));
            }
        }
        return drawn;
    }

    private List<DrawnAct> ramps(Act.Ramp ramp, Step step, int repetition, String number) {
        List<DrawnAct> drawn = new ArrayList<>();
        PropertyValue to = value(ramp.to(), step, repetition, number + "/to");
        PropertyValue back = ramp.back() == null ? null : value(ramp.back(), step, repetition, number + "/back");
        for (PropertyPath path : paths(ramp.property())) {
            drawn.add(new DrawnAct.Ramp(
                    path,
                    neutral(path, to),
                    ramp.attack(),
                    ramp.sustain(),
                    ramp.release(),
                    back == null ? null : neutral(path, back)));
        }
        return drawn;
    }

    private List<DrawnAct> simple(Act act) {
        if (act instanceof Act.Switch circuit) {
            // In a sham by circuit nothing comes into circuit, at the time at which it does in the condition.
            boolean in = circuit.in() && !condition.outOfCircuit();
            return plan.roles(circuit.role()).stream()
                    .<DrawnAct>map(role -> new DrawnAct.Switch(role, circuit.effect(), in))
                    .toList();
        } else if (act instanceof Act.Hold hold) {
            return plan.roles(hold.role()).stream()
                    .<DrawnAct>map(role -> new DrawnAct.Hold(hold.medium(), role, hold.on(), hold.lasting()))
                    .toList();
        } else if (act instanceof Act.Message message) {
            return plan.roles(message.role()).stream()
                    .<DrawnAct>map(role -> new DrawnAct.Message(role, message.text()))
                    .toList();
        }
        return List.of(act instanceof Act.Extend extend ? new DrawnAct.Extend(extend.by()) : new DrawnAct.End());
    }

    private List<PropertyPath> paths(PropertyPath path) {
        return plan.roles(path.role()).stream().map(path::of).toList();
    }

    /** In a sham every property keeps its neutral value. What happens, and when, is the same. */
    private PropertyValue neutral(PropertyPath path, PropertyValue value) {
        return Objects.requireNonNullElse(condition.neutral().get(path), value);
    }

    private PropertyValue value(Amount amount, Step step, int repetition, String what) {
        if (amount instanceof Amount.Fixed fixed) {
            return fixed.value();
        } else if (amount instanceof Amount.Uniform uniform) {
            return new PropertyValue.DoubleValue(
                    draws.between(name(step, repetition, what), uniform.min(), uniform.max()));
        } else if (amount instanceof Amount.Choice choice) {
            List<PropertyValue> values = choice.values();
            return values.get(draws.below(name(step, repetition, what), values.size()));
        } else if (amount instanceof Amount.Ordered ordered) {
            return ordered(ordered, repetition);
        }
        Amount.ByCondition byCondition = (Amount.ByCondition) amount;
        Amount ofCondition = amount(byCondition, condition.name());
        if (ofCondition == null && condition.shamOf() != null) {
            ofCondition = amount(byCondition, condition.shamOf());
        }
        return value(Objects.requireNonNull(ofCondition, condition.name()), step, repetition, what);
    }

    private static @Nullable Amount amount(Amount.ByCondition amounts, String condition) {
        return amounts.amounts().get(condition);
    }

    private PropertyValue ordered(Amount.Ordered ordered, int repetition) {
        List<PropertyValue> values = Objects.requireNonNull(plan.orders().get(ordered.order()), ordered.order());
        int place = ordered.place() == null ? repetition : ordered.place();
        // After its last value an order is shuffled again.
        String round = "order " + ordered.order() + "/" + ((place - 1) / values.size() + 1);
        return draws.shuffled(round, values).get((place - 1) % values.size());
    }

    private static String name(Step step, int repetition, String what) {
        return step.name() + "#" + repetition + "/" + what;
    }
}
