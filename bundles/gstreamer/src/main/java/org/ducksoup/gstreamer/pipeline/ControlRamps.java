package org.ducksoup.gstreamer.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Ramps of properties from one value to the next. The control thread keeps time, and each pipeline's own thread sets the
 * values.
 */
final class ControlRamps {
    static final Duration STEP = Duration.ofMillis(30);

    private final Timer timer;
    private final LongSupplier nanoTime;
    /** The newest target of each property, also for a medium that is built again. */
    private final Map<Key, Ramping> last = new ConcurrentHashMap<>();

    /** Runs tasks one after the other, on the control thread. */
    interface Timer {
        void after(Duration delay, Runnable task);
    }

    /** @param effect an effect of this participant */
    record Key(String effect, String property) {}

    /**
     * @param step name of the effect's step in its medium's plan
     * @param facts the property; null for a lab's effect
     * @param number the value as a number; 0 if it is none
     * @param initial of a lab's effect: the value that it has until one is set; NaN if that is not known
     * @param when it counts, or the way to it begins
     */
    record Aim(
            Medium medium,
            String step,
            Key key,
            @Nullable PropertyFacts facts,
            @Nullable TypedValue value,
            double number,
            double initial,
            Duration duration,
            ChangeTime when) {
        MediaKind kind() {
            return medium.design().kind();
        }

        boolean isTimed() {
            return !when.isAtOnce();
        }

        /** Whether there are values in between. */
        boolean isRamp() {
            return duration.compareTo(Duration.ZERO) > 0 && (facts == null || facts.isNumber());
        }
    }

    /** A straight line from one value to another. */
    private record Ramp(double from, double to, long startNanos, Duration duration) {
        boolean isOver(long nowNanos) {
            return nowNanos - startNanos >= duration.toNanos();
        }

        double at(long nowNanos) {
            if (isOver(nowNanos)) {
                return to;
            }
            double part = Math.max(0, nowNanos - startNanos) / (double) duration.toNanos();
            return from + (to - from) * part;
        }
    }

    private static final class Ramping {
        final Aim aim;
        /** The value that this one finds; NaN if none was ever set. */
        final double from;

        /** For the first change; those that follow count when they are made. */
        private ChangeTime next;

        volatile @Nullable Ramp ramp;
        volatile boolean begun;
        private volatile boolean replaced;
        private volatile long replacedNanos;

        Ramping(Aim aim, double from) {
            this.aim = aim;
            this.from = from;
            next = aim.when();
        }

        /** Another one counts from then on. */
        void replaceAt(long nanos) {
            replacedNanos = nanos;
            replaced = true;
        }

        boolean isReplaced(long nowNanos) {
            return replaced && nowNanos - replacedNanos >= 0;
        }

        /** Until its next step. It may have been asked for ahead of its time. */
        Duration pause(long nowNanos) {
            long wait = aim.isTimed() ? aim.when().nanos() - nowNanos : 0;
            return wait > STEP.toNanos() ? Duration.ofNanos(wait) : STEP;
        }

        /** When the next change counts. On the control thread. */
        ChangeTime takeTime() {
            ChangeTime time = next;
            next = ChangeTime.AT_ONCE;
            return time;
        }

        /** The value that the property should have at a time; NaN if that is the one it was written with. */
        double due(long nowNanos) {
            Ramp there = ramp;
            if (there != null) {
                return there.at(nowNanos);
            }
            return begun || !aim.isRamp() ? aim.number() : from;
        }

        boolean hasArrived(long nowNanos) {
            Ramp there = ramp;
            return there == null ? begun || !aim.isRamp() : there.isOver(nowNanos);
        }

        void begin(double value, long nowNanos) {
            ChangeTime when = aim.when();
            ramp = new Ramp(value, aim.number(), when.isAtOnce() ? nowNanos : when.nanos(), aim.duration());
            begun = true;
        }
    }

    /** @param nanoTime as {@link System#nanoTime} */
    ControlRamps(Timer timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    void begin(Aim aim) {
        timer.after(Duration.ZERO, () -> go(add(aim)));
    }

    /** For a medium that has not begun. Its values are there with its first frame, and a ramp to the next one has its time already. */
    void prepare(Aim aim) {
        Ramping unused = add(aim);
    }

    /** Goes on with what was prepared, now that the media begin. */
    void beginPrepared() {
        timer.after(Duration.ZERO, () -> last.values().forEach(this::go));
    }

    /** What is asked for ahead of its time replaces the one before it at that time, and begins with the value that is due by then. */
    private Ramping add(Aim aim) {
        long now = nanoTime.getAsLong();
        long at = aim.isTimed() && aim.when().nanos() - now > 0 ? aim.when().nanos() : now;
        Ramping before = last.get(aim.key());
        Ramping ramping = new Ramping(aim, before == null ? Double.NaN : before.due(at));
        if (before != null) {
            before.replaceAt(at);
        }
        if (aim.isRamp() && !Double.isNaN(ramping.from) && aim.medium().isStarting()) {
            // A lost effect does not stop the clock: it comes back with the value that is due by then.
            ramping.begin(ramping.from, now);
        }
        last.put(aim.key(), ramping);
        return ramping;
    }

    /** Sets the values that are due on a medium that is being built again, on the thread that builds it. */
    void restore(MediaKind kind, LiveProperties properties) {
        long now = nanoTime.getAsLong();
        last.values().stream()
                .filter(ramping -> ramping.aim.kind() == kind)
                .forEach(ramping -> set(properties, ramping, now));
    }

    private void go(Ramping ramping) {
        Aim aim = ramping.aim;
        if (ramping.isReplaced(nanoTime.getAsLong())) {
            return;
        }
        if (aim.medium().isStarting()) {
            timer.after(STEP, () -> go(ramping));
            return;
        }
        boolean unused = aim.medium().whileRunning(ramping.takeTime(), properties -> {
            long now = nanoTime.getAsLong();
            if (!ramping.isReplaced(now)) {
                if (step(properties, ramping, now)) {
                    timer.after(ramping.pause(now), () -> go(ramping));
                }
            } else if (aim.isTimed() && !aim.isRamp()) {
                // The newer one counts later, and until then this one does.
                set(properties, ramping, now);
            }
        });
    }

    /** @return whether the ramp goes on */
    private static boolean step(LiveProperties properties, Ramping ramping, long now) {
        if (!ramping.begun) {
            begin(properties, ramping, now);
        }
        set(properties, ramping, now);
        return !ramping.hasArrived(now);
    }

    private static void begin(LiveProperties properties, Ramping ramping, long now) {
        Aim aim = ramping.aim;
        if (aim.isRamp()) {
            double from = Double.isNaN(ramping.from) ? initial(properties, aim) : ramping.from;
            if (!Double.isNaN(from)) {
                ramping.begin(from, now);
            }
        }
        ramping.begun = true;
    }

    private static double initial(LiveProperties properties, Aim aim) {
        PropertyFacts facts = aim.facts();
        return facts == null ? aim.initial() : properties.number(aim.step(), facts);
    }

    private static void set(LiveProperties properties, Ramping ramping, long now) {
        Aim aim = ramping.aim;
        PropertyFacts facts = aim.facts();
        TypedValue value = aim.value();
        boolean arrived = ramping.hasArrived(now);
        double number = ramping.due(now);
        if (!arrived && Double.isNaN(number)) {
            return;
        }
        if (facts == null || value == null) {
            properties.setLab(aim.step(), aim.key().property(), number);
        } else {
            properties.set(aim.step(), facts, arrived ? value : facts.between(number));
        }
    }
}
