package org.ducksoup.plan.run;

import java.time.Duration;
import org.ducksoup.api.plan.DueAct;
import org.jspecify.annotations.Nullable;

/**
 * What was planned, beside what was done.
 *
 * @param act as {@link PlanRun#advance} gave it
 * @param applied when it took effect, since the start of the interaction; null if it never did
 * @param problem why it was not done as planned; null if it was
 */
public record ActRecord(
        DueAct act, @Nullable Duration applied, @Nullable String problem) {
    /** What is later than this is a deviation. */
    public static final Duration TOLERANCE = Duration.ofMillis(20);

    /** How long after its time it took effect; zero if it never did. */
    public Duration lateness() {
        return applied == null ? Duration.ZERO : applied.minus(act.due());
    }

    /** Whether it belongs among the deviations of a report. */
    public boolean isDeviation() {
        return problem != null || applied == null || lateness().abs().compareTo(TOLERANCE) > 0;
    }
}
