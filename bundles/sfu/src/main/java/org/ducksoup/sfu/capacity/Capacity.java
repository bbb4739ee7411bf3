package org.ducksoup.sfu.capacity;

import java.util.function.BooleanSupplier;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.jspecify.annotations.Nullable;

/** How much the whole server can take, and how much of it is taken. From any thread. */
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

    /** What is taken stays, also if it is more. */
    public synchronized void limit(Load newLimit) {
        limit = newLimit;
    }

    /** Takes all of this, or nothing if there is no room; the reason is null in the first case. */
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

    synchronized Load taken() {
        return taken;
    }

    /** Why there is no room for this; null if there is. */
    @Nullable
    public synchronized Reason objection(Load more) {
        if (isHeapFull() && more.participants() > 0) {
            return reason("heap", "the memory of its Java part is full", "DUCKSOUP_HEAP");
        }
        // What somebody does not ask for is no reason against them.
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

    /** What is known of the heap is as old as its last collection. It counts until somebody has left since. */
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
