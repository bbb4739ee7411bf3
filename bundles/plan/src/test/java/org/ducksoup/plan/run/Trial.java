package org.ducksoup.plan.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.timetable.DrawnPlan;

/** A run in virtual time. Times are seconds. */
final class Trial {
    final PlanRun run;
    final List<String> done = new ArrayList<>();

    Trial(String timeline) {
        this(timeline, "high");
    }

    Trial(String timeline, String condition) {
        this(new PlanRun(new DrawnPlan(Examples.dyad(timeline), condition, 1)));
    }

    Trial(PlanRun run) {
        this.run = run;
    }

    static Duration at(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** Time passes, act by act. */
    Trial until(double seconds) {
        while (run.next().filter(next -> next.compareTo(at(seconds)) <= 0).isPresent()) {
            note(run.advance(run.next().get()));
        }
        note(run.advance(at(seconds)));
        return this;
    }

    void note(List<DueAct> acts) {
        acts.forEach(act -> done.add(seconds(act.due()) + " " + act.step()
                + (act.repetition() > 1 ? "#" + act.repetition() : "") + " " + shown(act.act())));
    }

    Trial speech(String role, boolean speaking, double since, double now) {
        until(now);
        run.onSpeech(role, speaking, at(since), at(now));
        return until(now);
    }

    Trial speech(String role, boolean speaking, double now) {
        return speech(role, speaking, now, now);
    }

    Trial marker(String name, String role, double now) {
        until(now);
        run.onMarker(name, role, at(now));
        return until(now);
    }

    Trial presence(String role, boolean there, double now) {
        until(now);
        run.onPresence(role, there, at(now));
        return until(now);
    }

    List<String> restored(String role, double now) {
        until(now);
        return run.restore(role, at(now)).stream().map(Trial::shown).toList();
    }

    private static String seconds(Duration time) {
        return Double.toString(time.toMillis() / 1e3).replaceAll("\\.0$", "");
    }

    static String shown(PlanAct act) {
        if (act instanceof PlanAct.Control control) {
            String value = control.value() instanceof PropertyValue.DoubleValue number
                    ? Double.toString(Math.round(number.value() * 1e6) / 1e6)
                    : String.valueOf(control.value().plain());
            return control.role() + "." + control.effect() + "." + control.property() + "=" + value
                    + (control.over().isZero() ? "" : " in " + seconds(control.over()));
        } else if (act instanceof PlanAct.Switch circuit) {
            return circuit.role() + "." + circuit.effect() + (circuit.in() ? " in" : " out");
        } else if (act instanceof PlanAct.Mute mute) {
            return mute.role() + (mute.on() ? " muted" : " unmuted");
        } else if (act instanceof PlanAct.Freeze freeze) {
            return freeze.role() + (freeze.on() ? " frozen" : " unfrozen");
        } else if (act instanceof PlanAct.Message message) {
            return message.role() + ": " + message.text();
        }
        return act instanceof PlanAct.Extend extend ? "extend " + seconds(extend.by()) : "end";
    }
}
