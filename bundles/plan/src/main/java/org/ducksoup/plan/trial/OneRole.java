package org.ducksoup.plan.trial;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanExecution;
import org.jspecify.annotations.Nullable;

/** The steps of an interaction in which nobody plays the other roles: acts on those are left out, and nobody calls them late. */
final class OneRole implements PlanExecution {
    private final PlanExecution all;
    private final String role;

    OneRole(PlanExecution all, String role) {
        this.all = all;
        this.role = role;
    }

    private List<DueAct> own(List<DueAct> acts) {
        return acts.stream()
                .filter(due -> {
                    String concerned = roleOf(due.act());
                    return concerned == null || concerned.equals(role);
                })
                .toList();
    }

    private static @Nullable String roleOf(PlanAct act) {
        if (act instanceof PlanAct.Control control) {
            return control.role();
        } else if (act instanceof PlanAct.Switch circuit) {
            return circuit.role();
        } else if (act instanceof PlanAct.Mute mute) {
            return mute.role();
        } else if (act instanceof PlanAct.Freeze freeze) {
            return freeze.role();
        }
        return act instanceof PlanAct.Message message ? message.role() : null;
    }

    @Override
    public List<DueAct> advance(Duration now) {
        return own(all.advance(now));
    }

    @Override
    public List<DueAct> upcoming(Duration until) {
        return own(all.upcoming(until));
    }

    @Override
    public Optional<Duration> next() {
        return all.next();
    }

    @Override
    public Optional<Duration> next(Duration after) {
        return all.next(after);
    }

    @Override
    public void onSpeech(String speaker, boolean speaking, Duration since, Duration now) {
        all.onSpeech(speaker, speaking, since, now);
    }

    @Override
    public void onPresence(String who, boolean there, Duration now) {
        all.onPresence(who, there, now);
    }

    @Override
    public void onMarker(String name, @Nullable String of, Duration now) {
        all.onMarker(name, of, now);
    }

    @Override
    public List<PlanAct> restore(String who, Duration now) {
        return all.restore(who, now).stream()
                .filter(act -> Objects.equals(roleOf(act), role))
                .toList();
    }
}
