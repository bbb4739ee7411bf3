package org.ducksoup.gstreamer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.gstreamer.catalogue.Verdict.Ruling;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No allowed value crashes a server. Tries allowed elements with values at the ends of their ranges and in between,
 * together and live, in disposable processes.
 */
final class EffectBoundsTest {
    /**
     * The bounds of the list are 64 MB, 20 ms, and a fifth of these 20 ms. The bounds here allow for a machine that is
     * half as fast.
     */
    private static final double MAX_MEGABYTES = 64;

    private static final double MAX_PICTURE_MILLIS = 2 * 20;
    private static final double MAX_SOUND_MILLIS = 2 * 4;
    /** About a second of media passes. Some elements keep a picture of it, and pitch keeps up to 190 ms of sound. */
    private static final double MAX_DRIFT = 0.25;

    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(120);

    /** The trials of each element that failed in the past, for the quick run. */
    private static final int TRIALS_OF_GUILTY = 12;

    private static final AllowedEffects LIST = AllowedEffects.shipped();
    private static EffectCheck check;
    private static List<String> names;

    @BeforeAll
    static void start() {
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "test");
        EffectRules rules = new EffectRules(Set.of(), Set.of());
        check = EffectTrials.check(rules);
        names = new InstalledEffects(check, rules)
                .all().stream().map(EffectDescription::name).toList();
    }

    /** A new seed each day, or the one of {@code -DargLine=-Deffects.seed=…}. */
    @Test
    void aSliceOfAll() throws Exception {
        long seed = Long.getLong("effects.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
        Random random = new Random(seed);
        List<EffectTrial> guilty = new ArrayList<>();
        List<EffectTrial> others = new ArrayList<>();
        for (String name : names) {
            List<EffectTrial> trials = new ArrayList<>(new EffectTrials(element(name), seed).all());
            Collections.shuffle(trials, random);
            boolean wasGuilty = LIST.find(name).orElseThrow().ruling() == Ruling.NARROWED;
            int first = wasGuilty ? Math.min(TRIALS_OF_GUILTY, trials.size()) : 0;
            guilty.addAll(trials.subList(0, first));
            others.addAll(trials.subList(first, trials.size()));
        }
        Collections.shuffle(others, random);
        TrialFigures figures = new TrialFigures();
        long end = System.nanoTime() + SLICE_NANOS;
        try (TrialRunner runner = new TrialRunner()) {
            for (EffectTrial trial : guilty) {
                figures.add(trial, runner.run(trial));
            }
            for (int i = 0; i < others.size() && System.nanoTime() < end; i++) {
                figures.add(others.get(i), runner.run(others.get(i)));
            }
        }
        System.out.println("seed " + seed + ": " + figures);
        hold(figures);
    }

    @Test
    @Tag("long")
    void all() throws Exception {
        TrialFigures figures = new TrialFigures();
        try (TrialRunner runner = new TrialRunner()) {
            for (String name : names) {
                for (EffectTrial trial : new EffectTrials(element(name), 1).all()) {
                    figures.add(trial, runner.run(trial));
                }
            }
        }
        System.out.println(figures);
        assertThat(figures.cases()).isGreaterThan(5_000);
        hold(figures);
    }

    /** Checks the harness itself: values that crashed a server end its process, and the outcome says so. */
    @Test
    void whatEndsAProcessIsNoticed() throws Exception {
        EffectTrial fatal = EffectTrial.of("interlace\tSMALLEST\tpattern-offset=12\t");
        EffectTrial harmless = EffectTrial.of("videobalance\tSMALLEST\thue=0.5\t");
        TrialFigures figures = new TrialFigures();
        try (TrialRunner runner = new TrialRunner()) {
            figures.add(harmless, runner.run(harmless));
            figures.add(fatal, runner.run(fatal));
            figures.add(harmless, runner.run(harmless));
        }
        assertThat(figures.fatal())
                .singleElement()
                .asString()
                .startsWith("CRASH")
                .contains("interlace");
        assertThat(figures.cases()).isEqualTo(3);
    }

    private static ElementFacts element(String name) {
        return check.find(name).orElseThrow();
    }

    private static void hold(TrialFigures figures) {
        assertThat(figures.fatal()).isEmpty();
        assertThat(figures.peakMegabytes()).isLessThan(MAX_MEGABYTES);
        assertThat(figures.slowestMillis()).isLessThan(MAX_PICTURE_MILLIS);
        assertThat(figures.soundMillis()).isLessThan(MAX_SOUND_MILLIS);
        assertThat(figures.farthest()).isLessThan(MAX_DRIFT);
    }
}
