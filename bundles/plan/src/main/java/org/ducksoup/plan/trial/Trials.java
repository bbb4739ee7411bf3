package org.ducksoup.plan.trial;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.parts.Timer;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.timetable.DrawnPlan;

/**
 * The trials that operators have asked for and that nobody has begun yet. Only in memory; in a cluster, codes say themselves what is tried
 * ({@link SharedCodes}). Thread-safe.
 */
public final class Trials {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int MOST = 100;
    private static final int CODE_BYTES = 16;

    private final Timer timer;
    private final SharedCodes shared;
    private final SecureRandom random = new SecureRandom();
    /** The oldest first. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** Codes that were used here, until they are too old. */
    private final Map<String, Instant> used = new LinkedHashMap<>();

    private record Waiting(ExperimentPlan plan, long sinceNanos) {}

    public Trials(Timer timer, SharedCodes shared) {
        this.timer = timer;
        this.shared = shared;
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
        String own = HexFormat.of().formatHex(bytes);
        String code = shared.code(new SharedCodes.Told(
                        wish.plan().name(),
                        wish.role(),
                        wish.conditionCode(),
                        wish.seed(),
                        own.substring(CODE_BYTES),
                        timer.instant().plus(VALID)))
                .orElse(own);
        TrialSteps steps = new TrialSteps(wish.plan(), wish.role());
        ExperimentPlan plan = plan(wish, code, steps);
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

    private static ExperimentPlan plan(Wish wish, String code, TrialSteps steps) {
        return new TrialPlan(
                wish.whole(),
                code,
                wish.role(),
                wish.conditionCode(),
                new DrawnPlan(steps.possible(), wish.condition(), wish.seed()));
    }

    /**
     * The plan of a trial that another server of the cluster has made, and that begins here. No value for a code that is unknown, too old, or
     * was used here.
     *
     * @param wishes what this server has for such a trial; no value if it has no such plan, role or condition
     */
    public Optional<ExperimentPlan> takeShared(String code, Function<SharedCodes.Told, Optional<Wish>> wishes) {
        Instant now = timer.instant();
        return shared.open(code, now)
                .filter(told -> isFirst(code, told.until(), now))
                .flatMap(wishes)
                .map(wish -> plan(wish, code, new TrialSteps(wish.plan(), wish.role())));
    }

    private boolean isFirst(String code, Instant until, Instant now) {
        synchronized (used) {
            used.values().removeIf(end -> !end.isAfter(now));
            return used.putIfAbsent(code, until) == null;
        }
    }

    /** The plan of a trial that begins. No value for a code that is unknown, too old, or was used. */
    public Optional<ExperimentPlan> take(String code) {
        synchronized (waiting) {
            waiting.values().removeIf(each -> timer.nanoTime() - each.sinceNanos() > VALID.toNanos());
            Waiting taken = waiting.remove(code);
            if (taken == null) {
                return Optional.empty();
            }
            Instant now = timer.instant();
            boolean unused = isFirst(code, now.plus(VALID), now);
            return Optional.of(taken.plan());
        }
    }
}
