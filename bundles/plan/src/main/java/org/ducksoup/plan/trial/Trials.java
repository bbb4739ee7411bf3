package org.ducksoup.plan.trial;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.parts.Timer;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.timetable.DrawnPlan;

/** The trials that operators have asked for and that nobody has begun yet. Only in memory. Thread-safe. */
public final class Trials {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int MOST = 100;
    private static final int CODE_BYTES = 16;

    private final Timer timer;
    private final SecureRandom random = new SecureRandom();
    /** The oldest first. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(ExperimentPlan plan, long sinceNanos) {}

    public Trials(Timer timer) {
        this.timer = timer;
    }

    /**
     * What an operator wants to try.
     *
     * @param whole the plan as participants get it
     * @param condition one of the plan
     * @param conditionCode stands for it
     */
    public record Wish(
            ExperimentPlan whole,
            Plan plan,
            PlanSummary summary,
            String role,
            String condition,
            String conditionCode,
            long seed) {}

    /** A new trial. If too many wait, the oldest one counts no more. */
    public PlanTrial add(Wish wish) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = HexFormat.of().formatHex(bytes);
        TrialSteps steps = new TrialSteps(wish.plan(), wish.role());
        ExperimentPlan plan = new TrialPlan(
                wish.whole(),
                code,
                wish.role(),
                wish.conditionCode(),
                new DrawnPlan(steps.possible(), wish.condition(), wish.seed()));
        synchronized (waiting) {
            waiting.put(code, new Waiting(plan, timer.nanoTime()));
            if (waiting.size() > MOST) {
                waiting.remove(waiting.keySet().iterator().next());
            }
        }
        return new PlanTrial(
                code,
                VALID,
                wish.summary(),
                wish.role(),
                wish.condition(),
                wish.seed(),
                steps.lines(wish.condition(), wish.seed()));
    }

    /** The plan of a trial that begins. No value for a code that is unknown, too old, or was used. */
    public Optional<ExperimentPlan> take(String code) {
        synchronized (waiting) {
            waiting.values().removeIf(each -> timer.nanoTime() - each.sinceNanos() > VALID.toNanos());
            return Optional.ofNullable(waiting.remove(code)).map(Waiting::plan);
        }
    }
}
