package org.ducksoup.sfu.time;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The time of an interaction, from its start to the notice of its end and to its end. It can be extended. On the
 * interaction's thread.
 */
public final class Countdown {
    /** Called on the interaction's thread. */
    public interface Listener {
        /** The interaction ends soon. Called again if it was extended meanwhile. */
        void onNotice();

        void onEnd();
    }

    private final Agenda agenda;
    private final UnaryOperator<Duration> untilNotice;
    private final Listener listener;
    private Duration duration;
    private boolean begun;
    private long beginNanos;
    private Runnable cancelNotice = () -> {};
    private Runnable cancelEnd = () -> {};

    /** @param untilNotice from the time until the end to the time until the notice */
    public Countdown(Duration duration, UnaryOperator<Duration> untilNotice, Agenda agenda, Listener listener) {
        this.duration = duration;
        this.untilNotice = untilNotice;
        this.agenda = agenda;
        this.listener = listener;
    }

    /**
     * The interaction has started.
     *
     * @param nanos when, on the agenda's clock
     */
    public void begin(long nanos) {
        begun = true;
        beginNanos = nanos;
        schedule();
    }

    /** Moves the end, before or after the start. */
    public void extend(Duration by) {
        duration = duration.plus(by);
        if (begun) {
            schedule();
        }
    }

    private void schedule() {
        cancelNotice.run();
        cancelEnd.run();
        Duration left = remaining();
        cancelNotice = agenda.after(untilNotice.apply(left), listener::onNotice);
        cancelEnd = agenda.after(left, listener::onEnd);
    }

    /** From the start to the end, extensions included. */
    public Duration duration() {
        return duration;
    }

    /** Since the start; null before. */
    public @Nullable Duration elapsed() {
        return begun ? Duration.ofNanos(agenda.nanoTime() - beginNanos) : null;
    }

    /** Until the end, not negative; the whole duration before the start. */
    public Duration remaining() {
        if (!begun) {
            return duration;
        }
        Duration left = duration.minusNanos(agenda.nanoTime() - beginNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
