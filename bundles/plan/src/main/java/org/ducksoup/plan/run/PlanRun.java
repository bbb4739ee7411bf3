package org.ducksoup.plan.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.plan.model.Act.Medium;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.ducksoup.plan.model.Trigger.State;
import org.ducksoup.plan.text.TimeText;
import org.ducksoup.plan.timetable.DrawnAct;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.ducksoup.plan.timetable.Timetable;
import org.jspecify.annotations.Nullable;

/**
 * A plan while it is carried out, in virtual time.
 */
public final class PlanRun implements PlanExecution {
    private final DrawnPlan drawn;
    private final DueQueue queue = new DueQueue();
    private final Properties properties;
    private final Holds holds = new Holds();
    private final Map<String, Count> counts = new HashMap<>();
    private final List<Watch> watches = new ArrayList<>();
    private final List<DueAct> out = new ArrayList<>();
    private boolean ended;

    /** How often a step was triggered, and when last. */
    private static final class Count {
        private int triggered;
        private @Nullable Duration last;
    }

    /** Everybody is there, and nobody speaks. */
    public PlanRun(DrawnPlan drawn) {
        this.drawn = drawn;
        properties = new Properties(drawn.plan().roles(), drawn.condition());
        if (drawn.condition().outOfCircuit()) {
            for (String role : drawn.plan().roles()) {
                drawn.condition()
                        .effects(role)
                        .outlines()
                        .keySet()
                        .forEach(effect -> holds.circuit(role, effect, false));
            }
        }
        for (Step step : drawn.steps()) {
            counts.put(step.name(), new Count());
            if (step.trigger() instanceof Trigger.At at) {
                plan(step, at, 1);
            } else if (step.trigger() instanceof Trigger.While state) {
                Watch watch = new Watch(queue, step, state, (when, cause) -> trigger(step, when, cause));
                watches.add(watch);
                if (state.state() == State.SILENCE) {
                    watch.enter(Duration.ZERO, Duration.ZERO);
                }
            }
        }
    }

    private void plan(Step step, Trigger.At at, int repetition) {
        if (step.limit() > 0 && repetition > step.limit()) {
            return;
        }
        Duration time = drawn.time(step, at, repetition);
        queue.add(time, () -> certain(step, repetition, time, "time"), due -> {
            perform(step, repetition, due, "time");
            if (at.every() != null) {
                plan(step, at, repetition + 1);
            }
        });
    }

    @Override
    public void onSpeech(String role, boolean speaking, Duration since, Duration now) {
        change(role, speaking ? State.SPEECH : State.SILENCE, since, now);
    }

    @Override
    public void onPresence(String role, boolean there, Duration now) {
        change(role, there ? State.BACK : State.AWAY, now, now);
        if (!there) {
            // Nobody hears a role that is away, whatever was heard last.
            change(role, State.SILENCE, now, now);
        }
    }

    private void change(String role, State state, Duration since, Duration now) {
        for (Watch watch : watches) {
            if (watch.isFor(role, state)) {
                watch.enter(since, now);
            } else if (watch.isFor(role, state.opposite())) {
                watch.leave(since, now);
            }
        }
    }

    @Override
    public void onMarker(String name, @Nullable String role, Duration now) {
        for (Step step : drawn.steps()) {
            if (step.trigger() instanceof Trigger.Marker marker
                    && marker.name().equals(name)
                    && (marker.role() == null || marker.role().equals(role))) {
                trigger(step, now, Timetable.words(marker) + " at " + TimeText.span(now));
            }
        }
    }

    private void trigger(Step step, Duration at, String cause) {
        Count count = counts.computeIfAbsent(step.name(), unused -> new Count());
        boolean counts = at.compareTo(step.from()) >= 0
                && (step.until() == null || at.compareTo(step.until()) <= 0)
                && (step.limit() == 0 || count.triggered < step.limit())
                && (count.last == null || at.minus(count.last).compareTo(step.refractory()) >= 0);
        if (counts && !ended) {
            count.triggered++;
            count.last = at;
            int repetition = count.triggered;
            Duration time = at.plus(drawn.delay(step, repetition));
            queue.add(time, () -> certain(step, repetition, time, cause), due -> perform(step, repetition, due, cause));
        }
    }

    /** What a step that waits will do to effects. */
    private List<DueAct> certain(Step step, int repetition, Duration due, String cause) {
        List<DueAct> acts = new ArrayList<>();
        for (DrawnAct act : drawn.acts(step, repetition)) {
            PlanAct onEffect = onEffect(act);
            if (onEffect != null) {
                acts.add(new DueAct(step.name(), repetition, cause, due, onEffect));
            }
        }
        return acts;
    }

    /** What an act does to an effect at its time; null for one that does something else. */
    private static @Nullable PlanAct onEffect(DrawnAct act) {
        if (act instanceof DrawnAct.Set set) {
            return Properties.control(set.property(), set.to(), Duration.ZERO);
        } else if (act instanceof DrawnAct.Ramp ramp) {
            return Properties.control(ramp.property(), ramp.to(), ramp.attack());
        }
        return act instanceof DrawnAct.Switch circuit
                ? new PlanAct.Switch(circuit.role(), circuit.effect(), circuit.in())
                : null;
    }

    private void perform(Step step, int repetition, Duration due, String cause) {
        for (DrawnAct act : drawn.acts(step, repetition)) {
            if (!ended) {
                apply(new Doing(step.name(), repetition, cause), act, due);
            }
        }
        for (Step other : drawn.steps()) {
            if (other.trigger() instanceof Trigger.After after && after.step().equals(step.name())) {
                trigger(other, due, "step " + step.name() + " at " + TimeText.span(due));
            }
        }
    }

    /** What an act belongs to. */
    private record Doing(String step, int repetition, String cause) {}

    private void tell(Doing doing, Duration due, PlanAct act) {
        out.add(new DueAct(doing.step(), doing.repetition(), doing.cause(), due, act));
    }

    private void apply(Doing doing, DrawnAct act, Duration due) {
        PlanAct onEffect = onEffect(act);
        if (onEffect != null) {
            tell(doing, due, onEffect);
        }
        if (act instanceof DrawnAct.Set set) {
            properties.set(set.property(), set.to(), due);
        } else if (act instanceof DrawnAct.Ramp ramp) {
            properties.ramp(ramp, due);
            releaseLater(doing, ramp, due);
        } else if (act instanceof DrawnAct.Hold hold) {
            hold(doing, hold, due);
        } else if (act instanceof DrawnAct.Switch circuit) {
            holds.circuit(circuit.role(), circuit.effect(), circuit.in());
        } else if (act instanceof DrawnAct.Message message) {
            tell(doing, due, new PlanAct.Message(message.role(), message.text()));
        } else if (act instanceof DrawnAct.Extend extend) {
            tell(doing, due, new PlanAct.Extend(extend.by()));
        } else {
            ended = true;
            queue.clear();
            tell(doing, due, new PlanAct.End());
        }
    }

    private void releaseLater(Doing doing, DrawnAct.Ramp ramp, Duration due) {
        Duration sustain = ramp.sustain();
        if (sustain != null) {
            int change = properties.change(ramp.property());
            queue.add(due.plus(ramp.attack()).plus(sustain), at -> {
                // A later act on the property counts more than the way back of an earlier one.
                if (properties.change(ramp.property()) == change) {
                    tell(doing, at, properties.release(ramp, at));
                }
            });
        }
    }

    private void hold(Doing doing, DrawnAct.Hold hold, Duration due) {
        int change = holds.hold(hold.medium(), hold.role(), hold.on());
        tell(doing, due, act(hold.medium(), hold.role(), hold.on()));
        if (hold.on() && hold.lasting() != null) {
            queue.add(due.plus(hold.lasting()), at -> {
                if (holds.change(hold.medium(), hold.role()) == change) {
                    holds.hold(hold.medium(), hold.role(), false);
                    tell(doing, at, act(hold.medium(), hold.role(), false));
                }
            });
        }
    }

    private static PlanAct act(Medium medium, String role, boolean on) {
        return medium == Medium.VOICE ? new PlanAct.Mute(role, on) : new PlanAct.Freeze(role, on);
    }

    @Override
    public List<DueAct> advance(Duration now) {
        queue.runUntil(now);
        List<DueAct> due = List.copyOf(out);
        out.clear();
        return due;
    }

    @Override
    public List<DueAct> upcoming(Duration until) {
        return queue.certain(until);
    }

    @Override
    public Optional<Duration> next() {
        return queue.next();
    }

    @Override
    public Optional<Duration> next(Duration after) {
        return queue.next(after);
    }

    @Override
    public List<PlanAct> restore(String role, Duration now) {
        List<PlanAct> acts = new ArrayList<>(properties.restore(role, now));
        acts.addAll(holds.restore(role));
        return acts;
    }

    /** The roles whose speech or silence one of these steps waits for. */
    public static Set<String> listened(Collection<Step> steps) {
        return steps.stream()
                .map(Step::trigger)
                .filter(trigger -> trigger instanceof Trigger.While state
                        && (state.state() == State.SPEECH || state.state() == State.SILENCE))
                .map(trigger -> ((Trigger.While) trigger).role())
                .collect(Collectors.toSet());
    }

    /** Whether the plan has ended the interaction. */
    public boolean isEnded() {
        return ended;
    }
}
