package org.ducksoup.plan.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A participant who comes back, and an effect that starts again, find what is due. */
class RestoredValuesTest {
    private final Trial trial = new Trial("""
              - step: up
                when: { at: 10 }
                do: { ramp: a.voice.pitch, to: 1.4, attack: 4, sustain: 10, release: 2 }
              - step: word
                when: { at: 12 }
                do: [{ set: a.light.mode, to: dark }, { switch: a.light, to: out }, { mute: a, for: 5 }, { freeze: a }]
            """);

    @Test
    void beforeTheFirstStepTheValuesOfTheCondition() {
        assertThat(trial.restored("a", 0)).containsExactly("a.light.brightness=0.0");
        assertThat(trial.restored("b", 0)).isEmpty();
    }

    @Test
    void inTheMiddleOfARampItsValueAndTheRestOfTheWay() {
        assertThat(trial.restored("a", 11))
                .containsExactly("a.light.brightness=0.0", "a.voice.pitch=1.1", "a.voice.pitch=1.4 in 3");
    }

    @Test
    void everythingElseThatHolds() {
        assertThat(trial.restored("a", 13.5))
                .containsExactly(
                        "a.light.brightness=0.0",
                        "a.voice.pitch=1.35",
                        "a.voice.pitch=1.4 in 0.5",
                        "a.light.mode=dark",
                        "a.light out",
                        "a muted",
                        "a frozen");
    }

    @Test
    void duringSustainReleaseAndAfter() {
        assertThat(trial.restored("a", 20)).contains("a.voice.pitch=1.4").doesNotContain("a muted");
        assertThat(trial.restored("a", 25)).contains("a.voice.pitch=1.2", "a.voice.pitch=1.0 in 1");
        assertThat(trial.restored("a", 30)).contains("a.voice.pitch=1.0");
    }

    /** The way from there, not from where the first ramp wanted to be. */
    @Test
    void aRampThatInterruptsAnotherBeginsWhereThatWas() {
        Trial two = new Trial("""
                  - step: one
                    when: { at: 10 }
                    do: { ramp: a.voice.pitch, to: 2, attack: 10 }
                  - step: two
                    when: { at: 15 }
                    do: { ramp: a.voice.pitch, to: 1, attack: 5 }
                """);
        assertThat(two.restored("a", 17.5)).contains("a.voice.pitch=1.25", "a.voice.pitch=1.0 in 2.5");
    }
}
