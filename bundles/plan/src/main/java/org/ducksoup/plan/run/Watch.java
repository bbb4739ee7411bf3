package org.ducksoup.plan.run;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.ducksoup.plan.model.Trigger.State;
import org.ducksoup.plan.text.TimeText;
import org.ducksoup.plan.timetable.Timetable;

/**
 * Watches whether a role is in a state for long enough. Interruptions shorter than the hysteresis belong to the same episode,
 * and an episode triggers once.
 */
final class Watch {
    private final DueQueue queue;
    private final Step step;
    private final Trigger.While wanted;
    private final BiConsumer<Duration, String> trigger;
    private Duration since = Duration.ZERO;
    private boolean isIn;
    private boolean episode;
    private boolean overdue;
    private int episodes;
    private int interruptions;

    /** @param trigger gets the time and the cause */
    Watch(DueQueue queue, Step step, Trigger.While wanted, BiConsumer<Duration, String> trigger) {
        this.queue = queue;
        this.step = step;
        this.wanted = wanted;
        this.trigger = trigger;
    }

    boolean isFor(String role, State state) {
        return wanted.role().equals(role) && wanted.state() == state;
    }

    void enter(Duration at, Duration now) {
        if (isIn) {
            return;
        }
        isIn = true;
        interruptions++;
        if (!episode) {
            episode = true;
            overdue = false;
            since = at;
            int begun = ++episodes;
            Duration enough = latest(latest(at.plus(wanted.lasting()), step.from()), now);
            queue.add(enough, due -> check(begun, due));
        } else if (overdue) {
            fire(now);
        }
    }

    void leave(Duration at, Duration now) {
        if (!isIn) {
            return;
        }
        isIn = false;
        int interruption = ++interruptions;
        if (wanted.hysteresis().isZero()) {
            episode = false;
        } else {
            queue.add(latest(at.plus(wanted.hysteresis()), now), due -> {
                if (interruptions == interruption) {
                    episode = false;
                }
            });
        }
    }

    private void check(int begun, Duration due) {
        if (begun != episodes || !episode) {
            return;
        }
        if (isIn) {
            fire(due);
        } else {
            // Nobody knows yet whether this is a short interruption.
            overdue = true;
        }
    }

    private void fire(Duration at) {
        overdue = false;
        trigger.accept(at, Timetable.words(wanted) + ", since " + TimeText.span(since));
    }

    private static Duration latest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
