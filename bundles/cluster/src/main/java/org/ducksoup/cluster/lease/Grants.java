package org.ducksoup.cluster.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What this server has promised to others: whoever got a grant keeps its interactions for the length of a lease. Thread-safe.
 *
 * <p>This server says of another one that its lease is over when no grant of this server can still be valid. After that it grants
 * nothing to that life of the other server. So whoever has this word from more than half of the servers knows that the other server
 * has stopped: each lease needs half of the servers, and one of them has given its word.
 */
public final class Grants {
    /** Clocks may differ in speed by a sixteenth. */
    private static final int DRIFT = 16;

    private final long leaseNanos;
    private final LongSupplier nanoTime;
    private final long start;
    private final Map<Identity, Long> granted = new HashMap<>();
    private final Set<Identity> over = new HashSet<>();

    public Grants(Duration lease, LongSupplier nanoTime) {
        leaseNanos = lease.toNanos() + lease.toNanos() / DRIFT;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    /** Promises to wait for this server. Returns false if this life of it was declared over. */
    public synchronized boolean grant(Identity to) {
        if (over.contains(to)) {
            return false;
        }
        granted.put(to, nanoTime.getAsLong());
        return true;
    }

    /** Whether this life is over as far as this server can know. If so, it stays over. */
    public synchronized boolean isOver(Identity of) {
        if (over.contains(of)) {
            return true;
        }
        // A server that has just started may have promised something in its earlier life.
        if (nanoTime.getAsLong() - granted.getOrDefault(of, start) < leaseNanos) {
            return false;
        }
        declareOver(of);
        return true;
    }

    /** The server has ended all its interactions, or an operator says that it is off. */
    public synchronized void declareOver(Identity of) {
        granted.remove(of);
        over.add(of);
    }

    /** Until {@link #isOver} can be true, at least; not negative. */
    public synchronized Duration remaining(Identity of) {
        if (over.contains(of)) {
            return Duration.ZERO;
        }
        long waited = nanoTime.getAsLong() - granted.getOrDefault(of, start);
        return Duration.ofNanos(Math.max(0, leaseNanos - waited));
    }
}
