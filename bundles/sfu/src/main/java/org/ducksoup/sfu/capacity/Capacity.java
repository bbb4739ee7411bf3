package org.ducksoup.sfu.capacity;

import java.util.function.BooleanSupplier;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.jspecify.annotations.Nullable;

/** The capacity of the whole server, and how much of it is in use. From any thread. */
public final class Capacity {
    private final BooleanSupplier isHeapFull;
    private Load limit;
    private Load taken = Load.NONE;
    private int participantsWhenFull = Integer.MAX_VALUE;

    /** @param isHeapFull whether the heap has no room for another participant, whatever was counted */
    public Capacity(Load limit, BooleanSupplier isHeapFull) {
        this.limit = limit;
        this.isHeapFull = isHeapFull;
    }

    /** Sets another limit. What is in use stays in use, even above the limit. */
    public synchronized void limit(Load newLimit) {
        limit = newLimit;
    }

    /** The most that can be in use. */
    public synchronized Load limit() {
        return limit;
    }

    /** Takes the whole load and returns null, or takes nothing and returns the reason. */
    @Nullable
    synchronized Reason take(Load more) {
        Reason reason = objection(more);
        if (reason == null) {
            taken = taken.plus(more);
        }
        return reason;
    }

    /** Takes this even if there is no room. */
    synchronized void takeAnyway(Load more) {
        taken = taken.plus(more);
    }

    synchronized void give(Load back) {
        taken = taken.minus(back);
    }

    /** What is in use. */
    public synchronized Load taken() {
        return taken;
    }

    /** Why there is no room for this; null if there is. */
    @Nullable
    public synchronized Reason objection(Load more) {
        if (isHeapFull() && more.participants() > 0) {
            return reason("heap", "the memory of its Java part is full", "DUCKSOUP_HEAP");
        }
        // A resource that the join does not need cannot refuse it.
        if (more.participants() > 0 && taken.participants() + more.participants() > limit.participants()) {
            return reason(
                    "maxParticipants",
                    "it has room for " + limit.participants() + " participants, and " + taken.participants()
                            + " are here or expected",
                    "maxParticipants of org.ducksoup.sfu");
        }
        if (more.pipelines() > 0 && taken.pipelines() + more.pipelines() > limit.pipelines()) {
            return reason(
                    "maxPipelines",
                    "it has room for " + limit.pipelines() + " media with effects, and " + taken.pipelines()
                            + " are here",
                    "maxPipelines of org.ducksoup.sfu");
        }
        if (more.pixelsPerSecond() > 0 && taken.pixelsPerSecond() + more.pixelsPerSecond() > limit.pixelsPerSecond()) {
            return reason(
                    "maxMegapixelsPerSecond",
                    "it can change " + mega(limit.pixelsPerSecond()) + " megapixels a second, "
                            + mega(taken.pixelsPerSecond()) + " are taken, and this join asks for "
                            + mega(more.pixelsPerSecond()),
                    "maxMegapixelsPerSecond of org.ducksoup.sfu");
        }
        if (more.bytes() > 0 && taken.bytes() + more.bytes() > limit.bytes()) {
            return reason(
                    "maxMemoryMebibytes",
                    "it has " + (limit.bytes() >> 20) + " MiB of memory for media, and " + (taken.bytes() >> 20)
                            + " MiB are taken",
                    "maxMemoryMebibytes of org.ducksoup.sfu");
        }
        return null;
    }

    /** The heap's use is known as of its last collection. A full heap counts as full until a participant has left. */
    private boolean isHeapFull() {
        if (!isHeapFull.getAsBoolean()) {
            participantsWhenFull = Integer.MAX_VALUE;
        } else if (participantsWhenFull == Integer.MAX_VALUE) {
            participantsWhenFull = taken.participants();
        }
        return taken.participants() >= participantsWhenFull;
    }

    private static Reason reason(String value, String why, String setting) {
        return new Reason(
                "server",
                value,
                "this server is full: " + why + "; try again later, or ask its operator (" + setting + ")");
    }

    private static long mega(long pixels) {
        return Math.round(pixels / 1e6);
    }
}
