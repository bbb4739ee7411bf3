package org.ducksoup.gstreamer.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.junit.jupiter.api.Test;

class FailedVersionsTest {
    private static final Map<String, Object> NAMED = Map.of("ducksoup.effect.name", "of-the-lab");

    private final LabEffects labs = new LabEffects();
    private final FailedVersions versions = new FailedVersions(labs, List.of("coloreffects", "of-the-lab"));

    private EffectFactory install() {
        // An object of its own each time, as each version of a bundle makes one.
        Effect made = new Effect.Frames(lent -> {});
        EffectFactory effect = request -> made;
        labs.addFactory(effect, NAMED);
        return effect;
    }

    private EffectFactory update(EffectFactory before) {
        labs.removeFactory(before, NAMED);
        return install();
    }

    @Test
    void aVersionThatWasGivenUpIsNotTriedAgainAndTheNextOneIs() {
        EffectFactory broken = install();
        assertThat(versions.begin()).isFalse();
        assertThat(versions.giveUp()).isTrue();
        assertThat(versions.areThere()).isTrue();

        update(broken);
        assertThat(versions.areThere()).isFalse();
        assertThat(versions.begin())
                .as("the failures of the broken one count no more")
                .isTrue();
    }

    /** An operator is as fast as the last attempt. */
    @Test
    void aVersionThatComesDuringTheLastAttemptIsNotGivenUpWithTheOneThatFailed() {
        EffectFactory broken = install();
        versions.begin();
        update(broken);
        assertThat(versions.giveUp()).isTrue();
        assertThat(versions.areThere()).isFalse();
    }

    @Test
    void aBundleThatIsStoppedDuringTheLastAttemptIsWaitedFor() {
        EffectFactory broken = install();
        versions.begin();
        labs.removeFactory(broken, NAMED);
        assertThat(versions.giveUp()).isTrue();
        assertThat(versions.areThere()).isFalse();
    }

    @Test
    void withoutAnEffectOfALabThereIsNothingToWaitFor() {
        versions.begin();
        assertThat(versions.giveUp()).isFalse();
    }
}
