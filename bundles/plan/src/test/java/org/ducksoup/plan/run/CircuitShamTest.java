package org.ducksoup.plan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.junit.jupiter.api.Test;

/** A sham by circuit does what its condition does, and none of its effects is ever in circuit. */
class CircuitShamTest {
    private static final Plan PLAN =
            Examples.read("dyad", Examples.DYAD.replaceAll("sham: .*", "sham: { shamOf: high, by: circuit }") + """
            timeline:
              - step: up
                when: { at: 10 }
                do: { ramp: a.voice.pitch, to: { condition: { high: 1.4, low: 0.8 } }, attack: 4 }
              - step: circuits
                when: { at: 20 }
                do: [{ switch: a.voice, to: out }, { set: a.light.brightness, to: 0.5 }]
              - step: circuits-again
                when: { at: 30 }
                do: [{ switch: a.voice, to: in }, { switch: a.light, to: in }]
            """);

    private static Trial trial(String condition) {
        return new Trial(new PlanRun(new DrawnPlan(PLAN, condition, 1)));
    }

    private static List<String> done(String condition) {
        return trial(condition).until(600).done;
    }

    @Test
    void stepsAreThoseOfTheConditionButNothingComesIntoCircuit() {
        assertThat(done("high"))
                .containsExactly(
                        "10 up a.voice.pitch=1.4 in 4",
                        "20 circuits a.voice out",
                        "20 circuits a.light.brightness=0.5",
                        "30 circuits-again a.voice in",
                        "30 circuits-again a.light in");
        assertThat(done("sham"))
                .containsExactlyElementsOf(done("high").stream()
                        .map(act -> act.replaceAll(" in$", " out"))
                        .toList());
    }

    @Test
    void effectsThatBeginAgainAreOutAtAnyTime() {
        Trial sham = trial("sham");
        for (double time : new double[] {0, 5, 12, 25, 35, 500}) {
            assertThat(sham.restored("a", time)).as("at %s", time).contains("a.voice out", "a.light out");
            assertThat(sham.restored("b", time)).isEmpty();
        }
        assertThat(trial("sham").restored("a", 12))
                .startsWith("a.light.brightness=0.0", "a.voice.pitch=1.2", "a.voice.pitch=1.4 in 2");
        assertThat(trial("high").restored("a", 35)).doesNotContain("a.voice out", "a.light out");
    }
}
