package org.ducksoup.sfu.events;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.jspecify.annotations.Nullable;

/**
 * What the operator is told of an observer that fails or hangs: it may do so at every event, and is told of once in a minute.
 * Thread-safe.
 */
final class ObserverHealth {
    /** An observer may wait for a disk, but hardly for so long. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static final Duration QUIET = Duration.ofMinutes(1);

    private final String name;
    private final LongSupplier nanoTime;
    private final BiConsumer<String, @Nullable Throwable> log;
    private @Nullable InteractionEvent current;
    private long since;
    private boolean hangs;
    private boolean hasFailed;
    private long failedAt;
    private long untold;

    /** @param log gets a sentence, and what was thrown */
    ObserverHealth(String name, LongSupplier nanoTime, BiConsumer<String, @Nullable Throwable> log) {
        this.name = name;
        this.nanoTime = nanoTime;
        this.log = log;
    }

    /** The observer gets this event now. */
    synchronized void begins(InteractionEvent event) {
        current = event;
        since = nanoTime.getAsLong();
    }

    /** The observer has returned. */
    synchronized void ends() {
        if (hangs) {
            hangs = false;
            log.accept("the observer " + name + " goes on after " + seconds(nanoTime.getAsLong() - since) + " s", null);
        }
        current = null;
    }

    synchronized void failed(InteractionEvent event, Throwable bug) {
        long now = nanoTime.getAsLong();
        if (hasFailed && now - failedAt < QUIET.toNanos()) {
            untold++;
            return;
        }
        String more = untold == 0 ? "" : ", and at " + untold + " others before";
        log.accept("the observer " + name + " failed at " + text(event) + more, bug);
        hasFailed = true;
        failedAt = now;
        untold = 0;
    }

    /** @param waiting how many events wait for the observer */
    synchronized void watch(int waiting) {
        InteractionEvent busyWith = current;
        if (busyWith == null || hangs || nanoTime.getAsLong() - since < PATIENCE.toNanos()) {
            return;
        }
        hangs = true;
        log.accept(
                "the observer " + name + " has not returned for " + PATIENCE.toSeconds() + " s from " + text(busyWith)
                        + "; " + waiting + " events wait for it. Calls and other observers are not affected.",
                null);
    }

    /** Without what clients have written. */
    private static String text(InteractionEvent event) {
        InteractionKey key = event.scope().key();
        return event.getClass().getSimpleName() + " of " + key.namespace() + "/" + key.name();
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }
}
