package org.ducksoup.gstreamer.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ducksoup.gstreamer.catalogue.TrialOutcome.Ending;

/** The results of many trials. */
final class TrialFigures {
    private final List<String> fatal = new ArrayList<>();
    private int cases;
    private int crashes;
    private int hangs;
    private int errors;
    private long peakKilobytes;
    private String largest = "";
    private double slowestMillis;
    private String slowest = "";
    private double soundMillis;
    private double farthest;
    private String drifting = "";

    void add(EffectTrial trial, TrialOutcome outcome) {
        cases++;
        crashes += outcome.ending() == Ending.CRASH ? 1 : 0;
        hangs += outcome.ending() == Ending.HANG || outcome.ending() == Ending.MEMORY ? 1 : 0;
        errors += outcome.ending() == Ending.ERROR ? 1 : 0;
        if (outcome.ending().isFatal()) {
            fatal.add(outcome.ending() + " (" + outcome.words() + ") " + trial);
        }
        if (outcome.peakKilobytes() > peakKilobytes) {
            peakKilobytes = outcome.peakKilobytes();
            largest = trial.toString();
        }
        // An element keeps more or less media with other values, so a change within the second of the trial means
        // nothing.
        boolean through = outcome.ending() == Ending.DONE && trial.live().isEmpty();
        if (through && Math.abs(outcome.given() - 1) > farthest) {
            farthest = Math.abs(outcome.given() - 1);
            drifting = trial.toString();
        }
        if (!trial.media().isVideo) {
            soundMillis = Math.max(soundMillis, outcome.meanMillis());
        } else if (trial.live().isEmpty() && outcome.meanMillis() > slowestMillis) {
            slowestMillis = outcome.meanMillis();
            slowest = trial.toString();
        }
    }

    int cases() {
        return cases;
    }

    /** The trials that ended their process, one line each. */
    List<String> fatal() {
        return List.copyOf(fatal);
    }

    double peakMegabytes() {
        return peakKilobytes / 1024.0;
    }

    double slowestMillis() {
        return slowestMillis;
    }

    double soundMillis() {
        return soundMillis;
    }

    /** The difference of output and input, as a fraction of the input. */
    double farthest() {
        return farthest;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d cases, %d crashes, %d hangs, %d refused by GStreamer while it ran; peak memory %.0f MB (%s);"
                        + " slowest picture %.1f ms on average (%s), 20 ms of sound in %.1f ms at most; %.0f %% more or less"
                        + " came out than went in (%s)",
                cases,
                crashes,
                hangs,
                errors,
                peakMegabytes(),
                largest,
                slowestMillis,
                slowest,
                soundMillis,
                100 * farthest,
                drifting);
    }
}
