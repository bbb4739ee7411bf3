package org.ducksoup.cluster.lease;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.ServingLease;

/**
 * This server's own lease. Each round asks the others for a grant; with enough of them, the lease lasts for its length from the moment
 * at which the round began. A lease that has run out stays so until all interactions have ended, whatever arrives meanwhile: a process
 * that stood still finds it run out before it does anything else. Thread-safe.
 */
public final class ServerLease implements ServingLease {
    /** What this server may do. */
    public enum State {
        /** There was no lease in this life yet. */
        NONE,
        /** Interactions may continue. */
        HELD,
        /** The lease has run out: interactions must end. */
        LOST
    }

    /** One question to all servers. */
    public final class Round {
        private final long begin = nanoTime.getAsLong();
        private final Identity asking = identity;
        private final Set<String> granted = new HashSet<>(Set.of(asking.server()));

        private Round() {}

        public Identity asking() {
            return asking;
        }

        /** A server has granted this life of ours. */
        public void granted(String server) {
            synchronized (ServerLease.this) {
                granted.add(server);
                count(this);
            }
        }
    }

    private final String server;
    private final long leaseNanos;
    private final LongSupplier nanoTime;
    private final Supplier<Members> members;
    private final Supplier<String> lives;
    private volatile Identity identity;
    private volatile long validUntil;
    private long mayBeginUntil;
    private State state = State.NONE;

    /** @param lives a new name with each call, which no server has ever used */
    public ServerLease(
            String server, Duration lease, LongSupplier nanoTime, Supplier<Members> members, Supplier<String> lives) {
        this.server = server;
        leaseNanos = lease.toNanos();
        this.nanoTime = nanoTime;
        this.members = members;
        this.lives = lives;
        identity = new Identity(server, lives.get());
        validUntil = nanoTime.getAsLong();
        mayBeginUntil = validUntil;
    }

    /** This server in its present life. */
    public Identity identity() {
        return identity;
    }

    /** Begins a round. It counts this server itself, which may be all there is. */
    public synchronized Round begin() {
        Round round = new Round();
        count(round);
        return round;
    }

    private void count(Round round) {
        if (!round.asking.equals(identity) || state() == State.LOST) {
            return;
        }
        Members now = members.get();
        int votes = now.count(round.granted);
        if (votes >= now.toBegin()) {
            mayBeginUntil = later(mayBeginUntil, round.begin + leaseNanos);
            validUntil = later(validUntil, mayBeginUntil);
            state = State.HELD;
        } else if (state == State.HELD && votes >= now.toContinue()) {
            validUntil = later(validUntil, round.begin + leaseNanos);
        }
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }

    public synchronized State state() {
        if (state == State.HELD && nanoTime.getAsLong() - validUntil >= 0) {
            state = State.LOST;
        }
        return state;
    }

    /** Whether new interactions may begin here. */
    public synchronized boolean mayBegin() {
        return state() == State.HELD && nanoTime.getAsLong() - mayBeginUntil < 0;
    }

    /** Another server has declared this life over. */
    public synchronized void denied(Identity denied) {
        if (denied.equals(identity)) {
            validUntil = nanoTime.getAsLong();
            mayBeginUntil = validUntil;
            state = State.LOST;
        }
    }

    /** All interactions have ended: a new life begins. Returns the life that is over. */
    public synchronized Identity beginLife() {
        Identity before = identity;
        identity = new Identity(server, lives.get());
        validUntil = nanoTime.getAsLong();
        mayBeginUntil = validUntil;
        state = State.NONE;
        return before;
    }

    @Override
    public long validUntilNanos() {
        return validUntil;
    }
}
