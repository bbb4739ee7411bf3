package org.ducksoup.gstreamer.gate;

import java.util.concurrent.TimeUnit;

/**
 * Tells a backlog that melts away from one that stays. After a pause of the network or of the whole server, seconds of
 * sound arrive at once; an effect takes them within a fraction of that time, and nothing of them need be lost. An effect
 * that is slower than its sound gets further and further behind, and then sound is left out.
 */
final class Backlog {
    /** A listener is not kept waiting for longer by an effect that is too slow. */
    static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** What a backlog must have become smaller by from look to look. */
    private static final long LEAST_PROGRESS_NANOS = LOOK_NANOS / 2;

    private boolean large;
    private boolean staying;
    private long lookedAt;
    private long ageThen;

    /**
     * Whether sound is to be left out.
     *
     * @param ageNanos how long ago the sound that comes now should have come
     */
    boolean isStaying(long ageNanos, long nowNanos) {
        if (ageNanos <= MAX_NANOS) {
            large = false;
            staying = false;
        } else if (!large) {
            large = true;
            look(ageNanos, nowNanos);
        } else if (!staying && nowNanos - lookedAt >= LOOK_NANOS) {
            staying = ageThen - ageNanos < LEAST_PROGRESS_NANOS;
            look(ageNanos, nowNanos);
        }
        return staying;
    }

    private void look(long ageNanos, long nowNanos) {
        lookedAt = nowNanos;
        ageThen = ageNanos;
    }
}
