package org.ducksoup.plan.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Steps that wait for what people do. */
class StateTriggersTest {
    private static Trial when(String when) {
        return new Trial("  - step: x\n    when: { " + when + " }\n    do: { mute: b, for: 0.1 }\n");
    }

    private static java.util.List<String> muted(Trial trial) {
        return trial.done.stream().filter(line -> line.endsWith(" muted")).toList();
    }

    @Test
    void speechCountsFromItsBeginning() {
        Trial trial = when("speech: a, for: 1.5");
        trial.speech("b", true, 1).speech("a", true, 4.96, 5).until(60);
        assertThat(muted(trial)).containsExactly("6.46 x b muted");
    }

    /** It is noticed a little later, and nothing can be done before. */
    @Test
    void whatIsNoticedLateIsDueThen() {
        assertThat(muted(when("speech: a").speech("a", true, 4.96, 5))).containsExactly("5 x b muted");
    }

    @Test
    void speechThatIsTooShortIsNone() {
        Trial trial = when("speech: a, for: 1.5");
        trial.speech("a", true, 5)
                .speech("a", false, 6.4)
                .speech("a", true, 6.6)
                .speech("a", false, 7.5)
                .until(60);
        assertThat(muted(trial)).isEmpty();
    }

    @Test
    void shortPausesDoNotCount() {
        Trial trial = when("speech: a, for: 2, hysteresis: 0.3");
        trial.speech("a", true, 5).speech("a", false, 6).speech("a", true, 6.2).until(60);
        assertThat(muted(trial)).containsExactly("7 x b muted");
    }

    @Test
    void aPauseAtTheTimeItselfIsWaitedFor() {
        Trial going = when("speech: a, for: 2, hysteresis: 0.5");
        going.speech("a", true, 5)
                .speech("a", false, 6.9)
                .until(7.2)
                .speech("a", true, 7.3)
                .until(60);
        assertThat(muted(going)).containsExactly("7.3 x b muted");
        Trial over = when("speech: a, for: 2, hysteresis: 0.5");
        over.speech("a", true, 5).speech("a", false, 6.9).speech("a", true, 7.5).until(9.4);
        assertThat(muted(over)).isEmpty();
        assertThat(muted(over.until(60))).containsExactly("9.5 x b muted");
    }

    @Test
    void oneStretchTriggersOnce() {
        Trial trial = when("speech: a, limit: 9, hysteresis: 0.3");
        trial.speech("a", true, 1).speech("a", false, 2).speech("a", true, 2.2).speech("a", false, 3);
        trial.speech("a", true, 4).until(60);
        assertThat(muted(trial)).containsExactly("1 x b muted", "4 x#2 b muted");
    }

    @Test
    void triggersAreIgnoredInTheRefractoryTime() {
        Trial trial = when("speech: a, limit: 9, refractory: 5");
        trial.speech("a", true, 1).speech("a", false, 2).speech("a", true, 5.9).speech("a", false, 7);
        trial.speech("a", true, 8).until(60);
        assertThat(muted(trial)).containsExactly("1 x b muted", "8 x#2 b muted");
    }

    @Test
    void whoSpeaksAlreadyTriggersWhenTheTimeComes() {
        Trial trial = when("speech: a, for: 1, from: 30");
        trial.speech("a", true, 28).until(60);
        assertThat(muted(trial)).containsExactly("30 x b muted");
    }

    @Test
    void silenceCountsFromTheStart() {
        assertThat(muted(when("silence: a, for: 5").until(60))).containsExactly("5 x b muted");
        Trial trial = when("silence: a, for: 5, limit: 9");
        trial.speech("a", true, 3).speech("a", false, 10, 10.2).until(60);
        assertThat(muted(trial)).containsExactly("15 x b muted");
    }

    @Test
    void whoLeavesAndComesBack() {
        Trial away = when("leaves: a, for: 2, limit: 9");
        away.presence("a", false, 5)
                .presence("a", true, 6)
                .presence("a", false, 10)
                .until(60);
        assertThat(muted(away)).containsExactly("12 x b muted");
        Trial back = when("returns: a, for: 2, limit: 9");
        back.until(4)
                .presence("a", false, 5)
                .presence("a", true, 6)
                .presence("b", true, 7)
                .until(60);
        assertThat(muted(back)).containsExactly("8 x b muted");
    }

    @Test
    void whoLeavesIsSilent() {
        Trial trial = when("silence: a, for: 3, from: 5");
        trial.speech("a", true, 1).presence("a", false, 10).until(60);
        assertThat(muted(trial)).containsExactly("13 x b muted");
    }

    @Test
    void theCauseIsSaid() {
        Trial trial = when("speech: a, for: 1");
        trial.run.onSpeech("a", true, Trial.at(4.96), Trial.at(5));
        assertThat(trial.run.advance(Trial.at(6)))
                .extracting(act -> act.cause())
                .containsOnly("speech of a for 1 s, since 4.96 s");
    }
}
