package org.ducksoup.sfu.recording;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes may wait in memory for a disk that does not answer: those of one recording, or those of the whole
 * server. From any thread.
 */
public final class RecordingMemory {
    /** Headers, retransmissions and pages that are not full, on top of what the bitrates say. */
    private static final double OVERHEAD = 1.25;

    /** What an audio and a video queue hold that are emptied in time, dry and wet. */
    private static final long ALWAYS = 1L << 20;

    private static final int TAPS = 2;
    private static final int SECONDS = 60;

    private final @Nullable RecordingMemory whole;
    private final AtomicLong used = new AtomicLong();
    private volatile long limit;

    private RecordingMemory(@Nullable RecordingMemory whole, long limit) {
        this.whole = whole;
        this.limit = limit;
    }

    /** Of the whole server. */
    public static RecordingMemory ofServer(long limit) {
        return new RecordingMemory(null, limit);
    }

    /** Of one recording, which also counts in this one. */
    RecordingMemory part(long partLimit) {
        return new RecordingMemory(this, partLimit);
    }

    /** How much a minute takes, dry and wet, at these bitrates in bit/s. */
    public static long ofOneMinute(long audioBitrate, long videoBitrate) {
        return ALWAYS + (long) ((audioBitrate + videoBitrate) / 8 * TAPS * SECONDS * OVERHEAD);
    }

    /** Sets another limit. Memory in use stays in use, even above the limit. */
    public void limit(long newLimit) {
        limit = newLimit;
    }

    /** Takes this many bytes, or takes nothing and returns false. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) > limit || (whole != null && !whole.take(bytes))) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
        if (whole != null) {
            whole.give(bytes);
        }
    }

    long used() {
        return used.get();
    }
}
