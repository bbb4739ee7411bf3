package org.ducksoup.gstreamer.circuit;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.element.PropertyFacts;

/**
 * By how much sound is later than its timestamp when it leaves the element {@code pitch}. That element counts samples, but it also
 * stretches time and looks for the best places to join: at a pitch of 1.5, a syllable stands 14.5 ms before the time that
 * it is stamped with. The mean of 659 bursts of noise for each value, SoundTouch 2.3.2; a single burst is up to 8 ms beside it.
 */
public final class PitchDelay {
    private static final double[][] MEASURED = {
        {0.1, 18.2},
        {0.5, 10.2},
        {0.6, 10.5},
        {0.7, 9.2},
        {0.8, 6.7},
        {0.9, 5.4},
        {1, 0},
        {1.1, -5.4},
        {1.2, -7.5},
        {1.3, -10.2},
        {1.4, -12.6},
        {1.5, -14.5},
        {1.7, -18.7},
        {2, -22.5},
        {2.5, -27.0},
        {3, -30.0},
        {4, -33.8},
        {6, -37.5},
        {10, -42.9},
    };

    private PitchDelay() {}

    /** The delay of an element's sound in ms, with the values that it has then; 0 of all but {@code pitch}. */
    public static DoubleSupplier of(NativeElement element) {
        Optional<PropertyFacts> pitch =
                element.factory().equals("pitch") ? element.property("pitch") : Optional.empty();
        return pitch.isEmpty() ? () -> 0 : () -> millis(element.number(pitch.get()));
    }

    static double millis(double pitch) {
        double[] before = MEASURED[0];
        for (double[] next : MEASURED) {
            if (pitch <= next[0]) {
                double way = next == before ? 0 : (pitch - before[0]) / (next[0] - before[0]);
                return before[1] + way * (next[1] - before[1]);
            }
            before = next;
        }
        return before[1];
    }
}
