package org.ducksoup.stats.log;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.ducksoup.parts.UsableSpace;

/**
 * Whether a disk has so little room that lines of clients are left out of the logs on it: recordings come first. The disk
 * is asked now and then, where an executor may wait for it; until it answers, its last answer counts. Calls of
 * {@link #isShort} never overlap.
 */
public final class DiskRoom {
    static final Duration ASKED_AFTER = Duration.ofSeconds(2);

    private final Path place;
    private final long minBytes;
    private final Function<Path, OptionalLong> usable;
    private final LongSupplier nanoTime;
    private final Executor asking;
    private final AtomicBoolean unanswered = new AtomicBoolean();
    private boolean asked;
    private long askedAtNanos;
    private volatile boolean isShort;

    /**
     * @param minBytes below which there is too little room; 0 for no check
     * @param asking waits for the disk
     */
    public DiskRoom(Path place, long minBytes, LongSupplier nanoTime, Executor asking) {
        this(place, minBytes, UsableSpace::at, nanoTime, asking);
    }

    DiskRoom(Path place, long minBytes, Function<Path, OptionalLong> usable, LongSupplier nanoTime, Executor asking) {
        this.place = place;
        this.minBytes = minBytes;
        this.usable = usable;
        this.nanoTime = nanoTime;
        this.asking = asking;
    }

    public boolean isShort() {
        long now = nanoTime.getAsLong();
        if (minBytes > 0 && (!asked || now - askedAtNanos >= ASKED_AFTER.toNanos())) {
            asked = true;
            askedAtNanos = now;
            if (unanswered.compareAndSet(false, true)) {
                asking.execute(this::ask);
            }
        }
        return isShort;
    }

    private void ask() {
        OptionalLong left = usable.apply(place);
        isShort = left.isPresent() && left.getAsLong() < minBytes;
        unanswered.set(false);
    }
}
