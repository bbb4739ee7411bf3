package org.ducksoup.plan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ducksoup.api.plan.DueAct;
import org.junit.jupiter.api.Test;

/** What a plan does, and when. */
class PlanRunTest {
    @Test
    void stepsHappenAtTheirTimes() {
        Trial trial = new Trial("""
                  - step: late
                    when: { at: 2:00 }
                    do: { message: all, text: hello }
                  - step: early
                    when: { at: 1:00.5 }
                    do: [{ set: a.voice.pitch, to: 1.2 }, { mute: b, for: 3 }]
                """).until(600);
        assertThat(trial.done)
                .containsExactly(
                        "60.5 early a.voice.pitch=1.2",
                        "60.5 early b muted",
                        "63.5 early b unmuted",
                        "120 late a: hello",
                        "120 late b: hello");
        assertThat(trial.run.next()).isEmpty();
    }

    /** On a machine that was busy, nothing is lost or doubled, and each act says when it was due. */
    @Test
    void whatIsLateIsDoneInItsOrder() {
        Trial trial = new Trial("""
                  - step: x
                    when: { at: 10, every: 10, limit: 3 }
                    do: { ramp: a.voice.pitch, to: 1.2, attack: 1, sustain: 2, release: 1 }
                """);
        trial.note(trial.run.advance(Trial.at(25)));
        trial.note(trial.run.advance(Trial.at(25)));
        assertThat(trial.done)
                .containsExactly(
                        "10 x a.voice.pitch=1.2 in 1",
                        "13 x a.voice.pitch=1.0 in 1",
                        "20 x#2 a.voice.pitch=1.2 in 1",
                        "23 x#2 a.voice.pitch=1.0 in 1");
        assertThat(trial.run.next()).contains(Trial.at(30));
    }

    @Test
    void aMarkerTriggersEachTimeUpToItsLimit() {
        Trial trial = new Trial("""
                  - step: x
                    when: { marker: go, of: a, delay: 0.5, limit: 2, refractory: 5 }
                    do: { set: a.voice.pitch, to: { order: tones } }
                """);
        trial.marker("go", "b", 1).marker("stop", "a", 2).marker("go", "a", 10).marker("go", "a", 14);
        trial.marker("go", "a", 15).marker("go", "a", 30).until(60);
        assertThat(trial.done).hasSize(2);
        assertThat(trial.done.get(0)).startsWith("10.5 x a.voice");
        assertThat(trial.done.get(1)).startsWith("15.5 x#2 a.voice");
    }

    /** They are sent to the effects ahead of their time. */
    @Test
    void actsOnEffectsAreKnownBeforeTheyAreDue() {
        Trial trial = new Trial("""
                  - step: x
                    when: { at: 10 }
                    do:
                      - { ramp: a.voice.pitch, to: 1.2, attack: 1, sustain: 2, release: 1 }
                      - { mute: b }
                  - step: y
                    when: { marker: go, delay: 0.5 }
                    do: { set: a.voice.pitch, to: 1.1 }
                """);
        assertThat(trial.run.upcoming(Trial.at(9.999))).isEmpty();
        List<DueAct> ahead = trial.run.upcoming(Trial.at(10));
        assertThat(ahead).hasSize(1);
        assertThat(trial.run.next(Trial.at(10))).isEmpty();
        assertThat(trial.run.next(Trial.at(9))).contains(Trial.at(10));
        List<DueAct> due = trial.run.advance(Trial.at(10));
        assertThat(due).hasSize(2).containsAll(ahead);
        assertThat(trial.run.upcoming(Trial.at(60)))
                .as("the way back depends on what happens")
                .isEmpty();
        trial.run.onMarker("go", "a", Trial.at(11));
        List<DueAct> marked = trial.run.upcoming(Trial.at(11.5));
        assertThat(marked).hasSize(1);
        assertThat(trial.run.advance(Trial.at(11.5))).isEqualTo(marked);
    }

    @Test
    void anOperatorsMarkerIsNobodys() {
        String step = "  - step: x\n    when: { marker: go%s }\n    do: { mute: a }\n";
        assertThat(new Trial(step.formatted("")).marker("go", null, 5).done).containsExactly("5 x a muted");
        assertThat(new Trial(step.formatted(", of: a")).marker("go", null, 5).done)
                .isEmpty();
    }

    @Test
    void aWindowBoundsTriggers() {
        Trial trial = new Trial(
                "  - step: x\n    when: { marker: go, limit: 9, from: 10, until: 20 }\n    do: { mute: a }\n");
        trial.marker("go", "a", 9.999)
                .marker("go", "a", 10)
                .marker("go", "a", 20)
                .marker("go", "a", 20.001);
        assertThat(trial.done).containsExactly("10 x a muted", "20 x#2 a muted");
    }

    @Test
    void aStepFollowsAnother() {
        Trial trial = new Trial("""
                  - step: second
                    when: { step: first, delay: 2 }
                    do: { mute: a }
                  - step: third
                    when: { step: second }
                    do: { mute: b }
                  - step: first
                    when: { marker: go, delay: 1 }
                    do: { freeze: a }
                """).marker("go", "a", 5).until(60);
        assertThat(trial.done).containsExactly("6 first a frozen", "8 second a muted", "8 third b muted");
    }

    @Test
    void theEndEndsEverything() {
        Trial trial = new Trial("""
                  - step: over
                    when: { at: 10 }
                    do: [{ extend: 5 }, { end: true }, { mute: a }]
                  - step: never
                    when: { at: 11 }
                    do: { mute: a }
                """).until(60).marker("go", "a", 61);
        assertThat(trial.done).containsExactly("10 over extend 5", "10 over end");
        assertThat(trial.run.isEnded()).isTrue();
        assertThat(trial.run.next()).isEmpty();
    }

    @Test
    void aShamDoesNothingThatCanBeHeard() {
        Trial trial = new Trial(
                "  - step: x\n    when: { at: 10 }\n    do: { ramp: a.voice.pitch, to: 1.2, attack: 1, sustain: 5, release: 1 }\n",
                "sham");
        assertThat(trial.until(60).done).containsExactly("10 x a.voice.pitch=1.0 in 1", "16 x a.voice.pitch=1.0 in 1");
        assertThat(trial.restored("a", 60))
                .containsExactlyInAnyOrder("a.light.brightness=0.0", "a.voice.pitch=1.0", "a.light.mode=plain");
    }

    @Test
    void theNewestActOnAPropertyEndsTheOneBefore() {
        Trial trial = new Trial("""
                  - step: one
                    when: { at: 10 }
                    do: { ramp: a.voice.pitch, to: 1.2, attack: 1, sustain: 10, release: 1 }
                  - step: two
                    when: { at: 15 }
                    do: { set: a.voice.pitch, to: 0.9 }
                  - step: three
                    when: { at: 30 }
                    do: { mute: a, for: 10 }
                  - step: four
                    when: { at: 35 }
                    do: { mute: a, for: 10 }
                """).until(60);
        assertThat(trial.done)
                .containsExactly(
                        "10 one a.voice.pitch=1.2 in 1",
                        "15 two a.voice.pitch=0.9",
                        "30 three a muted",
                        "35 four a muted",
                        "45 four a unmuted");
    }

    @Test
    void rampsGoBackToWhatWasMeantToStay() {
        Trial trial = new Trial("""
                  - step: lasting
                    when: { at: 5 }
                    do: { ramp: a.voice.pitch, to: 1.1, attack: 1 }
                  - step: one
                    when: { at: 10 }
                    do: { ramp: a.voice.pitch, to: 1.2, attack: 1, sustain: 10, release: 2 }
                  - step: two
                    when: { at: 15 }
                    do: { ramp: a.voice.pitch, to: 1.3, attack: 1, sustain: 1, release: 2 }
                  - step: elsewhere
                    when: { at: 30 }
                    do: { ramp: a.voice.pitch, to: 1.2, attack: 1, sustain: 1, release: 2, back: 0.8 }
                """).until(60);
        assertThat(trial.done)
                .containsExactly(
                        "5 lasting a.voice.pitch=1.1 in 1",
                        "10 one a.voice.pitch=1.2 in 1",
                        "15 two a.voice.pitch=1.3 in 1",
                        "17 two a.voice.pitch=1.1 in 2",
                        "30 elsewhere a.voice.pitch=1.2 in 1",
                        "32 elsewhere a.voice.pitch=0.8 in 2");
    }
}
