package org.ducksoup.plan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.plan.DueAct;
import org.junit.jupiter.api.Test;

/** Planned against applied. */
class TimelineCsvTest {
    private static final String STEPS = """
              - step: up
                when: { at: 10 }
                do: { ramp: a.voice.pitch, to: 1.2, attack: 1.5, sustain: 10, release: 2 }
              - step: word
                when: { marker: go, of: b, delay: 0.25 }
                do:
                  - { set: a.light.mode, to: dark }
                  - { switch: a.light, to: out }
                  - { mute: a, for: 1 }
                  - { freeze: a }
                  - { message: b, text: 'Well, "done"' }
                  - { extend: 30 }
                  - { end: true }
            """;

    /** Carried out with this much delay. */
    private static List<String> carriedOut(long lateMillis) {
        Trial trial = new Trial(STEPS);
        List<DueAct> acts = new ArrayList<>(trial.run.advance(Trial.at(30)));
        trial.run.onMarker("go", "b", Trial.at(40));
        acts.addAll(trial.run.advance(Trial.at(60)));
        return acts.stream()
                .map(act -> TimelineCsv.line(new ActRecord(act, act.due().plusMillis(lateMillis), null)))
                .toList();
    }

    @Test
    void eachActIsALine() {
        assertThat(TimelineCsv.HEADER.split(",")).hasSize(13);
        assertThat(carriedOut(3))
                .containsExactly(
                        "up,1,time,10,10.003,3,a,control,voice.pitch,1.2,1.5,0,\n",
                        "up,1,time,21.5,21.503,3,a,control,voice.pitch,1,2,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,a,control,light.mode,dark,0,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,a,switch,light,out,,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,a,mute,,on,,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,a,freeze,,on,,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,b,message,,\"Well, \"\"done\"\"\",,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,,extend,,30,,0,\n",
                        "word,1,marker go of b at 40 s,40.25,40.253,3,,end,,,,0,\n");
    }

    @Test
    void whatIsTooLateOrFailedIsADeviation() {
        assertThat(carriedOut(20)).allMatch(line -> line.endsWith(",0,\n"));
        assertThat(carriedOut(21)).allMatch(line -> line.endsWith(",1,\n"));
        DueAct act = new Trial(STEPS).run.advance(Trial.at(10)).get(0);
        assertThat(TimelineCsv.line(new ActRecord(act, null, "participant a was away")))
                .isEqualTo("up,1,time,10,,,a,control,voice.pitch,1.2,1.5,1,participant a was away\n");
        assertThat(new ActRecord(act, Duration.ofSeconds(10), "clamped").isDeviation())
                .isTrue();
    }
}
