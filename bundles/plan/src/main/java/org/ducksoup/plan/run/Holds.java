package org.ducksoup.plan.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.plan.model.Act.Medium;

/** What is muted, frozen or out of circuit. */
final class Holds {
    private record Held(Medium medium, String role) {}

    private record Circuit(String role, String effect) {}

    private final Set<Held> held = new LinkedHashSet<>();
    private final Set<Circuit> out = new LinkedHashSet<>();
    private final Map<Held, Integer> changes = new HashMap<>();

    /** @return the number of this change */
    int hold(Medium medium, String role, boolean on) {
        Held one = new Held(medium, role);
        if (on) {
            held.add(one);
        } else {
            held.remove(one);
        }
        return changes.merge(one, 1, Integer::sum);
    }

    int change(Medium medium, String role) {
        return changes.getOrDefault(new Held(medium, role), 0);
    }

    void circuit(String role, String effect, boolean in) {
        if (in) {
            out.remove(new Circuit(role, effect));
        } else {
            out.add(new Circuit(role, effect));
        }
    }

    List<PlanAct> restore(String role) {
        List<PlanAct> acts = new ArrayList<>();
        out.stream()
                .filter(circuit -> circuit.role().equals(role))
                .forEach(circuit -> acts.add(new PlanAct.Switch(role, circuit.effect(), false)));
        held.stream()
                .filter(one -> one.role().equals(role))
                .forEach(one -> acts.add(
                        one.medium() == Medium.VOICE ? new PlanAct.Mute(role, true) : new PlanAct.Freeze(role, true)));
        return acts;
    }
}
