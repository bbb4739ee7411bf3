package org.ducksoup.gstreamer.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Ramps of properties from one value to the next. The control thread keeps time, and each pipeline's own thread sets the
 * values.
 */
final class ControlRamps {
    static final Duration STEP = Duration.ofMillis(30);

    private final ScheduledExecutorService control;
    private final Map<Key, Ramping> ramps = new ConcurrentHashMap<>();
    /** The last target of each property, for a pipeline that is built again. */
    private final Map<Key, Ramping> last = new ConcurrentHashMap<>();

    /** @param effect an effect of this participant */
    record Key(String effect, String property) {}

    /**
     * @param step name of the effect's step in its medium's plan
     * @param facts the property; null for a lab's effect
     * @param number the value as a number, for a lab's effect
     */
    record Aim(
            Medium medium,
            String step,
            Key key,
            @Nullable PropertyFacts facts,
            @Nullable TypedValue value,
            double number,
            Duration duration) {
        MediaKind kind() {
            return medium.design().kind();
        }
    }

    private static final class Ramping {
        final Aim aim;

        volatile @Nullable Ramp ramp;
        volatile boolean begun;
        volatile double reached;

        Ramping(Aim aim, double reached) {
            this.aim = aim;
            this.reached = reached;
        }
    }

    ControlRamps(ScheduledExecutorService control) {
        this.control = control;
    }

    void begin(Aim aim) {
        schedule(() -> {
            Ramping before = last.get(aim.key());
            Ramping ramping = new Ramping(aim, before == null ? Double.NaN : before.reached);
            ramps.put(aim.key(), ramping);
            last.put(aim.key(), ramping);
            go(ramping);
        });
    }

    /** Sets the last targets on a medium that is being built again, on the thread that builds it. */
    void restore(MediaKind kind, LiveProperties properties) {
        last.values().stream()
                .filter(ramping -> ramping.aim.kind() == kind)
                .forEach(ramping -> set(properties, ramping, 1));
    }

    private void go(Ramping ramping) {
        Aim aim = ramping.aim;
        if (ramps.get(aim.key()) != ramping) {
            return;
        }
        if (aim.medium().isStarting()) {
            later(() -> go(ramping));
            return;
        }
        boolean runs = aim.medium().whileRunning(properties -> {
            if (ramps.get(aim.key()) == ramping && step(properties, ramping)) {
                later(() -> go(ramping));
            } else {
                ramps.remove(aim.key(), ramping);
            }
        });
        if (!runs) {
            ramps.remove(aim.key(), ramping);
        }
    }

    /** @return whether the ramp goes on */
    private static boolean step(LiveProperties properties, Ramping ramping) {
        Aim aim = ramping.aim;
        long now = System.nanoTime();
        if (!ramping.begun && aim.duration().compareTo(Duration.ZERO) > 0) {
            ramping.ramp = begin(properties, ramping, now);
        }
        ramping.begun = true;
        Ramp ramp = ramping.ramp;
        double part = ramp == null || ramp.isOver(now) ? 1 : Double.NaN;
        set(properties, ramping, part);
        return part != 1;
    }

    private static @Nullable Ramp begin(LiveProperties properties, Ramping ramping, long now) {
        Aim aim = ramping.aim;
        PropertyFacts facts = aim.facts();
        TypedValue value = aim.value();
        if (facts == null || value == null) {
            return Double.isNaN(ramping.reached) ? null : new Ramp(ramping.reached, aim.number(), now, aim.duration());
        }
        double from = facts.isNumber() ? properties.number(aim.step(), facts) : Double.NaN;
        return Double.isNaN(from) ? null : new Ramp(from, facts.numberOf(value), now, aim.duration());
    }

    /** @param part share of the ramp's duration that has passed; 1 at the end */
    private static void set(LiveProperties properties, Ramping ramping, double part) {
        Aim aim = ramping.aim;
        PropertyFacts facts = aim.facts();
        TypedValue value = aim.value();
        Ramp ramp = ramping.ramp;
        double number = part == 1 || ramp == null ? aim.number() : ramp.at(System.nanoTime());
        ramping.reached = number;
        if (facts == null || value == null) {
            properties.setLab(aim.step(), aim.key().property(), number);
        } else {
            properties.set(aim.step(), facts, part == 1 || ramp == null ? value : facts.between(number));
        }
    }

    private void schedule(Runnable task) {
        after(Duration.ZERO, task);
    }

    private void later(Runnable task) {
        after(STEP, task);
    }

    private void after(Duration delay, Runnable task) {
        try {
            control.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The factory has stopped, and all pipelines with it.
            ramps.clear();
        }
    }
}
